/** The fields that say more of a site than its machine looks at: what lets its systems be asked. */
import * as z from 'zod';
import { type Licence, licences } from '../../models/licences.ts';
import type {
  DatastoreSaid,
  GuestSaid,
  HostSaid,
  KeyServerSaid,
  MachineBackupSaid,
  MachineSaid,
  ProviderSaid,
  RecoverySiteSaid,
  SiteSaid,
  VcenterBackupSaid,
  VcenterSaid,
} from '../../models/systems/said.ts';
import { type Release, releases } from '../../models/versions.ts';
import { expected, flag, listOf, mapping, oneOf, type Shape, simpleName } from './fields.ts';

/** YAML reads 8.0 as the number 8, so numbers are taken for what they look like. */
const releaseWords: readonly (readonly [string | number, Release])[] = releases.flatMap((release) => {
  const number = Number(release);
  const words: (readonly [string | number, Release])[] = [[release, release]];
  return Number.isNaN(number) ? words : [...words, [number, release], [String(number), release]];
});

/** A release of vSphere, as the vendor writes it without a blank. */
function release(description: string): z.ZodType<Release> {
  const words = [...new Set(releaseWords.map(([word]) => word))];
  return z
    .literal(words, { error: expected(`one of ${releases.join(', ')}`) })
    .transform((word): Release => releaseWords.find(([known]) => known === word)?.[1] ?? '8.0')
    .meta({ description });
}

function names(what: string, description: string): z.ZodType<readonly string[]> {
  return listOf(what, simpleName('A name'), [0, 8], description);
}

export const vcenterSaid: Shape<VcenterSaid> = {
  release: release('The release of vCenter Server, and of ESXi where hosts say nothing else').optional(),
  highAvailability: flag('Whether it is protected by vCenter HA').optional(),
  linkedMode: flag('Whether another vCenter Server is in Enhanced Linked Mode with it').optional(),
};

export const hostSaid: Shape<HostSaid> = {
  release: release('The release of ESXi; left out: that of vCenter Server').optional(),
  secureBoot: oneOf(
    ['off', 'on', 'required'],
    'Secure boot when the configuration was sealed: off, on, or enforced by the administrator',
  ).optional(),
  execInstalledOnly: flag('Whether execInstalledOnly is enforced with the sealed configuration').optional(),
  quickBoot: flag('Whether hosts are restarted by Quick Boot').optional(),
  hostEncryption: oneOf(
    ['onDemand', 'forceEnable'],
    'The mode of the cluster in which hosts enter encryption mode',
  ).optional(),
  bundlePassword: flag('Whether support bundles are collected with a password').optional(),
  bundlePasswordAt: names(
    'places',
    'The places where that password is kept, which no product stores; none: nobody wrote it down',
  ).optional(),
};

export const providerSaid: Shape<ProviderSaid> = {
  createdOn: oneOf(
    ['vcenter', 'host'],
    'Where a native provider was created; host: by the vSAN bootstrap, before there was a vCenter Server',
  ).optional(),
  wrappingKey: flag('Whether a standard provider was added with a wrapping key').optional(),
  baseImages: listOf(
    'releases',
    release('A release'),
    [1, 8],
    'The ESXi releases whose base images the Trust Authority has imported; of a trusted provider',
  ).optional(),
};

export const keyServerSaid: Shape<KeyServerSaid> = {
  rootKey: flag('Whether an HSM wraps its keys under a root key').optional(),
};

export const vcenterBackupSaid: Shape<VcenterBackupSaid> = {
  level: oneOf(
    ['file', 'image'],
    'File-based, as vCenter Server makes it by schedule, or an image',
  ).optional(),
  keyProviders: names(
    'key providers',
    'The key providers that it holds; left out: all. One that was created later is not in it',
  ).optional(),
};

export const datastoreSaid: Shape<DatastoreSaid> = {
  architecture: oneOf(
    ['osa', 'esa'],
    'The Original or the Express Storage Architecture; of vSAN only',
  ).optional(),
  encryptionInTransit: flag('vSAN data-in-transit encryption; of vSAN only').optional(),
  erasedBeforeUse: flag(
    'Encryption was enabled on data that were there: whether "erase disks before use" was chosen; of vSAN only',
  ).optional(),
};

const guest: z.ZodType<GuestSaid> = mapping<GuestSaid>(
  'a guest such as { sealed: true, recoveryPasswordAt: [vault] }',
  {
    sealed: flag('Whether it seals the key of its volume to the vTPM, as BitLocker does').default(false),
    requiresTpm: flag('Whether it runs with a TPM only, as Windows 11 does').default(false),
    recoveryPasswordAt: names(
      'places',
      'The places where the recovery password of the volume is kept; none: nobody wrote it down',
    ).default([]),
  },
  'The guest of a machine with a vTPM',
);

const machineBackup: z.ZodType<MachineBackupSaid> = mapping<MachineBackupSaid>(
  'a backup such as { transport: nbdssl, home: true, mediaEncrypted: true }',
  {
    transport: oneOf(['nbdssl', 'hotAdd', 'san'], 'How the backup product reads the disks').default('nbdssl'),
    home: flag('Whether it has the VM home: the encrypted bundle and .nvram').default(false),
    mediaEncrypted: flag('Whether the backup product encrypts its media').default(false),
  },
  'The backup of these machines by the storage APIs (VADP)',
);

export const machineSaid: Shape<MachineSaid> = {
  guest: guest.optional(),
  cloneOf: simpleName('The class of machines that these were cloned from').optional(),
  linkedClone: flag('Whether they are linked clones; with cloneOf').optional(),
  clonePolicy: oneOf(
    ['copy', 'replace'],
    'What a clone gets: a copy of the vTPM, or a new one; with vtpm',
  ).optional(),
  template: flag('Whether they are templates').optional(),
  firstClassDisks: flag('Whether there are First Class Disks under the same key provider').optional(),
  snapshots: oneOf(['none', 'chain', 'tree'], 'Snapshots, one after the other or with branches').optional(),
  storageSnapshots: flag('Whether the array keeps snapshots of their files').optional(),
  backup: machineBackup.optional(),
  replicated: flag('Whether the array replicates their files to the recovery site').optional(),
  changedBlockTracking: flag('Whether changed block tracking is on').optional(),
  ideController: flag('Whether they have an IDE controller').optional(),
  dataDiskProvider: simpleName(
    'The key provider of their data disks, where it is another than that of the VM home',
  ).optional(),
};

const recoverySite: z.ZodType<RecoverySiteSaid> = mapping<RecoverySiteSaid>(
  'a recovery site such as { importedProviders: [nkp] }',
  {
    importedProviders: names('key providers', 'Key providers that were imported there').default([]),
    createdProviders: names(
      'key providers',
      'Key providers that were created there anew, under the same name',
    ).default([]),
  },
  'The other site that machines are replicated to',
);

// The keys of the table of licences.
const licenceWords = Object.keys(licences) as Licence[];

export const siteSaid: Shape<SiteSaid> = {
  licence: oneOf(licenceWords, 'The edition that the cluster is licensed for').optional(),
  defaultProvider: simpleName('The default key provider of vCenter Server').optional(),
  clusterDefaultProvider: simpleName('The default key provider of the cluster').optional(),
  recoverySite: recoverySite.optional(),
};
