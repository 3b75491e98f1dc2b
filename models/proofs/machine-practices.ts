/** The practices about virtual machines and dumps: double encryption, recovery sites, vTPMs, support bundles. */
import type { Event as DumpEvent } from '../machines/host-encryption/events.ts';
import type { Event as LootEvent } from '../machines/loot/events.ts';
import type { Event as CopiesEvent } from '../machines/vm-copies/events.ts';
import type { Event as VtpmEvent } from '../machines/vtpm/events.ts';
import { practiceTitle } from '../practices.ts';
import type { Site } from '../site.ts';
import { goodSite } from './good-site.ts';
import { ask, recoverable } from './on-site.ts';
import { eventsOf, vcenter } from './on-machine.ts';
import type { MachineQuestion, PracticeProof } from './proof.ts';

const copies = eventsOf<CopiesEvent>();
const replicated = copies({ type: 'replicate' });

/** Replicated to a recovery site that has the provider, or does not. */
const failover = {
  on: 'machine',
  machine: 'vm-copies',
  variant: 'recovery-site-8.0',
  kept: {
    before: [...copies({ type: 'importProvider', site: 'dr', provider: 'A' }), ...replicated],
  },
  dropped: { before: replicated },
  faultsMax: 1,
  goal: 'machineRuns',
  must: 'reachable',
} as const satisfies Partial<MachineQuestion>;

const importedThere = vcenter({
  type: 'importProvider',
  vcenter: 'vc-2',
  provider: 'A',
  constraint: 'asExported',
});
const movedAway = vcenter(
  { type: 'moveHost', host: 'esx-2', vcenter: 'vc-2' },
  { type: 'startMigration', host: 'esx-2' },
);

/** The machine of the question on the encrypted vSAN datastore, its disks encrypted by it alone or twice. */
function encryptedOnVsan(site: Site, encryption: 'vtpm' | 'full'): Site {
  return {
    ...site,
    machines: site.machines.map((machine) =>
      machine.name === recoverable.machine ? { ...machine, encryption, datastore: 'vsan' } : machine,
    ),
  };
}

const vtpm = eventsOf<VtpmEvent>();
const withNvram = vtpm({ type: 'takeBackup', withNvram: true });
const withoutNvram = vtpm({ type: 'takeBackup', withNvram: false });
const on = vtpm({ type: 'powerOn' });
const passwordSaved = vtpm({ type: 'savePassword' });

const lostGuest = {
  on: 'machine',
  machine: 'vtpm',
  variant: 'bitlocker-7.0',
  faultsMax: 1,
  goal: 'recoverable',
  must: 'stays',
} as const satisfies Partial<MachineQuestion>;

const dumps = eventsOf<DumpEvent>();
const dumped = dumps({ type: 'prepareCrypto' }, { type: 'enableCrypto' }, { type: 'hostdCrashes' });

const loot = eventsOf<LootEvent>();
const stolenBundle = {
  on: 'machine',
  machine: 'loot',
  variant: 'traces',
  kept: { before: loot({ type: 'collectBundle', protection: 'strong' }) },
  faultsMax: 1,
  goal: 'hostDumpSecret',
  must: 'stays',
  leavesOut: ['collectBundle'],
} as const satisfies Partial<MachineQuestion>;

