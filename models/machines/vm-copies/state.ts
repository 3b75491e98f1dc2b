/** What one encrypted machine and its copies consist of: docs/machines/vm-copies.md. */
import type { Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import type { Event, Group, Refusal } from './events.ts';
import type { Provider, SiteName } from './providers.ts';

/** What a site has under the name of a provider. */
export type Kdk = 'none' | 'own' | 'other';

/** Generation 0 is plain, and then nothing wraps it. */
export type Keys = { readonly dek: number; readonly wrap: Provider | null };

export type Machine = Keys & {
  readonly at: SiteName | 'nowhere';
  readonly power: 'on' | 'off';
  readonly snapshot: boolean;
};

export type Clone = Keys & { readonly kind: 'none' | 'full' | 'linked' };
export type Template = Keys & { readonly form: 'absent' | 'template' | 'machine' };
export type Copy = Keys & { readonly there: boolean };

export type Backup = Keys & { readonly taken: boolean; readonly home: boolean };
export type Restored = {
  readonly there: boolean;
  readonly wrap: Provider | null;
  readonly vtpm: boolean;
};

export type Thief = {
  /** The machine's files as they were when he copied them: generation and wrapping, in order. */
  readonly copies: readonly string[];
  readonly A: boolean;
  readonly B: boolean;
  readonly media: boolean;
};

export type State = {
  readonly main: Readonly<Record<Provider, Kdk>> & { readonly lost: boolean };
  readonly dr: Readonly<Record<Provider, Kdk>>;
  readonly p12: Readonly<Record<Provider, boolean>>;
  readonly machine: Machine;
  readonly clone: Clone;
  readonly template: Template;
  readonly disk: Copy;
  readonly storageSnapshot: Copy;
  readonly replica: Copy;
  readonly migration: 'none' | '0' | '50' | '100' | 'failed';
  readonly proxy: 'plain' | 'encrypted';
  readonly backup: Backup;
  readonly restored: Restored;
  readonly exported: boolean;
  readonly thief: Thief;
  /** How many generations of the machine were made. */
  readonly made: number;
};

export type Variant = {
  readonly release: '8.0';
  readonly dekLimit: number;
  readonly productEncrypts: boolean;
  readonly asks: readonly Group[];
};

export type RuleOf<Type extends Event['type']> = Rule<
  Setting<Variant>,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

const common = { release: '8.0', dekLimit: 1, productEncrypts: false } as const;

export const variants: Readonly<Record<string, Variant>> = {
  'clones-8.0': { ...common, dekLimit: 2, asks: ['clone', 'shallow', 'deep', 'decrypt'] },
  'retirement-8.0': { ...common, asks: ['shallow', 'clone', 'template', 'disk', 'storage', 'keys'] },
  'thief-8.0': { ...common, dekLimit: 2, asks: ['shallow', 'deep', 'storage', 'theft'] },
  'recovery-site-8.0': { ...common, asks: ['replica', 'keys', 'dr', 'migrate'] },
  'site-lost-8.0': { ...common, asks: ['replica', 'keys', 'dr', 'storage', 'theft'] },
  'backup-8.0': { ...common, asks: ['backup', 'decrypt', 'keys', 'theft'] },
  'backup-encrypted-8.0': { ...common, productEncrypts: true, asks: ['backup', 'theft'] },
};

const plain: Keys = { dek: 0, wrap: null };

export const noClone: Clone = { ...plain, kind: 'none' };
export const noTemplate: Template = { ...plain, form: 'absent' };
export const noCopy: Copy = { ...plain, there: false };
const noBackup: Backup = { ...plain, taken: false, home: false };
export const noRestored: Restored = { there: false, wrap: null, vtpm: false };

/** What the generation of the unchanged first-class disk is called. */
const diskDek = 9;

/** How the page says it is at first. */
export function initialOf({ asks }: Variant): State {
  return {
    main: { A: 'own', B: 'own', lost: false },
    dr: { A: 'none', B: 'none' },
    p12: { A: true, B: true },
    machine: { dek: 1, wrap: 'A', at: 'main', power: 'off', snapshot: false },
    clone: noClone,
    template: asks.includes('template') ? { dek: 1, wrap: 'A', form: 'template' } : noTemplate,
    disk: asks.includes('disk') ? { dek: diskDek, wrap: 'A', there: true } : noCopy,
    storageSnapshot: noCopy,
    replica: noCopy,
    migration: 'none',
    proxy: 'plain',
    backup: noBackup,
    restored: noRestored,
    exported: false,
    thief: { copies: [], A: false, B: false, media: false },
    made: 1,
  };
}
