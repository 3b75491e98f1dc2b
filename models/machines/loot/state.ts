/** What a site leaves about that a thief may take, and what a thief has taken. */
import type { Part, Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import {
  type Artefact,
  artefacts,
  type Binding,
  type Contents,
  type Copy,
  copies,
  type P12Password,
} from './artefacts.ts';
import type { Event, PracticeType, Refusal } from './events.ts';

export type Variant = {
  readonly architecture: 'osa' | 'esa';
  readonly tpm: boolean;
  readonly binding: Binding;
  readonly secureBoot: boolean;
  readonly dare: boolean;
  readonly transit: boolean;
  readonly vsanProvider: 'native' | 'standard';
  /** Whether a thief who boots a stolen host as it is gets at its memory. */
  readonly hostLogin: 'beaten' | 'holds';
  readonly artefacts: readonly Artefact[];
  readonly asks: readonly PracticeType[];
};

export type KeysSlice = { readonly kdk: number; readonly dek: number };
export type HostSlice = {
  readonly binding: Binding;
  readonly secureBoot: boolean;
  readonly persistence: boolean;
};
export type VsanSlice = { readonly dare: boolean; readonly transit: boolean };
export type LinkSlice =
  | { readonly state: 'none' | 'closed' }
  | { readonly state: 'open'; readonly kdk: number; readonly password: P12Password };

export type State = {
  readonly keys: KeysSlice;
  readonly host: HostSlice;
  readonly vsan: VsanSlice;
  readonly link: LinkSlice;
} & { readonly [Each in Copy as `copy/${Each}`]: Contents[Each] | null } & {
  /** What the thief has of it: different ones only, in the order of their text. */
  readonly [Each in Artefact as `loot/${Each}`]: readonly Contents[Each][];
};

export type SliceName = keyof State;
export type LootSetting = Setting<Variant>;
export type LootPart = Part<State, Refusal>;
export type RuleOf<Type extends Event['type']> = Rule<
  LootSetting,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

export const lootSlices: readonly SliceName[] = artefacts.map((each): SliceName => `loot/${each}`);

export function initialOf({ binding, secureBoot, dare, transit }: Variant): State {
  const kept = copies.map((copy) => [`copy/${copy}`, null] as const);
  const taken = artefacts.map((each) => [`loot/${each}`, []] as const);
  // The keys of these records are exactly the slices that the type names.
  return {
    keys: { kdk: 1, dek: 1 },
    host: { binding, secureBoot, persistence: false },
    vsan: { dare, transit },
    link: { state: 'none' },
    ...Object.fromEntries(kept),
    ...Object.fromEntries(taken),
  } as State;
}

/** The copy that the site has of an artefact, or `null`. */
export function copyOf<Each extends Copy>(state: State, copy: Each): Contents[Each] | null {
  return state[`copy/${copy}`] as Contents[Each] | null;
}

/** What the thief has of an artefact. */
export function lootOf<Each extends Artefact>(state: State, artefact: Each): readonly Contents[Each][] {
  return state[`loot/${artefact}`] as readonly Contents[Each][];
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A list with one more, in the order of their text. */
export function withOne<Each>(list: readonly Each[], one: Each): readonly Each[] {
  return [...list, one].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A refusal, when its condition is so. Chained with `??` in the order in which they are asked. */
export function when(condition: boolean, refusal: Refusal): Refusal | undefined {
  return condition ? refusal : undefined;
}
