import { describe, expect, it } from 'vitest';
import type { CheckResult, LossSummary } from '../models/result.ts';
import { fixture } from './fixture.ts';
import { renderReport } from './report.ts';

const losses: readonly LossSummary[] = [
  {
    claim: 'db is unrecoverable',
    completeTo: 3,
    combinations: [{ faults: ['one <fault>', 'another'], standsFor: 6 }],
  },
  { claim: 'win11 is unrecoverable', completeTo: 2, combinations: [] },
  { claim: 'big is unrecoverable', completeTo: -1, combinations: [] },
];

function withLosses(result: CheckResult): CheckResult {
  const readings = Object.entries(result.readings).map(([name, reading]) => [name, { ...reading, losses }]);
  return { ...result, readings: Object.fromEntries(readings) };
}

describe('what it takes to lose machines', () => {
  const page = renderReport(withLosses(fixture));

  it('lists combinations, and how far the list is complete', () => {
    expect(page).toContain('one &lt;fault&gt; + another');
    expect(page).toContain('1 minimal combination, complete for at most 3 faults');
    expect(page).toContain('no combination of at most 2 faults does it');
    expect(page).toContain('too large to list');
    expect(page).toContain('href="#losses"');
  });

  it('is not there, nor on the way around, where nobody asked', () => {
    expect(renderReport(fixture)).not.toContain('#losses');
  });
});
