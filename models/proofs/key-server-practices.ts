/** The practices about key servers, and about what a Standard Key Provider is used for. */
import type { Event as LootEvent } from '../machines/loot/events.ts';
import type { Event as KmsEvent } from '../machines/standard-key-provider/events.ts';
import { practiceTitle } from '../practices.ts';
import { keyServedSite } from './good-site.ts';
import { eventsOf } from './on-machine.ts';
import { ask } from './on-site.ts';
import type { MachineQuestion, PracticeProof } from './proof.ts';

const kms = eventsOf<KmsEvent>();
const loot = eventsOf<LootEvent>();

const kmsAway = kms({ type: 'kmsNodeStops', node: 'kms-1' }, { type: 'kmsNodeStops', node: 'kms-2' });

/** The key server moves onto the vSAN that it unlocks, or never does. */
const kmsLoop = {
  on: 'machine',
  machine: 'standard-key-provider',
  variant: 'kms-moved-with-backup',
  kept: { never: ['moveKmsOntoVsan'] },
  dropped: { before: kms({ type: 'moveKmsOntoVsan' }) },
  faultsMax: 1,
  goal: 'vsanReadable',
  must: 'reachable',
} as const satisfies Partial<MachineQuestion>;

export const keyServerPractices: readonly PracticeProof[] = [
  {
    id: 'S15',
    title: `${practiceTitle('key-server-outside')}, on more than one node`,
    sources: ['kms-on-its-own-vsan', 'kms-down-at-reboot', 'kms-backup-elsewhere'],
    protects: 'vSAN from waiting for a key server that waits for vSAN',
    questions: [
      {
        ...kmsLoop,
        asks: 'Does vSAN come back after one fault, without a restored key server?',
        breaks:
          'After a power failure the datastore waits for the key server, and the key server for the datastore.',
        leavesOut: ['restoreKms'],
      },
      {
        ...kmsLoop,
        asks: 'The same, with a backup of the key server outside: does vSAN come back?',
        breaks: 'It stays locked.',
        otherwise: {
          says: 'A backup of the key server that is kept elsewhere is restored outside, and vSAN finds its key again.',
          source: 'kms-backup-elsewhere',
        },
      },
      {
        on: 'machine',
        asks: 'A node of the key server is away until it is repaired: does vSAN come back after two faults?',
        breaks: 'The only node is down when the hosts restart: vSAN stays locked until it is repaired.',
        machine: 'standard-key-provider',
        variant: 'kms-outside',
        kept: {},
        dropped: { before: kms({ type: 'kmsNodeStops', node: 'kms-2' }) },
        faultsMax: 2,
        goal: 'vsanReadable',
        must: 'reachable',
        leavesOut: ['startKmsNode'],
      },
    ],
  },
  {
    id: 'S19',
    title: 'Take the keys of vSAN from a Standard Key Provider, those of vTPMs from a Native one',
    sources: ['loot-split-providers', 'loot-whole-host', 'loot-persistence'],
    protects: 'the data on vSAN from a thief who takes a whole host, with its TPM and its disks',
    questions: [
      {
        on: 'machine',
        asks: 'A whole host is stolen: are the data on its vSAN devices secret?',
        breaks:
          'The stolen host boots as designed, its TPM gives the configuration, the configuration the KDK, and that opens the devices.',
        machine: 'loot',
        variant: 'devices',
        kept: {
          variant: 'standard-vsan',
          before: loot({ type: 'enforceSecureBoot' }),
          never: ['enablePersistence'],
        },
        dropped: {
          before: loot({ type: 'sealConfiguration' }, { type: 'enforceSecureBoot' }, { type: 'enableDare' }),
          never: ['replicate'],
        },
        faultsMax: 1,
        goal: 'plainSecret',
        must: 'stays',
      },
    ],
  },
  {
    id: 'S23',
    title: practiceTitle('no-key-persistence'),
    sources: ['persistence-weakens-theft', 'key-persistence', 'persistence-survives-outage'],
    protects: 'the keys of a Standard Key Provider from a thief of whole hosts',
    questions: [
      {
        on: 'machine',
        asks: 'Does a host that is stolen while it is off have no key on it?',
        breaks: 'The host keeps the keys in its configuration, and its TPM opens that for the thief.',
        machine: 'standard-key-provider',
        variant: 'persistence-7.0U3',
        kept: { never: ['enableKeyPersistence'] },
        dropped: {},
        faultsMax: 1,
        goal: 'stolenHostIsSecret',
        must: 'stays',
      },
      {
        on: 'machine',
        asks: 'The key server is away when the hosts restart: does vSAN come back without it?',
        breaks: 'The hosts have kept no key: vSAN stays locked until the key server is back.',
        machine: 'standard-key-provider',
        variant: 'persistence-7.0U3',
        kept: { before: kmsAway },
        dropped: {
          before: [
            ...kmsAway,
            ...kms(
              { type: 'enableKeyPersistence', host: 'esx-1' },
              { type: 'enableKeyPersistence', host: 'esx-2' },
            ),
          ],
        },
        faultsMax: 1,
        goal: 'vsanReadable',
        must: 'reachable',
        leavesOut: ['startKmsNode', 'enableKeyPersistence', 'disableKeyPersistence'],
      },
    ],
  },
  {
    id: 'S26',
    title: practiceTitle('back-up-the-key-server'),
    sources: ['key-in-key-server', 'kms-backup-elsewhere'],
    protects: 'every key of a Standard Key Provider, which is in the key server and nowhere else for good',
    questions: [
      ask(
        {
          asks: 'Do the data on vSAN come back after two faults?',
          breaks:
            'The key server is lost, the hosts restart, and the key of vSAN is nowhere any more: the data are gone for good.',
        },
        { kind: 'recoverable', machine: 'files' },
        2,
        (site) => ({
          ...site,
          providers: site.providers.map((provider) => ({ ...provider, keyServerBackupAt: null })),
        }),
        keyServedSite,
      ),
    ],
  },
];
