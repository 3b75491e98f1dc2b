import { describe, expect, test } from 'vitest';
import { renderCtrf } from './ctrf.ts';
import { fixture } from './fixture.ts';
import { holding, hostile } from './fixture-variants.ts';
import { renderJunit } from './junit.ts';
import { renderSarif } from './sarif.ts';

describe('JUnit', () => {
  const xml = renderJunit(fixture);

  test('what is broken fails with its steps; what was not tested is skipped and says so', () => {
    const broken = /<testcase classname="reading article" name="recoverable">.*?<\/testcase>/s.exec(xml)?.[0];
    expect(broken).toContain('<failure message="After the power');
    expect(broken).toContain('3. Fault: The power of the whole site fails (after this step the promise');
    const open = /<testcase[^>]*name="sealed-configuration-opens">.*?<\/testcase>/s.exec(xml)?.[0];
    expect(open).toContain('<skipped message="Not tested: ');
    expect(open).toContain('<property name="verdict" value="notTested"/>');
  });

  test('the totals are those of the cases', () => {
    const cases = xml.match(/<testcase /g)?.length;
    const failures = xml.match(/<failure /g)?.length;
    const skipped = xml.match(/<skipped /g)?.length;
    expect(xml).toContain(
      `<testsuites name="breakglass no-tpm" tests="${cases}" failures="${failures}" errors="0" skipped="${skipped}">`,
    );
  });

  test('hostile names stay text', () => {
    const text = renderJunit(hostile());
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});

type Sarif = {
  version: string;
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
    }[];
  }[];
};

test('SARIF has a result for each finding, at the site file, with its rule', () => {
  const { version, runs } = JSON.parse(renderSarif(fixture)) as Sarif;
  expect(version).toBe('2.1.0');
  const [run] = runs;
  expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['recoverable', 'error'],
    ['starts', 'error'],
    ['secret/boot-device', 'error'],
    ['sealed-configuration-opens', 'warning'],
    ['vtpm recoverable', 'error'],
  ]);
  for (const { ruleId, ruleIndex, locations } of run?.results ?? []) {
    expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(locations[0]?.physicalLocation.artifactLocation.uri).toBe('examples/no-tpm.yaml');
  }
  expect(JSON.parse(renderSarif(holding()))).toMatchObject({ runs: [{ results: [] }] });
});

type Ctrf = {
  results: { summary: Record<string, number>; tests: { name: string; status: string; rawStatus: string }[] };
};

test('systems are a suite of what counts, and remarks are no test cases', () => {
  const suite =
    /<testsuite name="systems of the site"[\s\S]*?<\/testsuite>/.exec(renderJunit(fixture))?.[0] ?? '';
  expect(suite.match(/<testcase/g)).toHaveLength(1);
  expect(suite).toContain('<failure message="not after 2 steps with 2 faults">');
  const { results } = JSON.parse(renderCtrf(fixture)) as Ctrf;
  const names = results.tests.map(({ name, status }) => `${name} ${status}`);
  expect(names.filter((name) => name.startsWith('vTPM of'))).toEqual([
    'vTPM of win11: The data of the guest can be had back. failed',
  ]);
});

test('CTRF counts what was not tested as other', () => {
  const { results } = JSON.parse(renderCtrf(fixture)) as Ctrf;
  const { tests, summary } = results;
  const number = (status: string): number => tests.filter((one) => one.status === status).length;
  expect(summary).toMatchObject({
    tests: tests.length,
    passed: number('passed'),
    failed: number('failed'),
    other: 2,
  });
  expect(tests.filter(({ rawStatus }) => rawStatus === 'notTested').map(({ status }) => status)).toEqual([
    'other',
    'other',
  ]);
});
