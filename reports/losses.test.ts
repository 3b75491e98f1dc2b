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
        removedBy: { practices: ['Keep <copies> outside'], verifiedBy: 'search' },
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

function withLosses(result: CheckResult, violations: readonly string[] = []): CheckResult {
  const lossSearch = {
    statements: ['order 1: complete; 7 <orbits> examined of 9; 11 oracle calls'],
    monotonicity: { tested: 123, violations },
  };
  const readings = Object.entries(result.readings).map(([name, reading]) => [
    name,
    { ...reading, losses, lossSearch },
  ]);
  return { ...result, readings: Object.fromEntries(readings) };
}

describe('what it takes to lose machines', () => {
  const page = renderReport(withLosses(fixture));

  it('lists combinations, and how far the list is complete', () => {
    expect(page).toContain('one &lt;fault&gt; + another');
    expect(page).toContain('2 minimal combinations, complete for at most 3 faults');
    expect(page).toContain('no combination of at most 2 faults does it');
    expect(page).toContain('too large to list');
    expect(page).toContain('Keep &lt;copies&gt; outside (verified by search)');
    expect(page).toContain('href="#losses"');
  });

  it('says what saved it until the step that dooms, and which pairs of faults rest on a wrong move', () => {
    expect(page).toContain(
      'still saved by nkp.p12 (at &lt;safe&gt;) thanks to the practice “Back it up” (back-up-the-provider); doomed by step 3: another.',
    );
    expect(page).toContain('Of 2 combinations of at most two faults, 1 were played through; 1 of these');
    expect(page).toContain('one &lt;fault&gt; + another, and then: a wrong &lt;move&gt;.');
  });

  it('says after each order what was looked at, and whether one fault more ever undid a loss', () => {
    expect(page).toContain('<li>order 1: complete; 7 &lt;orbits&gt; examined of 9; 11 oracle calls</li>');
    expect(page).toContain(
      'Tested on 123 combinations, each a minimal one with one fault more; in none of them did it.',
    );
    const broken = renderReport(withLosses(fixture, ['db is lost, and no more with <that>']));
    expect(broken).toContain('in 1 of them it did, which is a defect of the models');
    expect(broken).toContain('<li>db is lost, and no more with &lt;that&gt;</li>');
  });

  it('is not there, nor on the way around, where nobody asked', () => {
    expect(renderReport(fixture)).not.toContain('#losses');
  });
});
