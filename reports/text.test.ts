import { expect, test } from 'vitest';
import { fixture } from './fixture.ts';
import { empty, holding, hostile } from './fixture-variants.ts';
import { renderText } from './text.ts';
import { columns, wrapped } from './text-layout.ts';

test('the summary says the verdict, the findings, what mends them, and how to play them again', () => {
  const text = renderText(fixture);
  expect(text.split('\n')[0]).toBe('x Promise broken');
  expect(text).toContain('Reading article: broken');
  expect(text).toContain('x Virtual machines can be lost for good');
  expect(text).toContain('--- after this step the promise cannot be kept ---');
  expect(text).toContain('Fix: Physical ESXi hosts have TPMs installed');
  expect(text).toContain('Replay: breakglass replay bg1:article:recoverable:0f2c77');
  expect(text).toContain('? Not tested: sealed-configuration-opens');
  expect(text).toContain('12.50 : 1');
});

test('systems: what counts with its run, what is a remark, and what the file does not say', () => {
  const text = renderText(fixture);
  expect(text).toContain('Systems of the site: 1 answer hold, 1 do not');
  expect(text).toContain('asked: vTPM of win11');
  expect(text).toContain('x vTPM of win11\n');
  expect(text).toContain('2. Operator  Remove the vTPM of the machine');
  expect(text).toContain('- Remark, licence: standard does not include VM encryption');
  expect(text).toContain('not asked, because the file does not say: vcenter.release');
  expect(renderText(empty())).toContain('Systems of the site: none asked');
});

test('readings with the same result are told once', () => {
  const { article } = fixture.readings;
  if (article === undefined) throw new Error('the fixture has no reading article');
  const vendor = { ...article, claim: 'As the vendor has it.' };
  const text = renderText({ ...fixture, readings: { article, vendor } });
  expect(text).toContain('Readings article and vendor, with the same result: broken\n');
  expect(text).toContain('  As the vendor has it.\n');
  expect(text.match(/searched completely within/g)).toHaveLength(1);
  expect(renderText(fixture)).not.toContain('with the same result');
});

test('what does not come back is a line for each disaster, what is not known is counted', () => {
  const text = renderText(fixture).replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/- [^:]+: win11: disks only; db: lost/);
  expect(text).toContain('? 1 of them are not known');
});

test('of many claims that differ in their subject only, some are told and the others counted', () => {
  const { article } = fixture.readings;
  const claim = article?.invariants.find(({ verdict }) => verdict === 'notTested');
  if (article === undefined || claim === undefined) throw new Error('the fixture has nothing untested');
  const many = Array.from({ length: 6 }, (_, at) => ({ ...claim, name: `many-${at}`, claim: `Many ${at}.` }));
  const text = renderText({ ...fixture, readings: { article: { ...article, invariants: many } } });
  expect(text.match(/Many \d\./g)).toEqual(['Many 0.', 'Many 1.', 'Many 2.']);
  expect(text).toContain('… and 3 more like these');
});

test('lines are at most 100 columns wide, without colour codes unless asked for', () => {
  const text = renderText(fixture);
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(text).not.toContain('\u001B');
  const coloured = renderText(fixture, { colour: true });
  expect(coloured).toContain('\u001B[31m');
  // Colours add nothing but themselves.
  expect(coloured.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(text);
});

test('a name cannot steer the terminal', () => {
  expect(renderText(hostile())).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

test('all in order, and nothing known', () => {
  expect(renderText(holding())).toContain('+ Promise kept');
  expect(renderText(empty())).toContain('? Promise not fully tested');
});

test('words wrap, and a long one is left whole', () => {
  expect(wrapped('one two three', '- ', 9)).toEqual(['- one two', '  three']);
  expect(wrapped(`a ${'x'.repeat(20)} b`, '', 10)).toEqual(['a', 'x'.repeat(20), 'b']);
  expect(
    columns([
      ['a', 'bb'],
      ['aaa', 'b'],
    ]),
  ).toEqual(['a    bb', 'aaa   b']);
});
