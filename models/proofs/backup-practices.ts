/** The practices about copies of the key: the .p12, backups of vCenter Server, and where they are kept. */
import { practiceTitle } from '../practices.ts';
import { goodSite, thrownAway } from './good-site.ts';
import { backUpA, providerA, refusedAt, vcenter } from './on-machine.ts';
import { ask, recoverable, withoutBackup } from './on-site.ts';
import type { MachineQuestion, PracticeProof } from './proof.ts';
import type { Site } from '../site.ts';

const withOpenBackup = (site: Site): Site => ({
  ...site,
  backups: site.backups.map((backup) => ({ ...backup, passwordAt: null })),
});

const p12Lost = vcenter({ type: 'p12IsLost', provider: 'A' });
const backedUpOnce = [...vcenter({ type: 'createProvider', ...providerA }), ...backUpA];

/** Backed up on its first day, and then again when it is due, or never. */
const firstBackup = {
  on: 'machine',
  machine: 'vcenter',
  variant: 'life-7.0U2',
  kept: { before: backedUpOnce },
  dropped: { before: backedUpOnce, never: ['exportProvider', 'downloadBackup'] },
  goal: 'p12IsGood',
  must: 'reachable',
} as const satisfies Partial<MachineQuestion>;

export const backupPractices: readonly PracticeProof[] = [
  {
    id: 'S1',
    ofArticle: 1,
    title: practiceTitle('back-up-the-provider'),
    sources: ['p12-holds-kdk', 'no-escrow', 'new-vcenter-import'],
    protects: 'the keys, when vCenter Server is lost and hosts lose their configuration',
    questions: [
      ask(
        {
          asks: 'The .p12 is the only backup: do the data come back after two faults?',
          breaks:
            'The provider is deleted by mistake, or vCenter Server lost; the hosts lose the key as well, and no copy of it is left: the data are gone for good.',
        },
        recoverable,
        2,
        (site) => ({ ...site, ...thrownAway }),
        withoutBackup(goodSite),
      ),
    ],
  },
  {
    id: 'S2',
    ofArticle: 2,
    title: practiceTitle('encrypt-vcenter-backups'),
    sources: ['backup-holds-kdk', 'plain-backup-yields-kdk'],
    protects: 'the data from a thief at the backup target',
    questions: [
      ask(
        {
          asks: 'Does what lies at the backup target stay useless to a thief?',
          breaks: 'The backup holds the KDK in the open: whoever takes it opens every encrypted machine.',
        },
        { kind: 'secret', loot: { kind: 'place', place: 'backup-server' } },
        0,
        withOpenBackup,
      ),
      ask(
        {
          asks: 'Do the data come back after two faults?',
          breaks: 'They do not.',
          otherwise: {
            says: 'A password keeps strangers out and is one more thing to lose; it brings nothing back. Availability does not need it.',
            source: 'backup-holds-kdk',
          },
        },
        recoverable,
        2,
        withOpenBackup,
      ),
    ],
  },
  {
    id: 'S6',
    title: practiceTitle('password-on-p12'),
    sources: ['plain-p12-yields-kdk'],
    protects: 'the data from whoever finds the .p12',
    questions: [
      ask(
        {
          asks: 'Does a found .p12 stay useless to a thief?',
          breaks: 'A .p12 without a password is the KDK: whoever finds it opens every encrypted machine.',
        },
        { kind: 'secret', loot: { kind: 'place', place: 'safe' } },
        0,
        (site) => ({ ...site, p12s: site.p12s.map((p12) => ({ ...p12, passwordAt: null })) }),
      ),
    ],
  },
  {
    id: 'S7',
    title: practiceTitle('keep-copies-outside'),
    sources: ['circular-location'],
    protects: 'the keys, in exactly the disaster that the copies were made for',
    questions: [
      ask(
        {
          asks: 'Every copy lies on the encrypted vSAN: do the data come back after two faults?',
          breaks:
            'The copies lie on the datastore that they would unlock, and are out of reach in the very disaster that they were made for.',
        },
        recoverable,
        2,
        (site) => ({ ...site, places: site.places.map((place) => ({ ...place, datastore: 'vsan' })) }),
      ),
    ],
  },
  {
    id: 'S8',
    title: 'Verify the .p12 with a dry run of its import, before it is needed',
    sources: ['dry-run-verifies', 'gate-checks-nothing-else', 'p12-holds-kdk'],
    protects: 'the backup itself: a bad file shows itself while a new one can still be made',
    questions: [
      {
        on: 'machine',
        asks: 'The password of the .p12 was lost, unnoticed: do machines start again after two more faults?',
        breaks:
          'The file turns out to be useless on the day that the provider was deleted: the hosts have lost the key as well, and machines stay locked for good.',
        machine: 'vcenter',
        variant: 'same-name-7.0U3',
        kept: {
          before: [
            ...vcenter({ type: 'passwordIsForgotten', provider: 'A' }),
            refusedAt({ type: 'verifyP12', ...providerA }, 'passwordForgotten'),
            ...backUpA,
            ...vcenter({ type: 'verifyP12', ...providerA }),
          ],
        },
        dropped: { before: vcenter({ type: 'passwordIsForgotten', provider: 'A' }) },
        faultsMax: 2,
        goal: 'machineStarts',
        must: 'reachable',
      },
    ],
  },
  {
    id: 'S24',
    ofArticle: 1,
    title: practiceTitle('back-up-vcenter'),
    sources: ['backup-holds-kdk', 'export-from-restored-backup', 'file-backup-is-no-gate'],
    protects: 'a second copy of the key, besides the .p12',
    questions: [
      ask(
        {
          asks: 'Do the data come back after two faults?',
          breaks: 'They do not.',
          otherwise: {
            says: 'The .p12 brings the provider back at a new vCenter Server, so that a backup of vCenter is a second way. Other things that such a backup saves are not asked here.',
            source: 'new-vcenter-import',
          },
        },
        recoverable,
        2,
        withoutBackup,
      ),
      {
        on: 'machine',
        asks: 'The .p12 is lost, an older backup of vCenter is kept beside newer ones: do machines start again after two more faults?',
        breaks:
          'The provider is deleted, the hosts lose the key, and no copy of it is left to bring it back from.',
        machine: 'vcenter',
        variant: 'restore-8.0',
        kept: { before: p12Lost },
        dropped: { before: [...p12Lost, ...vcenter({ type: 'backupIsLost', backup: 'late' })] },
        faultsMax: 2,
        goal: 'machineStarts',
        must: 'reachable',
        // A backup taken after the deletion does not hold the provider any more.
        leavesOut: ['backupRuns'],
      },
    ],
  },
  {
    id: 'S25',
    ofArticle: 1,
    title: 'Back the key provider up again, regularly',
    sources: ['p12-holds-kdk', 'key-id-update', 'kdk-is-root'],
    protects: 'the .p12 from being older than the provider',
    questions: [
      {
        ...firstBackup,
        asks: 'The provider is never changed: is the .p12 of the first day still good?',
        breaks: 'The old file no longer opens what was encrypted since.',
        otherwise: {
          says: 'The KDK never changes by itself, so the file of the first day opens everything that is encrypted under this provider. A second copy in another place helps against loss; a newer one holds the same.',
          source: 'kdk-is-root',
        },
        faultsMax: 1,
        leavesOut: ['updateKeyId'],
      },
      {
        ...firstBackup,
        asks: 'The key id of the provider may be changed: is there a .p12 with the present one?',
        breaks:
          'The file that is kept has the old key id, and a dry run of its import says so. The KDK in it is still the right one.',
        faultsMax: 0,
        leavesOut: ['deleteProvider', 'linkExpires'],
      },
    ],
  },
];
