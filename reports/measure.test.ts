import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostileName } from './fixture-variants.ts';
import { renderMeasure } from './measure.ts';
import type { MeasureResult, MeasureRow } from './measure-result.ts';
import { measureStyle, measureStyleHash } from './measure-style.ts';
import { renderMeasureText } from './measure-text.ts';
import { bytesText, moneyText } from './measure-words.ts';

function row(layers: MeasureRow['layers'], uniqueBlocks: number, cipher: number): MeasureRow {
  return {
    layers,
    logicalBlocks: 10_000,
    uniqueBlocks,
    ratio: 10_000 / uniqueBlocks,
    storedBytes: uniqueBlocks * 2048,
    predicted: { measuredDisks: 10_000 / uniqueBlocks, wholeSite: 20_000 / uniqueBlocks },
    rawBytes: uniqueBlocks * 2 ** 30,
    capacityCost: uniqueBlocks / 3,
    timing: {
      cpuSecondsPerGiB: cipher + 1.5,
      split: { cipher, hash: 1, compression: 0.5 },
      coreHoursPerDay: 0.25,
      cpuCostPerDay: 0.0075,
    },
  };
}

const result: MeasureResult = {
  schema: 'breakglass/measure/1',
  tool: { version: '1.0.0', commit: 'abc' },
  site: 'small',
  siteFile: 'site.yaml',
  seed: 'seed',
  again: 'breakglass measure site.yaml --seed seed',
  complete: true,
  missing: [],
  data: { kind: 'generated', path: null, origin: ['some text'], blocks: 10_000, files: null, skipped: null },
  storage: {
    name: 'osa',
    blockBytes: 4096,
    domains: 2,
    metadataShare: 0.05,
    facts: [{ id: 'a-fact', fact: 'A claim.', source: 'a source', confidence: 'official' }],
  },
  datastore: 'vsan',
  rows: [row('plain', 2000, 0), row('vsan', 2000, 0.2), row('vm', 10_000, 0.5), row('both', 10_000, 1)],
  configured: { ...row('both', 9000, 0.9), predicted: null },
  verified: { blocks: 1024, wrong: 0 },
  unreadable: 0,
  changed: 0,
  failures: [],
  estimate: null,
  scaledTo: { machines: 2, writtenBytes: 2 ** 41, writtenBytesPerDay: 2 ** 31, redundancy: 2 },
  currency: 'EUR',
  timing: { seconds: 2, workers: 2, cipherWay: 'wasm' },
};

const hostile: MeasureResult = {
  ...result,
  site: hostileName,
  siteFile: hostileName,
  complete: false,
  missing: [hostileName],
  data: { ...result.data, kind: 'files', path: hostileName, files: 3, skipped: 1 },
  failures: [{ path: hostileName, kind: 'unreadable', detail: hostileName }],
  unreadable: 4,
};

const unpriced: MeasureResult = {
  ...result,
  scaledTo: null,
  currency: null,
  timing: null,
  rows: result.rows.map((line) => ({
    ...line,
    predicted: null,
    rawBytes: null,
    capacityCost: null,
    timing: null,
  })),
  configured: null,
};

const estimated: MeasureResult = {
  ...unpriced,
  rows: [],
  estimate: {
    method: 'byBlock',
    sampled: { share: 0.1 },
    confidence: 0.95,
    logicalBlocks: 1000,
    uniqueBlocks: { low: 100, high: 500 },
    ratio: { low: 2, high: 10 },
  },
};

const variants = { result, hostile, unpriced, estimated };

test('the policy names the hash of the style that the page has', () => {
  expect(measureStyleHash).toBe(`sha256-${createHash('sha256').update(measureStyle).digest('base64')}`);
  const page = renderMeasure(result);
  expect(page).toContain(`'${measureStyleHash}'`);
  expect(page).toContain(`<style>${measureStyle}</style>`);
});

test.each(Object.entries(variants))(
  '%s: what is closed was opened, and nothing inline needs a policy',
  (_, one) => {
    const body = renderMeasure(one).replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, '');
    const open: string[] = [];
    const wrong: string[] = [];
    for (const [tag, slash, name] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (name === undefined || name === 'meta' || tag.endsWith('/>')) continue;
      if (slash === '') open.push(name);
      else if (open.pop() !== name) wrong.push(tag);
    }
    expect([...wrong, ...open]).toEqual([]);
    expect(body).not.toMatch(/<[^>]* (style|on[a-z]+)=/);
    expect(body).not.toMatch(/NaN|undefined|null|Infinity/);
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
  },
);

test('names of a site are text, on the page and on the terminal', () => {
  expect(renderMeasure(hostile)).not.toContain(hostileName);
  const text = renderMeasureText(hostile);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('bars are on one scale, and their values stand in the table', () => {
  const page = renderMeasure(result);
  const widths = [...page.matchAll(/<rect class="measured" x="[^"]*" width="([^"]*)"/g)].map(
    ([, width]) => width,
  );
  // The key is a square of its own and has no place on the scale.
  expect(widths).toEqual(['1000.0', '1000.0', '200.0', '200.0', '222.2']);
  for (const text of ['5.00 : 1', '1.11 : 1', '10.00 : 1', '1.95 TiB', '3,333 EUR', '0.0075 EUR'])
    expect(page).toContain(text);
});

test('on the terminal: the layers, what they are scaled to, and the command', () => {
  const text = renderMeasureText(result);
  expect(text).toContain('VM encryption           1.00 : 1  1.00 : 1');
  expect(text).toContain('Scaled to 2 machines with 2.00 TiB written');
  expect(text).toContain('Again: breakglass measure site.yaml --seed seed');
  expect(renderMeasureText(unpriced)).not.toContain('CPU');
  expect(renderMeasureText(estimated)).toContain('Between 100 and 500 of 1,000 blocks are unique');
});

test('rows of different data are not compared', () => {
  const [plain, ...others] = result.rows;
  if (plain === undefined) throw new Error('no row');
  const torn = { ...result, rows: [plain, ...others.map((line) => ({ ...line, logicalBlocks: 0 }))] };
  expect(renderMeasureText(torn)).toContain('cannot be compared');
});

test('units', () => {
  expect([0, 1023, 2048, 15 * 2 ** 20, 2 ** 40].map(bytesText)).toEqual([
    '0 B',
    '1023 B',
    '2.00 KiB',
    '15.0 MiB',
    '1.00 TiB',
  ]);
  expect([0, 0.00123, 1.5, 1234.5].map((amount) => moneyText(amount, 'EUR'))).toEqual([
    '0.00 EUR',
    '0.0012 EUR',
    '1.50 EUR',
    '1,235 EUR',
  ]);
});
