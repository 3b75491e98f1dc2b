/** The practices about key providers at vCenter Server: licence, names, defaults, restored backups. */
import type { Event } from '../machines/vcenter/events.ts';
import { backUpA, importA, providerA, vcenter } from './on-machine.ts';
import type { MachineQuestion, PracticeProof } from './proof.ts';

const encryptFully = { type: 'encryptMachine', protection: 'full', provider: 'A' } as const satisfies Event;
const addVtpm = { type: 'encryptMachine', protection: 'vtpm', provider: 'A' } as const satisfies Event;

const addUnnamed: Event = { ...addVtpm, provider: null };

const licensed = {
  on: 'machine',
  machine: 'vcenter',
  variant: 'licence-perpetual',
  kept: {},
  dropped: { before: vcenter({ type: 'licenceChanges', licence: 'standard' }) },
  faultsMax: 0,
  must: 'reachable',
  leavesOut: ['licenceChanges'],
} as const satisfies Partial<MachineQuestion>;

const bIsDefault: Event = { type: 'setDefault', vcenter: 'vc-1', provider: 'B' };
const deleteB: Event = { type: 'deleteProvider', vcenter: 'vc-1', provider: 'B' };

/** The default provider `B` is deleted, before or after `A` was made the default. */
const defaultGone = {
  on: 'machine',
  machine: 'vcenter',
  variant: 'defaults-8.0',
  kept: { before: vcenter(bIsDefault, { type: 'setDefault', ...providerA }, deleteB) },
  dropped: { before: vcenter(bIsDefault, deleteB) },
  faultsMax: 0,
  must: 'reachable',
  leavesOut: ['setDefault', 'setClusterDefault'],
} as const satisfies Partial<MachineQuestion>;

const restoredFrom = (backup: 'early' | 'late') =>
  vcenter({ type: 'vcenterNodeFails' }, { type: 'restoreVcenter', backup, hosts: 'connected' });

/** vCenter Server is lost and restored from a backup that holds the provider, or from one that is older. */
const restored = {
  on: 'machine',
  machine: 'vcenter',
  variant: 'restore-8.0',
  kept: { before: restoredFrom('late') },
  dropped: { before: restoredFrom('early') },
  faultsMax: 1,
  goal: 'machineStarts',
  must: 'reachable',
} as const satisfies Partial<MachineQuestion>;