export const machinePractices: readonly PracticeProof[] = [
  {
    id: 'S5',
    ofArticle: 5,
    title: practiceTitle('one-encryption-per-machine'),
    sources: ['encrypted-before-dedup', 'vsan-dual-encryption'],
    protects: 'the room that deduplication saves, and processor time',
    undecided: {
      what: 'What encrypting twice costs in processor time',
      why: 'the sources say “significantly” and give no figure, and a model has none; `breakglass measure` measures it where it runs',
    },
    questions: [
      {
        on: 'law',
        asks: 'Do machines on an encrypted, deduplicating vSAN still deduplicate?',
        breaks:
          'VM encryption comes before deduplication: every clone is other ciphertext, nothing is found equal, and the datastore fills up.',
        machines: 16,
        kept: 'vsan',
        dropped: 'both',
        leastShare: 0.9,
        shownBy: 'measure examples/double-encryption.yaml',
      },
      {
        on: 'law',
        asks: 'Is it vSAN encryption that costs deduplication?',
        breaks: 'It does.',
        otherwise: {
          says: 'vSAN encrypts after it has deduplicated, so its encryption alone costs nothing there.',
          source: 'encrypted-before-dedup',
        },
        machines: 16,
        kept: 'plain',
        dropped: 'vsan',
        leastShare: 0.9,
        shownBy: 'measure examples/double-encryption.yaml',
      },
      ask(
        {
          asks: 'Encrypted twice under one key provider: do the data come back after two faults?',
          breaks: 'They do not.',
          otherwise: {
            says: 'Both keys are derived from the same KDK: whoever has it back opens both, and whoever lost it had lost the one as well.',
            source: 'kdk-is-root',
          },
        },
        recoverable,
        2,
        (site) => encryptedOnVsan(site, 'full'),
        encryptedOnVsan(goodSite, 'vtpm'),
      ),
    ],
  },
  {
    id: 'S14',
    title:
      'Have the same provider, name and key, at the recovery site and at every vCenter that machines move to',
    sources: ['copies-dr-import', 'copies-same-key-both-ends'],
    protects: 'machines that fail over or are migrated',
    questions: [
      {
        ...failover,
        asks: 'The main site is lost: does the replica start with what the recovery site has?',
        breaks: 'The replica is locked: its key was never brought to the recovery site.',
        leavesOut: ['importProvider', 'deleteProvider'],
      },
      {
        ...failover,
        asks: 'The main site is lost and the .p12 is at hand: does the replica start?',
        breaks: 'It stays locked.',
        otherwise: {
          says: 'The .p12 can be imported at the recovery site after the disaster, if it is not kept at the main site.',
          source: 'copies-dr-import',
        },
        leavesOut: ['deleteProvider', 'createProvider'],
      },
      {
        on: 'machine',
        asks: 'Does a migration to a host of another vCenter come to its end?',
        breaks: 'It fails at its end: the other vCenter does not have the provider.',
        machine: 'vcenter',
        variant: 'linked-8.0',
        kept: { before: [...importedThere, ...movedAway] },
        dropped: { before: movedAway },
        faultsMax: 0,
        goal: { type: 'finishMigration' },
        must: 'reachable',
        leavesOut: ['importProvider', 'createProvider', 'recreateProvider', 'updateKeyId', 'moveHost'],
      },
    ],
  },
  {
    id: 'S18',
    title: 'Back machines up with their .nvram file, and keep the recovery passwords of their guests',
    sources: ['vtpm-backup-needs-nvram', 'vtpm-replace-breaks', 'vtpm-secrets-in-nvram'],
    protects: 'guests that seal their volumes to the vTPM, as BitLocker does',
    questions: [
      {
        ...lostGuest,
        asks: 'The machine is lost and restored, and no recovery password is kept: does its guest run?',
        breaks:
          'The vTPM of the restored machine is empty: the guest asks for a recovery password that nobody has.',
        kept: { before: withNvram },
        dropped: { before: withoutNvram },
        goal: 'guestRuns',
        must: 'reachable',
        leavesOut: ['takeBackup', 'savePassword', 'removeVtpm', 'renameNvram'],
      },
      {
        ...lostGuest,
        asks: 'The backup does not hold the .nvram file: are the data there after one fault?',
        breaks:
          'A vTPM that was removed, or lost with its machine, takes the key of the volume with it: without the recovery password the volume stays closed.',
        kept: { before: [...withoutNvram, ...on, ...passwordSaved] },
        dropped: { before: [...withoutNvram, ...on] },
        leavesOut: ['takeBackup', 'savePassword'],
      },
      {
        ...lostGuest,
        asks: 'The backup holds the .nvram file: are the data there after one fault, without a recovery password?',
        breaks: 'The volume stays closed.',
        otherwise: {
          says: 'The .nvram file in the backup holds the secrets of the vTPM; with it and the key provider the volume opens.',
          source: 'vtpm-secrets-in-nvram',
        },
        kept: { before: [...withNvram, ...on, ...passwordSaved] },
        dropped: { before: [...withNvram, ...on] },
        leavesOut: ['takeBackup', 'savePassword'],
      },
      {
        on: 'machine',
        asks: 'The key provider was deleted and its .p12 is lost: are the data of the guest there?',
        breaks:
          'The vTPM can never be opened again. Its machine’s disks are not encrypted by vSphere, but the guest’s volume is, and only a recovery password opens it.',
        machine: 'vtpm',
        variant: 'bitlocker-8.0',
        kept: { never: ['passwordIsLost'] },
        dropped: { before: vtpm({ type: 'passwordIsLost' }) },
        faultsMax: 2,
        goal: 'dataReadable',
        must: 'reachable',
        leavesOut: ['savePassword', 'removeVtpm'],
      },
    ],
  },
  {
    id: 'S20',
    title: 'Collect support bundles with a password, before the host key is changed',
    sources: [
      'dumps-old-unreadable',
      'bundle-password',
      'dumps-encrypted-in-mode',
      'bundle-random-key-inside',
      'dumps-rotate-after-leak',
    ],
    protects: 'core dumps from becoming unreadable, and from strangers',
    questions: [
      {
        on: 'machine',
        asks: 'The host key is changed: is the last core dump still readable?',
        breaks:
          'The dump in the bundle is under the old host key, which the host does not have any more. It can be read again only by whoever brings that key back.',
        machine: 'host-encryption',
        variant: '8.0U3',
        kept: { before: [...dumped, ...dumps({ type: 'collectBundle', password: true })] },
        dropped: { before: [...dumped, ...dumps({ type: 'collectBundle', password: false })] },
        faultsMax: 0,
        goal: 'hostDumpReadable',
        must: 'stays',
        leavesOut: ['collectBundle'],
      },
      {
        ...stolenBundle,
        asks: 'The bundle falls into the hands of a thief: is the dump in it secret?',
        breaks: 'The thief reads the dump.',
        otherwise: {
          says: 'A dump of a host in encryption mode stays encrypted with the host key inside a bundle without a password.',
          source: 'dumps-encrypted-in-mode',
        },
        dropped: { before: loot({ type: 'collectBundle', protection: 'hostKey' }) },
      },
      {
        on: 'machine',
        asks: 'vSAN is encrypted and the bundle is stolen: is the host key secret?',
        breaks:
          'A bundle without a password carries the random key that its dumps are under: the thief reads them, and may find the host key in them.',
        machine: 'host-encryption',
        variant: '8.0U3-vsan',
        kept: { before: dumps({ type: 'hostdCrashes' }, { type: 'collectBundle', password: true }) },
        dropped: { before: dumps({ type: 'hostdCrashes' }, { type: 'collectBundle', password: false }) },
        faultsMax: 1,
        goal: 'hostKeySecret',
        must: 'stays',
        leavesOut: ['collectBundle', 'shareBundle'],
      },
      {
        on: 'machine',
        asks: 'The bundle is handed over to somebody, with its password: is the host key secret?',
        breaks:
          'Whoever opens the bundle reads the dumps, and may find the host key in them: change it after the bundle was handed over.',
        machine: 'host-encryption',
        variant: '8.0U3',
        kept: { before: [...dumped, ...dumps({ type: 'collectBundle', password: true })] },
        dropped: { before: [...dumped, ...dumps({ type: 'collectBundle', password: false })] },
        faultsMax: 1,
        goal: 'hostKeySecret',
        must: 'stays',
        leavesOut: ['collectBundle'],
      },
      {
        ...stolenBundle,
        asks: 'The password stands on a list that everybody knows: is the dump in it secret?',
        breaks:
          'The thief guesses the password off-line and reads the dump: a weak password is worse than none.',
        dropped: { before: loot({ type: 'collectBundle', protection: 'weak' }) },
      },
    ],
  },
];
