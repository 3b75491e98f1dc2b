/** A result built by hand for the tests of this folder: something of everything a report can say. */
import { readings } from '../models/reading.ts';
import type { CheckResult, ReadingResult, RecoveryResult } from '../models/result.ts';
import type { StepLine } from '../models/result-lines.ts';
import {
  dark,
  deduplicationHolds,
  nameIsKey,
  neverReached,
  placesPractice,
  recoverableBroken,
  secretBroken,
  secretHolds,
  startsBroken,
  step,
  tpmPractice,
} from './fixture-claims.ts';
import { fixtureSite } from './fixture-site.ts';
import { fixtureSystems } from './fixture-systems.ts';

const importRunbook: readonly StepLine[] = [
  ...dark.slice(1),
  step('operator', { type: 'rebuildVcenter' }),
  step('operator', { type: 'importProvider', provider: 'nkp', p12: 'nkp.p12' }),
  step('operator', { type: 'addHost', host: 'esx-01' }),
  step('system', { type: 'vcenterRemediatesHost', host: 'esx-01' }),
  step('operator', { type: 'enableHostEncryption', host: 'esx-01' }),
  step('operator', { type: 'startMachine', machine: 'win11', host: 'esx-01' }),
];

function recovery(
  disaster: string,
  machine: string,
  outcome: RecoveryResult['outcome'],
  steps: readonly StepLine[] = [],
  rest: Partial<RecoveryResult> = {},
): RecoveryResult {
  return {
    disaster,
    machine,
    outcome,
    steps,
    cautions: [],
    needs: [],
    performed: 'notPerformed',
    ...rest,
  };
}

const equal = { performed: 'equalBytes' } as const;
const outside = {
  ...equal,
  needs: ['nkp.p12 (at safe)', 'its password (at password-manager)'],
  cautions: [
    { text: 'deploy a new, empty vCenter Server', until: 1, spoiledBy: [] },
    {
      text: 'add esx-01 to the cluster',
      until: 1,
      spoiledBy: ['vCenter Server brings the keys of esx-01 in line'],
    },
    { text: 'reinstall ESXi on esx-01', until: 2 },
  ],
};
const powerOn = step('operator', { type: 'startMachine', machine: 'db', host: 'esx-01' });

const articleRecoveries: readonly RecoveryResult[] = [
  recovery('vcenter-lost', 'win11', 'runs', [], equal),
  recovery('vcenter-lost', 'db', 'runs', [], equal),
  recovery('site-dark', 'win11', 'runbook', importRunbook, outside),
  recovery('site-dark', 'db', 'starts', [...dark.slice(1), powerOn], equal),
  recovery('provider-deleted', 'win11', 'luck', [
    step('operator', { type: 'importProvider', provider: 'nkp', p12: 'nkp.p12' }),
  ]),
  recovery('provider-deleted', 'db', 'runs', [], { performed: 'differs' }),
  recovery('dark-and-safe-lost', 'win11', 'disksOnly', [
    ...dark.slice(1),
    step('operator', { type: 'attachDisks', machine: 'win11' }),
  ]),
  recovery('dark-and-safe-lost', 'db', 'lost'),
];

const vendorRecoveries: readonly RecoveryResult[] = [
  ...articleRecoveries.slice(0, 2),
  recovery(
    'site-dark',
    'win11',
    'starts',
    [step('system', { type: 'startMachine', machine: 'win11', host: 'esx-01' })],
    equal,
  ),
  articleRecoveries[3] ?? recovery('site-dark', 'db', 'unknown'),
  recovery('provider-deleted', 'win11', 'beyondProcedures'),
  articleRecoveries[5] ?? recovery('provider-deleted', 'db', 'unknown'),
  recovery('dark-and-safe-lost', 'win11', 'starts', dark.slice(1), equal),
  recovery('dark-and-safe-lost', 'db', 'unknown'),
];

function reading(index: number, rest: Pick<ReadingResult, 'invariants' | 'recoveries'>): ReadingResult {
  return {
    claim: readings[index]?.claim ?? '',
    verdict: 'broken',
    search: {
      complete: index === 0,
      faultsMax: 2,
      states: 10_790 + index,
      transitions: 88_412,
      refused: 12_004,
      depth: 17,
      stateSet: '0f'.repeat(32),
      seconds: 0.41,
    },
    setupRefused:
      index === 0
        ? []
        : [
            {
              step: step('operator', { type: 'sealConfiguration', host: 'esx-03' }),
              reason: 'the host has no TPM that it could use',
            },
          ],
    ...rest,
  };
}

