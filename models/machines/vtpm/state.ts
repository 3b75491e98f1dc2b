/** What one machine with a vTPM, its guest and its copies consist of: docs/machines/vtpm.md. */
import type { Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import type { Event, Group, Refusal } from './events.ts';

/** An endorsement key, by the order in which they were made; 0 for none. */
export type Ek = number;

export type GuestState = 'off' | 'empty' | 'runs' | 'asksRecovery' | 'refuses';

export type Provider = { readonly vcenter: boolean; readonly host: boolean; readonly copy: boolean };

export type Machine = {
  readonly present: boolean;
  readonly power: 'on' | 'off';
  readonly locked: boolean;
  readonly firmware: 'bios' | 'efi';
  readonly vtpm: boolean;
  /** The EK in its .nvram file. */
  readonly ek: Ek;
};

export type Guest = { readonly installed: boolean; readonly sealedTo: Ek; readonly state: GuestState };

export type Clone = {
  readonly made: 'none' | 'copy' | 'replace' | 'vmtx' | 'ovf';
  readonly ek: Ek;
  readonly sealedTo: Ek;
  readonly guest: GuestState;
};

export type Item = {
  readonly kind: 'none' | 'vmtx' | 'ovf';
  readonly ek: Ek;
  readonly sealedTo: Ek;
  readonly placeholder: boolean;
};

export type Backup = {
  readonly taken: boolean;
  readonly vtpm: boolean;
  readonly ek: Ek;
  readonly sealedTo: Ek;
};

export type State = {
  readonly host: 'on' | 'off';
  readonly provider: Provider;
  readonly machine: Machine;
  readonly guest: Guest;
  readonly password: 'kept' | 'lost';
  /** The EK in a renamed .nvram file. */
  readonly aside: Ek;
  readonly clone: Clone;
  readonly library: Item;
  readonly backup: Backup;
  readonly rescue: 'none' | 'attached' | 'opened';
  /** How many EKs were made. */
  readonly made: number;
};

export type Variant = {
  readonly release: '7.0' | '8.0';
  readonly provider: 'native' | 'manual';
  readonly seals: boolean;
  readonly needsTpm: boolean;
  readonly recoveryPassword: boolean;
  readonly starts: 'vtpm' | 'bios';
  readonly ekLimit: number;
  readonly asks: readonly Group[];
};

export type RuleOf<Type extends Event['type']> = Rule<
  Setting<Variant>,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

const common = {
  release: '8.0',
  provider: 'native',
  seals: true,
  needsTpm: false,
  recoveryPassword: true,
  starts: 'vtpm',
  ekLimit: 3,
} as const;

export const variants: Readonly<Record<string, Variant>> = {
  'plain-guest': {
    ...common,
    seals: false,
    recoveryPassword: false,
    asks: ['keys', 'nvram', 'rescue', 'library'],
  },
  'bitlocker-8.0': { ...common, asks: ['keys', 'clone', 'rescue', 'password'] },
  'bitlocker-7.0': {
    ...common,
    release: '7.0',
    recoveryPassword: false,
    asks: ['clone', 'nvram', 'backup', 'password', 'rescue'],
  },
  'windows-11': { ...common, needsTpm: true, starts: 'bios', asks: ['setup', 'library', 'password'] },
  'standalone-8.0': {
    ...common,
    provider: 'manual',
    needsTpm: true,
    asks: ['keys', 'backup', 'password'],
  },
};

export const noClone: Clone = { made: 'none', ek: 0, sealedTo: 0, guest: 'off' };
export const noItem: Item = { kind: 'none', ek: 0, sealedTo: 0, placeholder: false };

/** How the page says it is at first. */
export function initialOf({ starts, seals, provider, recoveryPassword }: Variant): State {
  const has = starts === 'vtpm';
  const ek = has ? 1 : 0;
  return {
    host: 'on',
    provider: { vcenter: provider === 'native', host: true, copy: true },
    machine: { present: true, power: 'off', locked: false, firmware: has ? 'efi' : 'bios', vtpm: has, ek },
    guest: { installed: has, sealedTo: has && seals ? 1 : 0, state: 'off' },
    password: recoveryPassword ? 'kept' : 'lost',
    aside: 0,
    clone: noClone,
    library: noItem,
    backup: { taken: false, vtpm: false, ek: 0, sealedTo: 0 },
    rescue: 'none',
    made: ek,
  };
}
