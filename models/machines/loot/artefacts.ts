/** What a site leaves about that a thief may take. */

/** Every artefact, in the order of docs/machines/loot.md. */
export const artefacts = [
  'vsanDevice',
  'bootDevice',
  'wholeHost',
  'recoveryKey',
  'p12',
  'p12Password',
  'exportLink',
  'vcsaBackup',
  'backupPassword',
  'vcsaImage',
  'otherVcenter',
  'replica',
  'vadpMedia',
  'mediaPassword',
  'supportBundle',
  'bundlePassword',
  'vcenterDump',
  'wireCapture',
  'administrator',
  'kmsNetwork',
] as const;
export type Artefact = (typeof artefacts)[number];

/** Those that an event makes, and that can be destroyed again. */
export type Copy =
  | 'p12'
  | 'vcsaBackup'
  | 'vcsaImage'
  | 'otherVcenter'
  | 'replica'
  | 'vadpMedia'
  | 'supportBundle'
  | 'vcenterDump';

export const copies: readonly Copy[] = [
  'p12',
  'vcsaBackup',
  'vcsaImage',
  'otherVcenter',
  'replica',
  'vadpMedia',
  'supportBundle',
  'vcenterDump',
];

export type P12Password = 'none' | 'beside' | 'apart';
export type Strength = 'none' | 'weak' | 'strong';
export type Binding = 'tpm' | 'file';

/** What an artefact holds and how it is protected, as of the time at which it was made or taken. */
export type Contents = {
  readonly vsanDevice: { readonly kdk: number; readonly dek: number; readonly dare: boolean };
  readonly bootDevice: { readonly kdk: number; readonly binding: Binding; readonly persistence: boolean };
  readonly wholeHost: {
    readonly kdk: number;
    readonly dek: number;
    readonly dare: boolean;
    readonly binding: Binding;
    readonly persistence: boolean;
    readonly secureBoot: boolean;
  };
  readonly p12: { readonly kdk: number; readonly password: P12Password };
  readonly vcsaBackup: { readonly kdk: number; readonly password: Strength };
  readonly vcsaImage: { readonly kdk: number };
  readonly otherVcenter: { readonly kdk: number };
  readonly replica: { readonly kdk: number; readonly dek: number };
  readonly vadpMedia: { readonly dek: number; readonly protection: 'clear' | 'encrypted' };
  readonly supportBundle: { readonly kdk: number; readonly protection: 'hostKey' | 'weak' | 'strong' };
  readonly vcenterDump: { readonly kdk: number };
  readonly wireCapture: { readonly kdk: number; readonly dek: number; readonly transit: boolean };
  readonly administrator: { readonly kdk: number; readonly dek: number };
  readonly recoveryKey: Nothing;
  readonly p12Password: Nothing;
  readonly exportLink: Nothing;
  readonly backupPassword: Nothing;
  readonly mediaPassword: Nothing;
  readonly bundlePassword: Nothing;
  readonly kmsNetwork: Nothing;
};
/** There is only one of these, and what it is says everything. */
type Nothing = Readonly<Record<never, never>>;
