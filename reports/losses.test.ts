import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../models/result.ts';
import type { LossSummary } from '../models/loss-result.ts';
import { fixture } from './fixture.ts';
import { renderReport } from './report.ts';

const losses: readonly LossSummary[] = [
  {
    kind: 'unrecoverable',
    machines: ['db'],
    claim: 'db is unrecoverable',
    restsOn: [],
    completeTo: 3,
    combinations: [
      {
        faults: ['one <fault>', 'another'],
        events: ['one()', 'another()'],
        alike: [],
        standsFor: 6,
        removedBy: ['Keep <copies> outside'],
        witness: {
          steps: [
            { id: 'one()', text: 'one <fault>' },
            { id: 'wrong()', text: 'a wrong <move>' },
            { id: 'another()', text: 'another' },
          ],
          doomStep: 2,
          savedBy: ['nkp.p12 (at <safe>)'],
          practices: [{ id: 'back-up-the-provider', title: 'Back it up' }],
          wrongMoves: ['a wrong <move>'],
        },
      },
      { faults: ['alone'], events: ['alone()'], alike: [], standsFor: 1 },
    ],
  },
  {
    kind: 'unrecoverable',
    machines: ['win11'],
    claim: 'win11 is unrecoverable',
    restsOn: [],
    completeTo: 2,
    combinations: [],
  },
  {
    kind: 'unrecoverable',
    machines: ['big'],
    claim: 'big is unrecoverable',
    restsOn: [],
    completeTo: -1,
    combinations: [],
  },
];

function withLosses(result: CheckResult): CheckResult {
  const readings = Object.entries(result.readings).map(([name, reading]) => [name, { ...reading, losses }]);
  return { ...result, readings: Object.fromEntries(readings) };
}

describe('what it takes to lose machines', () => {
  const page = renderReport(withLosses(fixture));

  it('lists combinations, and how far the list is complete', () => {
    expect(page).toContain('one &lt;fault&gt; + another');
    expect(page).toContain('2 minimal combinations, complete for at most 3 faults');
    expect(page).toContain('no combination of at most 2 faults does it');
    expect(page).toContain('too large to list');
    expect(page).toContain('Keep &lt;copies&gt; outside');
    expect(page).toContain('href="#losses"');
  });

  it('says what saved it until the step that dooms, and which pairs of faults rest on a wrong move', () => {
    expect(page).toContain(
      'still saved by nkp.p12 (at &lt;safe&gt;) thanks to the practice “Back it up” (back-up-the-provider); doomed by step 3: another.',
    );
    expect(page).toContain('Of 2 combinations of at most two faults, 1 were played through; 1 of these');
    expect(page).toContain('one &lt;fault&gt; + another, and then: a wrong &lt;move&gt;.');
  });

  it('is not there, nor on the way around, where nobody asked', () => {
    expect(renderReport(fixture)).not.toContain('#losses');
  });
});
