/** The practices about changing and retiring a key provider. */
import type { Event as CopiesEvent } from '../machines/vm-copies/events.ts';
import type { Event as VsanEvent } from '../machines/vsan-encryption/events.ts';
import { backUpA, eventsOf, providerA, refusedAt, vcenter } from './on-machine.ts';
import type { MachineQuestion, PracticeProof } from './proof.ts';

const remediated = vcenter(
  { type: 'vcenterRemediatesHost', host: 'esx-1' },
  { type: 'vcenterRemediatesHost', host: 'esx-2' },
);
const newProvider = [...vcenter({ type: 'createProvider', ...providerA }), ...backUpA, ...remediated];
const machineRekeyed = vcenter({ type: 'rekeyMachine', provider: 'A' });
const hostKeysChanged = vcenter(
  { type: 'configureCryptoKey', host: 'esx-1', provider: 'A' },
  { type: 'configureCryptoKey', host: 'esx-2', provider: 'A' },
);
const oldDeleted = vcenter(
  { type: 'setDefault', ...providerA },
  { type: 'deleteProvider', vcenter: 'vc-1', provider: 'B' },
);
const oneRebooted = vcenter({ type: 'hostCrashes', host: 'esx-2' }, { type: 'bootHost', host: 'esx-2' });

/** From a Standard Key Provider `B` to a Native one, `A`, with nothing forgotten. */
const migrated = [...newProvider, ...machineRekeyed, ...hostKeysChanged, ...oldDeleted];
const hostKeysForgotten = [...newProvider, ...machineRekeyed, ...oldDeleted, ...remediated];

const migration = {
  on: 'machine',
  machine: 'vcenter',
  variant: 'migration-9.0',
  faultsMax: 1,
  goal: 'machineStarts',
  must: 'reachable',
} as const satisfies Partial<MachineQuestion>;

const copies = eventsOf<CopiesEvent>();
const rekeyDisk: CopiesEvent = { type: 'shallowRecrypt', object: 'disk', provider: 'B' };
const rekeyed = copies({ type: 'shallowRecrypt', object: 'machine', provider: 'B' });
const allRekeyed = [
  ...rekeyed,
  ...copies(
    { type: 'convertToMachine' },
    { type: 'shallowRecrypt', object: 'template', provider: 'B' },
    rekeyDisk,
  ),
];
const retired = copies({ type: 'deleteProvider', site: 'main', provider: 'A' });
const snapshotAndAll = [...copies({ type: 'takeStorageSnapshot' }), ...allRekeyed, ...retired];

/** Provider `A` is retired after everything was rekeyed, or after the machine alone was. */
const retirement = {
  on: 'machine',
  machine: 'vm-copies',
  variant: 'retirement-8.0',
  kept: { before: [...allRekeyed, ...retired] },
  dropped: { before: [...rekeyed, ...retired] },
  faultsMax: 1,
  goal: 'copiesRecoverable',
  must: 'stays',
} as const satisfies Partial<MachineQuestion>;

const vsan = eventsOf<VsanEvent>();
const hosts = ['esx-1', 'esx-2', 'esx-3'] as const;
const vsanRekeyed = vsan(
  { type: 'setProvider', provider: 'B' },
  { type: 'shallowRekey' },
  ...hosts.map((host) => ({ type: 'hostTakesConfiguration', host }) as const),
  { type: 'transitionAdvances' },
  ...hosts.map((host) => ({ type: 'hostRewraps', host }) as const),
  ...hosts.map((host) => ({ type: 'hostForgetsOldKek', host }) as const),
  { type: 'operationFinishes' },
);
const vsanRetired = vsan({ type: 'deleteProvider', provider: 'A' });