const dedup: CheckResult['dedup'] = [
  { layers: 'plain', logicalBlocks: 163_840, uniqueBlocks: 13_107, ratio: 12.5, cpuSecondsPerGiB: 1.12 },
  { layers: 'vsan', logicalBlocks: 163_840, uniqueBlocks: 13_107, ratio: 12.5, cpuSecondsPerGiB: 1.61 },
  { layers: 'vm', logicalBlocks: 163_840, uniqueBlocks: 163_840, ratio: 1, cpuSecondsPerGiB: 2.49 },
  { layers: 'both', logicalBlocks: 163_840, uniqueBlocks: 163_840, ratio: 1, cpuSecondsPerGiB: 4.02 },
  {
    layers: 'sameKeySamePlace',
    logicalBlocks: 16_384,
    uniqueBlocks: 8192,
    ratio: 2,
    cpuSecondsPerGiB: 2.51,
  },
  {
    layers: 'sameKeyShifted',
    logicalBlocks: 16_384,
    uniqueBlocks: 16_384,
    ratio: 1,
    cpuSecondsPerGiB: 2.5,
  },
];

/** Without a chaos campaign. */
export const calm: CheckResult = {
  schema: 'breakglass/check/1',
  tool: { version: '0.1.0', commit: '7c0d467' },
  site: fixtureSite,
  siteFile: 'examples/no-tpm.yaml',
  seed: '20260731',
  verdict: 'broken',
  sentence:
    'no-tpm does not keep its promise: after a dark start virtual machines need the .p12 file, and a stolen boot device yields the KDK.',
  disasters: [
    {
      name: 'vcenter-lost',
      title: 'vCenter Server is lost',
      steps: [step('fault', { type: 'vcenterIsLost' })],
    },
    { name: 'site-dark', title: 'The whole site goes dark', steps: dark.slice(0, 1) },
    {
      name: 'provider-deleted',
      title: 'The key provider is deleted by mistake',
      steps: [step('operator', { type: 'deleteProvider', provider: 'nkp' })],
    },
    {
      name: 'dark-and-safe-lost',
      title: 'The site goes dark and the safe is lost',
      steps: [...dark.slice(0, 1), step('fault', { type: 'placeIsLost', place: 'safe' })],
    },
  ],
  readings: {
    article: reading(0, {
      invariants: [
        recoverableBroken,
        startsBroken,
        secretHolds,
        { ...secretBroken, verdict: 'holds', finding: 'Nothing of use.' },
        deduplicationHolds,
        neverReached,
        nameIsKey,
      ],
      recoveries: articleRecoveries,
    }),
    vendor: reading(1, {
      invariants: [
        { ...recoverableBroken, verdict: 'holds', finding: 'The hosts keep their keys.', practices: [] },
        { ...startsBroken, verdict: 'holds', finding: 'The hosts keep their keys.', practices: [] },
        secretHolds,
        secretBroken,
        deduplicationHolds,
        neverReached,
        nameIsKey,
      ],
      recoveries: vendorRecoveries,
    }),
  },
  systems: fixtureSystems,
  practices: [
    {
      id: 'backup',
      title: 'The Native Key Provider is backed up',
      fix: 'Back the provider up and keep the .p12 file outside the cluster.',
      source: 'StarWind blog, practice 1',
      followed: 'yes',
      observed: 'nkp has one .p12 file, at safe.',
    },
    {
      ...tpmPractice,
      source: 'StarWind blog, practice 4',
      followed: 'no',
      observed: '3 of 3 hosts have no TPM in use.',
    },
    {
      ...placesPractice,
      source: 'vSphere security guide',
      followed: 'no',
      observed: 'nkp.p12 and vcsa-backup are both at safe.',
    },
    {
      id: 'licence',
      title: 'Enterprise Plus licensing for VM encryption',
      fix: 'Check the edition before encrypting machines.',
      source: 'StarWind blog, practice 3',
      followed: 'notApplicable',
      observed: 'The site file does not say which edition is licensed.',
    },
  ],
  chance: {
    runs: 400,
    events: 21_532,
    refused: 9114,
    disagreements: 0,
    coverage: [
      { reading: 'article', runs: 200, faultsMax: 2, met: 12_410, states: 37_204 },
      { reading: 'vendor', runs: 200, faultsMax: 2, met: 931 },
    ],
    seconds: 3.7,
  },
  dedup,
  notModelled: [
    'Standard Key Providers (KMIP) and vSphere Trust Authority.',
    'Secure Boot and attestation policies beyond the sealing of the configuration.',
    'Licence editions.',
  ],
};

export const fixture: CheckResult = {
  ...calm,
  chaos: {
    campaign: 'night-2026-31',
    runs: 2000,
    findings: [
      {
        reading: 'article',
        invariant: 'recoverable',
        finding: 'No copy of the KDK was left after healing.',
        steps: recoverableBroken.counterexample?.steps ?? [],
        replay: 'breakglass replay bg1:chaos:000417',
        runs: 31,
      },
    ],
  },
};
