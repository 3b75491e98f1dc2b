/** What a thief has, and the closure of it under deductions: all that follows, until nothing new does. */
import type { FactId } from '../../evidence.ts';
import { type Artefact, artefacts, type Binding, type Contents } from './artefacts.ts';
import { type LootSetting, lootOf, type State } from './state.ts';

/** A thing that a thief has: an artefact, or what was got out of one. */
export type Thing =
  | { readonly [Each in Artefact]: { readonly is: Each } & Contents[Each] }[Artefact]
  | { readonly is: 'files'; readonly kdk: number; readonly dek: number }
  | {
      readonly is: 'configuration';
      readonly kdk: number;
      readonly persistence: boolean;
      readonly empty: boolean;
    }
  | { readonly is: 'configurationKey'; readonly binding: Binding }
  | { readonly is: 'kdk'; readonly kdk: number }
  | { readonly is: 'vsanDek' | 'machineDeks'; readonly dek: number }
  | { readonly is: 'openedBundle'; readonly kdk: number }
  | { readonly is: 'kmsKey' | 'kmsCredentials' }
  | { readonly is: 'full' | 'vtpmHome'; readonly dek: number }
  | { readonly is: 'vtpmDisk' | 'plain' | 'hostDump' };

type Of<Is extends Thing['is']> = Extract<Thing, { readonly is: Is }>;

/** What a thief has so far. */
export type Held = {
  readonly all: <Is extends Thing['is']>(is: Is) => readonly Of<Is>[];
  readonly has: (thing: Thing) => boolean;
};

export type Deduction = {
  readonly name: string;
  readonly sources: readonly FactId[];
  readonly follows: (held: Held, setting: LootSetting) => readonly Thing[];
};

/** The artefacts of a loot, as things. */
export function thingsIn(state: State): readonly Thing[] {
  return artefacts.flatMap((artefact) =>
    lootOf(state, artefact).map((contents) => ({ is: artefact, ...contents }) as Thing),
  );
}

/** All that follows from some things, these included. */
export function closureOf(things: readonly Thing[], setting: LootSetting, table: readonly Deduction[]): Held {
  let held = heldOf(things);
  for (;;) {
    const before = held;
    const found = table
      .flatMap(({ follows }) => follows(before, setting))
      .filter((thing) => !before.has(thing));
    if (found.length === 0) return held;
    held = heldOf([...before.things, ...found]);
  }
}

function heldOf(things: readonly Thing[]): Held & { readonly things: readonly Thing[] } {
  const byText = new Map(things.map((thing) => [textOf(thing), thing]));
  const distinct = [...byText.values()];
  return {
    things: distinct,
    all: <Is extends Thing['is']>(is: Is) => distinct.filter((thing): thing is Of<Is> => thing.is === is),
    has: (thing) => byText.has(textOf(thing)),
  };
}

/** The same text for the same thing, whatever the order of its keys. */
function textOf(thing: Thing): string {
  return JSON.stringify(Object.entries(thing).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