export const changePractices: readonly PracticeProof[] = [
  {
    id: 'S11',
    title: 'Keep the .p12 of a provider after it was retired',
    sources: ['copies-keep-p12', 'copies-forgotten'],
    protects: 'copies from before the rekey: snapshots of the array, replicas, backups',
    questions: [
      {
        ...retirement,
        asks: 'Everything was rekeyed and the old provider deleted: can every copy still be opened?',
        breaks: 'A storage snapshot from before the rekey is wrapped by the old key, and nothing opens it.',
        kept: { before: snapshotAndAll, never: ['p12IsLost'] },
        dropped: { before: snapshotAndAll },
      },
    ],
  },
  {
    id: 'S12',
    title: 'Rekey everything before a provider is deleted: machines, templates, disks, host keys, vSAN',
    sources: ['copies-forgotten', 'host-key-rekeyed-apart', 'delete-is-not-blocked'],
    protects: 'what still needs the old provider, which shows itself at the next power cycle or reboot',
    questions: [
      {
        ...migration,
        asks: 'The old provider is gone: does the machine start after one fault, without bringing it back?',
        breaks: 'The machine still needs the old provider: it runs on, and once off it stays locked.',
        kept: { before: migrated },
        dropped: { before: [...newProvider, ...hostKeysChanged, ...oldDeleted] },
        leavesOut: ['addStandardProvider'],
      },
      {
        ...migration,
        asks: 'The old provider is gone: do machines start after one fault, before anybody configures host keys anew?',
        breaks:
          'The host keys still name the old provider: hosts leave encryption mode, and no encrypted machine starts on them.',
        kept: { before: migrated },
        dropped: { before: [...newProvider, ...machineRekeyed, ...oldDeleted] },
        leavesOut: ['addStandardProvider', 'configureCryptoKey'],
      },
      {
        ...retirement,
        asks: 'The old provider is gone: can a first-class disk be opened, without bringing it back?',
        breaks: 'The disk was forgotten: it asks for the key of a provider that is gone.',
        faultsMax: 0,
        goal: rekeyDisk,
        must: 'reachable',
        leavesOut: ['importProvider'],
      },
      {
        on: 'machine',
        asks: 'The old provider is gone: would vSAN come back after a power failure, without bringing it back?',
        breaks:
          'vSAN still takes its key from the old provider: the hosts lose it, and after the next power failure the datastore stays locked.',
        machine: 'vsan-encryption',
        variant: 'osa-7.0-provider',
        kept: { before: [...vsanRekeyed, ...vsanRetired] },
        dropped: { before: vsanRetired },
        faultsMax: 1,
        goal: 'survivesPowerLoss',
        must: 'stays',
        leavesOut: ['restoreProvider', 'deleteProvider', 'setProvider', 'shallowRekey'],
      },
      {
        ...retirement,
        asks: 'Is anything that was forgotten lost for good, while the .p12 of the old provider is kept?',
        breaks: 'It is lost.',
        otherwise: {
          says: 'The .p12 of the old provider brings it back under its name, and what was forgotten opens again.',
          source: 'copies-keep-p12',
        },
        leavesOut: ['p12IsLost'],
      },
    ],
  },
  {
    id: 'S22',
    title: 'Reboot one host after every change of providers, and look whether it comes back',
    sources: ['host-key-must-resolve', 'host-key-rekeyed-apart', 'configure-crypto-key'],
    protects: 'the cluster from learning it at the next maintenance, on all hosts',
    questions: [
      {
        ...migration,
        asks: 'The host keys were forgotten when the provider was changed: do machines start after one fault, before anybody mends it?',
        breaks:
          'Nothing shows until a host goes down; then no host can enter encryption mode, and the machine does not start anywhere.',
        kept: {
          before: [
            ...hostKeysForgotten,
            ...oneRebooted,
            refusedAt({ type: 'enableHostEncryption', host: 'esx-2' }, 'hostKeyUnresolved'),
            ...hostKeysChanged,
          ],
        },
        dropped: { before: hostKeysForgotten },
        leavesOut: ['configureCryptoKey', 'addStandardProvider'],
      },
      {
        ...migration,
        asks: 'Nothing was forgotten: do machines start after one fault?',
        breaks: 'They do not.',
        otherwise: {
          says: 'A reboot finds out what was forgotten; where nothing was, it finds nothing.',
          source: 'host-key-must-resolve',
        },
        kept: { before: [...migrated, ...oneRebooted] },
        dropped: { before: migrated },
        leavesOut: ['configureCryptoKey', 'addStandardProvider'],
      },
    ],
  },
];
