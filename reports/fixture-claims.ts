/** The claims of the fixture, and the steps that several of them share. */
import { describe, howTo } from '../models/describe.ts';
import type { Event } from '../models/events.ts';
import { type FactId, factOf, isUnproven, sources } from '../models/evidence.ts';
import type { Actor } from '../models/kernel/machine.ts';
import type { ClaimResult, PracticeLine } from '../models/result.ts';
import type { SourceLine, StepLine } from '../models/result-lines.ts';

export function step(by: Actor, event: Event): StepLine {
  const how = howTo(event);
  return { event, by, text: describe(event), ...(how === undefined ? {} : { how }) };
}

function facts(...ids: readonly FactId[]): readonly SourceLine[] {
  return ids.map((id) => {
    const { fact, source, confidence } = factOf(id);
    return { id, fact, source: sources[source], confidence };
  });
}

function unproven(...ids: readonly FactId[]): readonly SourceLine[] {
  return facts(...ids).filter(({ confidence }) => isUnproven(confidence));
}

export const dark: readonly StepLine[] = [
  step('fault', { type: 'sitePowerFails' }),
  step('operator', { type: 'bootHost', host: 'esx-01' }),
  step('operator', { type: 'bootHost', host: 'esx-02' }),
];

export const tpmPractice: PracticeLine = {
  id: 'tpm',
  title: 'Physical ESXi hosts have TPMs installed',
  fix: 'Install a TPM 2.0 in every ESXi host and seal its configuration (esxcli system settings encryption set --mode=TPM).',
};

export const placesPractice: PracticeLine = {
  id: 'separate-places',
  title: 'Copies of the key are kept in separate places',
  fix: 'Keep the .p12 file and the vCenter backup in places that one loss cannot take together.',
};

export const secretHolds: ClaimResult = {
  name: 'secret/p12',
  part: 'secret',
  verdict: 'holds',
  claim: 'A thief with everything kept at safe reads no data.',
  finding: 'The password of nkp.p12 is kept elsewhere.',
  sources: facts('plain-p12-yields-kdk'),
  restsOn: [],
  confidence: 'official',
  practices: [],
};

export const deduplicationHolds: ClaimResult = {
  name: 'deduplication',
  part: 'deduplication',
  verdict: 'holds',
  claim: 'At least 0.9 of the deduplication ratio of the plain data remains.',
  finding: 'vSAN encrypts after it has deduplicated: the ratio is unchanged.',
  sources: facts('encrypted-before-dedup'),
  restsOn: [],
  confidence: 'official',
  practices: [],
};

export const recoverableBroken: ClaimResult = {
  name: 'recoverable',
  part: 'recoverable',
  verdict: 'broken',
  claim: 'With any two faults, every virtual machine can be brought back.',
  finding: 'After the power of the whole site failed and the safe was lost, no copy of the KDK is left.',
  sources: facts('article-needs-tpm', 'circular-location', 'no-escrow'),
  restsOn: unproven('circular-location', 'no-push-before-activation'),
  confidence: 'inferred',
  counterexample: {
    steps: [
      step('fault', { type: 'placeIsLost', place: 'safe' }),
      step('system', { type: 'hostWritesConfiguration', host: 'esx-01' }),
      ...dark,
    ],
    doomStep: 2,
    replay: 'breakglass replay bg1:article:recoverable:0f2c77',
  },
  practices: [tpmPractice, placesPractice],
};

export const startsBroken: ClaimResult = {
  name: 'starts',
  part: 'starts',
  verdict: 'broken',
  claim: 'With any one fault, every virtual machine starts without anything kept outside the cluster.',
  finding:
    'After a dark start vSAN stays locked with vCenter Server on it; only the .p12 file gets it open again.',
  sources: facts('article-needs-tpm', 'vsan-kek-gate', 'vsan-locked-until-keys'),
  restsOn: [],
  confidence: 'practitioner',
  counterexample: { steps: dark, replay: 'breakglass replay bg1:article:starts:77aa01' },
  practices: [tpmPractice],
};

export const secretBroken: ClaimResult = {
  name: 'secret/boot-device',
  part: 'secret',
  verdict: 'broken',
  claim: 'A thief with the stolen boot device of esx-01 reads no data.',
  finding: 'The key of the configuration lies in a file beside it, so the boot device yields the KDK.',
  sources: facts('boot-device-mode-none', 'persists-insecurely', 'kdk-opens-all'),
  restsOn: unproven('kdk-opens-all'),
  confidence: 'inferred',
  counterexample: { steps: [], replay: 'breakglass replay bg1:vendor:secret:51c0de' },
  practices: [tpmPractice],
};

export const neverReached: ClaimResult = {
  name: 'sealed-configuration-opens',
  verdict: 'notTested',
  claim: 'A host whose configuration is sealed by its TPM boots with all of its keys.',
  finding:
    'No host of this site has a TPM, so the state that makes the question interesting was never reached.',
  sources: facts('kdk-in-configuration', 'bound-faults'),
  restsOn: [],
  confidence: 'bound',
  practices: [],
};

export const nameIsKey: ClaimResult = {
  name: 'name-is-key',
  verdict: 'holds',
  claim: 'No machine is ever opened with another key under the same provider name.',
  finding: 'Held in every state that was reached.',
  sources: facts('bound-by-name', 'same-name-recreated'),
  restsOn: unproven('export-is-no-backup', 'licence-denies-new-only'),
  confidence: 'recalled',
  practices: [],
};
