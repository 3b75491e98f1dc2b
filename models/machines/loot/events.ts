/** The events of the loot machine, as docs/machines/loot.md has them, and its refusals. */
import type { Artefact, Copy, P12Password, Strength } from './artefacts.ts';

type Bare<Type extends string> = { readonly type: Type };

export type Practice =
  | (Bare<'exportProvider'> & { readonly password: P12Password })
  | Bare<'downloadBackup'>
  | (Bare<'backUpVcenter'> & { readonly password: Strength })
  | Bare<'imageVcenter'>
  | Bare<'importElsewhere'>
  | Bare<'replicate'>
  | (Bare<'backUpMachines'> & { readonly protection: 'clear' | 'encrypted' })
  | (Bare<'collectBundle'> & { readonly protection: 'hostKey' | 'weak' | 'strong' })
  | Bare<'vcenterDumps'>
  | (Bare<'destroyCopy'> & { readonly artefact: Copy })
  | Bare<'sealConfiguration'>
  | Bare<'enforceSecureBoot'>
  | Bare<'enablePersistence'>
  | Bare<'enableDare'>
  | Bare<'enableTransit'>
  | Bare<'rotateKdk'>
  | Bare<'deepRekey'>;

/** What a site does; a variant names those that exist in it. */
export type PracticeType = Practice['type'];

export type Event =
  | (Bare<'thiefTakes'> & { readonly artefact: Artefact })
  | Bare<'thiefDownloads'>
  | Bare<'linkExpires'>
  | Practice;

export const refusals = {
  alreadyEnforced: 'secure boot is enforced already',
  alreadySealed: 'the configuration is sealed to the TPM already',
  alreadyTaken: 'the thief has one just like it',
  copyIsSo: 'there is one just like it; make something different first',
  dareOn: 'encryption at rest is on already',
  dekLimit: 'there was a deep rekey already; this is a bound of the model',
  kdkLimit: 'the KDK was rotated already; this is a bound of the model',
  linkNotOpen: 'there is no open export link; start an export first',
  linkNotTaken: 'the thief does not have the export link',
  linkOpen: 'an export link is open; download it or let it expire first',
  noTpm: 'the host has no TPM',
  notSealed: 'the configuration is not sealed to the TPM; seal it first',
  notThere: 'there is no such thing to take or to destroy',
  p12Missing: 'there is no .p12 to import; export the key provider first',
  persistenceOn: 'key persistence is on already',
  transitIsAutomatic:
    'in the Express Storage Architecture encryption in transit comes with encryption at rest',
  transitOn: 'encryption in transit is on already',
} as const;

export type Refusal = keyof typeof refusals;

const named: Readonly<Record<Artefact, string>> = {
  vsanDevice: 'a vSAN device',
  bootDevice: 'the boot device of a host',
  wholeHost: 'a whole host with its TPM and its devices',
  recoveryKey: 'the recovery key of the host',
  p12: 'the .p12 file',
  p12Password: 'the password of the .p12 file',
  exportLink: 'the export link with its token',
  vcsaBackup: 'the file-based backup of vCenter Server',
  backupPassword: 'the password of the vCenter backup',
  vcsaImage: 'the image-level backup of vCenter Server',
  otherVcenter: 'an image of the other vCenter Server',
  replica: 'a replica of the machines',
  vadpMedia: 'the media of a VADP backup',
  mediaPassword: 'the password of the backup media',
  supportBundle: 'a vm-support bundle',
  bundlePassword: 'the password of the support bundles',
  vcenterDump: 'a core dump of vCenter Server',
  wireCapture: 'a recording of the vSAN traffic',
  administrator: 'the account of an administrator',
  kmsNetwork: 'a foothold in the network of the key server',
};

const sentences: { readonly [Type in Event['type']]: (event: Extract<Event, { type: Type }>) => string } = {
  thiefTakes: ({ artefact }) => `a thief takes ${named[artefact]}`,
  thiefDownloads: () => 'the thief downloads the .p12 with the stolen link',
  linkExpires: () => 'the export link expires',
  exportProvider: ({ password }) => `start a backup of the key provider, ${kept[password]}`,
  downloadBackup: () => 'download the backup of the key provider',
  backUpVcenter: ({ password }) =>
    `back up vCenter Server with ${password === 'none' ? 'no' : `a ${password}`} password`,
  imageVcenter: () => 'back up vCenter Server as an image',
  importElsewhere: () => 'import the .p12 at another vCenter Server',
  replicate: () => 'replicate the machines as they are',
  backUpMachines: ({ protection }) =>
    `back up the machines, with media ${protection === 'clear' ? 'in clear' : 'encrypted by the product'}`,
  collectBundle: ({ protection }) =>
    `collect a vm-support bundle, ${protection === 'hostKey' ? 'without a password' : `with a ${protection} password`}`,
  vcenterDumps: () => 'vCenter Server dumps core',
  destroyCopy: ({ artefact }) => `destroy ${named[artefact]}`,
  sealConfiguration: () => 'seal the configuration of the host to its TPM',
  enforceSecureBoot: () => 'require secure boot for the sealed configuration',
  enablePersistence: () => 'enable key persistence on the host',
  enableDare: () => 'enable vSAN data-at-rest encryption',
  enableTransit: () => 'enable vSAN data-in-transit encryption',
  rotateKdk: () => 'rotate the KDK: a new key provider, and a shallow rekey of everything',
  deepRekey: () => 'rekey everything deeply, and write new data',
};

const kept: Readonly<Record<P12Password, string>> = {
  none: 'without a password',
  beside: 'with a password in a file beside it',
  apart: 'with a password that is kept apart',
};

/** What happened, as one sentence without a full stop. */
export function describe(event: Event): string {
  // The mapped type pairs each type with its sentence; indexing by a union loses the pairing, not the fact.
  return (sentences[event.type] as (event: Event) => string)(event);
}