export const providerPractices: readonly PracticeProof[] = [
  {
    id: 'S3',
    ofArticle: 3,
    title: 'Have a licence that includes VM encryption',
    sources: [
      'licence-vm-perpetual',
      'licence-vm-subscription',
      'licence-standard-subscription',
      'licence-provider-free',
      'licence-denies-new-only',
    ],
    protects: 'the right to encrypt, not what is encrypted',
    questions: [
      {
        ...licensed,
        asks: 'Can the disks of a machine be encrypted, with perpetual licences?',
        breaks:
          'vCenter refuses to encrypt the disks of a machine: the edition does not include VM encryption.',
        goal: encryptFully,
      },
      {
        ...licensed,
        asks: 'Can the disks of a machine be encrypted, with subscriptions?',
        breaks: 'vSphere Standard refuses to encrypt the disks of a machine; vSphere Foundation does it.',
        variant: 'licence-subscription',
        kept: { before: vcenter({ type: 'licenceChanges', licence: 'vvf' }) },
        dropped: { before: vcenter({ type: 'licenceChanges', licence: 'vvs' }) },
        goal: encryptFully,
      },
      {
        ...licensed,
        asks: 'Can a machine have a vTPM?',
        breaks: 'vCenter refuses to add a vTPM.',
        otherwise: {
          says: 'A vTPM and the Native Key Provider come with every edition.',
          source: 'licence-provider-free',
        },
        goal: addVtpm,
      },
      {
        ...licensed,
        asks: 'Does a machine that is encrypted already still start after the licence was downgraded?',
        breaks: 'The machine no longer starts.',
        otherwise: {
          says: 'A lesser licence denies new encryption only; what is encrypted stays so and starts.',
          source: 'licence-denies-new-only',
        },
        kept: { before: vcenter(encryptFully) },
        dropped: { before: vcenter(encryptFully, { type: 'licenceChanges', licence: 'standard' }) },
        faultsMax: 1,
        goal: 'machineStarts',
      },
    ],
  },
  {
    id: 'S10',
    title: 'Never create another provider under a name that was used before: import the old one',
    sources: ['bound-by-name', 'same-name-recreated', 'delete-is-not-blocked'],
    protects: 'machines and host keys from a provider with the right name and the wrong key',
    questions: [
      {
        on: 'machine',
        asks: 'A provider was deleted by mistake: do machines start again after one more fault?',
        breaks:
          'The new provider has the old name and another key; its backup replaces the old .p12, its key replaces the old one on the hosts, and after a reboot the machines stay locked for good.',
        machine: 'vcenter',
        variant: 'same-name-7.0U3',
        kept: {
          before: vcenter({ type: 'deleteProvider', ...providerA }, importA),
          never: ['recreateProvider'],
        },
        dropped: {
          before: [
            ...vcenter({ type: 'deleteProvider', ...providerA }, { type: 'recreateProvider', ...providerA }),
            ...backUpA,
          ],
        },
        faultsMax: 1,
        goal: 'machineStarts',
        must: 'reachable',
      },
    ],
  },
  {
    id: 'S13',
    title: 'Set another default provider before the old one is removed',
    sources: ['deleted-default-leaves-none', 'no-default-refuses'],
    protects: 'new encryption from being refused',
    questions: [
      {
        ...defaultGone,
        asks: 'Can a vTPM be added without naming a provider, as the client does it?',
        breaks: 'It is refused, for there is no default provider any more; vCenter does not pick another.',
        goal: addUnnamed,
      },
      {
        ...defaultGone,
        asks: 'Can a vTPM be added when the provider is named?',
        breaks: 'It is refused.',
        otherwise: {
          says: 'Only what names no provider needs a default; it can also be set later, and nothing that is encrypted is touched.',
          source: 'no-default-refuses',
        },
        goal: addVtpm,
      },
    ],
  },
  {
    id: 'S16',
    title:
      'Back vCenter Server up again after a provider was added, and import the .p12 before hosts are connected to a restored vCenter that lacks it',
    sources: ['restore-of-old-backup-prunes', 'remediation-replaces', 'backup-older-than-provider'],
    protects: 'the keys on healthy hosts from a vCenter that does not know them',
    questions: [
      {
        ...restored,
        asks: 'vCenter is restored from a backup older than the provider, its hosts connected at once: do machines start after one fault?',
        breaks:
          'Within minutes the restored vCenter takes the keys from healthy hosts; the next machine that goes off is locked.',
        kept: {
          before: vcenter(
            { type: 'vcenterNodeFails' },
            { type: 'restoreVcenter', backup: 'early', hosts: 'disconnected' },
            importA,
            { type: 'reconnectHost', host: 'esx-1' },
            { type: 'reconnectHost', host: 'esx-2' },
          ),
        },
        leavesOut: ['importProvider'],
      },
      {
        ...restored,
        asks: 'The newest backup of vCenter is older than the provider: do machines start after one fault, without the .p12?',
        breaks: 'The restored vCenter does not know the provider and takes its keys away, as above.',
        leavesOut: ['importProvider'],
      },
      {
        ...restored,
        asks: 'The same old backup, and the .p12 is imported afterwards: do machines start after one fault?',
        breaks: 'They stay locked.',
        otherwise: {
          says: 'An import of the .p12 brings provider and keys back, and the machines are unlocked.',
          source: 'enable-unlocks',
        },
        leavesOut: ['p12IsLost', 'passwordIsForgotten'],
      },
    ],
  },
];
