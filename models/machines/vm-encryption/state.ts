/** What one encrypted machine, its host and its providers consist of: docs/machines/vm-encryption.md. */
import type { Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import type { Event, Group, Refusal } from './events.ts';
import type { Provider } from './providers.ts';

/** A KEK by its key id: the n-th that was taken from a provider. */
export type Kek = `${Provider}#${number}`;

/** Generation 0 is plain, and then there is no KEK. */
export type Keys = { readonly dek: number; readonly kek: Kek | null };

export type Leftover = 'none' | 'ciphertext' | 'plain';

export type Disk = Keys & {
  readonly place: 'attached' | 'detached' | 'absent';
  /** What files lie beside it that a broken operation left. */
  readonly leftover: Leftover;
};

export const diskNames = ['disk1', 'disk2'] as const;
export type DiskName = (typeof diskNames)[number];
export type ObjectName = 'home' | DiskName;

export type Operation = 'encrypt' | 'decrypt' | 'deepRecrypt' | 'shallowRecrypt';

export type Task = {
  readonly operation: Operation | 'none';
  readonly kek: Kek | null;
  readonly dek: number;
  readonly step: 'ready' | 'copied' | 'switched';
  /** The disk that is copied or switched; none with step `ready`. */
  readonly disk: DiskName | null;
};

export type Machine = {
  readonly power: 'on' | 'off';
  readonly registered: boolean;
  readonly locked: boolean;
  readonly snapshots: 'none' | 'chain' | 'tree';
};

/** Where the KDK of a provider is. */
export type Kept = { readonly vcenter: boolean; readonly host: boolean; readonly p12: boolean };

export type State = {
  readonly host: 'on' | 'off';
  readonly machine: Machine;
  readonly home: Keys;
  readonly disk1: Disk;
  readonly disk2: Disk;
  readonly task: Task;
  readonly A: Kept;
  readonly B: Kept;
  readonly default: Provider | null;
  readonly datastore: 'room' | 'full';
  /** How many KEKs each provider gave, and how many generations there were. */
  readonly made: { readonly A: number; readonly B: number; readonly deks: number };
};

export type Variant = {
  readonly release: '7.0' | '8.0' | '8.0U3e';
  readonly starts: 'plain' | 'encrypted' | 'mixed';
  readonly tpm: boolean;
  readonly cbt: boolean;
  readonly ide: boolean;
  readonly kekLimit: { readonly A: number; readonly B: number };
  readonly dekLimit: number;
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
  tpm: true,
  cbt: false,
  ide: false,
  kekLimit: { A: 2, B: 1 },
  dekLimit: 2,
} as const;

export const variants: Readonly<Record<string, Variant>> = {
  'locked-8.0': {
    ...common,
    starts: 'mixed',
    tpm: false,
    kekLimit: { A: 1, B: 2 },
    asks: ['keys', 'disks'],
  },
  'encrypt-8.0': { ...common, starts: 'plain', asks: ['copying', 'snapshots'] },
  'deep-8.0': { ...common, starts: 'mixed', asks: ['copying', 'keys'] },
  'disks-8.0': { ...common, starts: 'encrypted', dekLimit: 1, asks: ['copying', 'disks'] },
  'shallow-8.0U3e': {
    ...common,
    release: '8.0U3e',
    starts: 'mixed',
    cbt: true,
    kekLimit: { A: 2, B: 2 },
    asks: ['rekey', 'snapshots', 'disks'],
  },
  'shallow-7.0': {
    ...common,
    release: '7.0',
    starts: 'encrypted',
    cbt: true,
    ide: true,
    asks: ['rekey', 'disks'],
  },
  'cbt-8.0': { ...common, starts: 'encrypted', cbt: true, dekLimit: 1, asks: ['rekey', 'keys'] },
};

export const noTask: Task = { operation: 'none', kek: null, dek: 0, step: 'ready', disk: null };

const everywhere: Kept = { vcenter: true, host: true, p12: true };

/** How the page says it is at first. */
export function initialOf({ starts }: Variant): State {
  const first: Keys = starts === 'plain' ? { dek: 0, kek: null } : { dek: 1, kek: 'A#1' };
  const second: Keys = starts === 'mixed' ? { dek: 1, kek: 'B#1' } : first;
  return {
    host: 'on',
    machine: { power: 'off', registered: true, locked: false, snapshots: 'none' },
    home: first,
    disk1: { ...first, place: 'attached', leftover: 'none' },
    disk2: { ...second, place: 'attached', leftover: 'none' },
    task: noTask,
    A: everywhere,
    B: everywhere,
    default: 'A',
    datastore: 'room',
    made: { A: starts === 'plain' ? 0 : 1, B: starts === 'mixed' ? 1 : 0, deks: starts === 'plain' ? 0 : 1 },
  };
}
