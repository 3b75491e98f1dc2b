import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Verdict, worst } from './verdict.ts';

describe('worst', () => {
  it.each<[readonly Verdict[], Verdict]>([
    [[], 'notTested'],
    [['holds'], 'holds'],
    [['holds', 'holds'], 'holds'],
    [['holds', 'notTested', 'holds'], 'notTested'],
    [['notTested', 'broken', 'holds'], 'broken'],
    [['broken', 'notTested'], 'broken'],
  ])('of %j is %s', (verdicts, expected) => {
    expect(worst(verdicts)).toBe(expected);
  });
});

describe('the kernel', () => {
  it('has no word of the domain in it', () => {
    const words =
      /vcenter|vsphere|esxi?\b|\bhosts?\b|provider|\bkms\b|\bnkp\b|\bkdk\b|\bkek\b|\bdek\b|\btpm\b|vsan|datastore|\bvms?\b|vtpm|\bp12\b|\bbackups?\b|encrypt|cipher|cluster/i;
    const files = readdirSync(new URL('.', import.meta.url)).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    expect(files.length).toBeGreaterThanOrEqual(5);
    const found = files.flatMap((name) =>
      readFileSync(new URL(name, import.meta.url), 'utf8')
        .split('\n')
        .filter((line) => words.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
