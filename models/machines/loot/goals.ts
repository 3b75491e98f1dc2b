/** What is to stay secret: goals that say what a thief with the loot cannot read. */
import type { DomainGoal } from '../domain-machine.ts';
import { closureOf, type Held, type Thing, thingsIn } from './closure.ts';
import { deductions } from './deductions.ts';
import { type LootSetting, lootSlices, type State } from './state.ts';

type Secret = { readonly name: string; readonly what: string; readonly thing: Thing };

const secrets: readonly Secret[] = [
  { name: 'full1Secret', what: 'the fully encrypted machine', thing: { is: 'full', dek: 1 } },
  {
    name: 'full2Secret',
    what: 'what the fully encrypted machine has written since a deep rekey',
    thing: { is: 'full', dek: 2 },
  },
  { name: 'vtpmHome1Secret', what: 'the contents of the vTPM', thing: { is: 'vtpmHome', dek: 1 } },
  {
    name: 'vtpmHome2Secret',
    what: 'the contents of the vTPM since a deep rekey',
    thing: { is: 'vtpmHome', dek: 2 },
  },
  { name: 'vtpmDiskSecret', what: 'the disks of the machine with only a vTPM', thing: { is: 'vtpmDisk' } },
  { name: 'plainSecret', what: 'the machine that is not encrypted', thing: { is: 'plain' } },
  { name: 'hostDumpSecret', what: 'the core dump of the host', thing: { is: 'hostDump' } },
  { name: 'kdk1Secret', what: 'the first KDK', thing: { is: 'kdk', kdk: 1 } },
  { name: 'kdk2Secret', what: 'the KDK after the rotation', thing: { is: 'kdk', kdk: 2 } },
];

/** What a thief has who has the loot of a state; remembered, since many states have the same loot. */
export function closures(setting: LootSetting): (state: State) => Held {
  const known = new Map<string, Held>();
  return (state) => {
    const things = thingsIn(state);
    const text = JSON.stringify(things);
    const held = known.get(text) ?? closureOf(things, setting, deductions);
    known.set(text, held);
    return held;
  };
}

export function goals(setting: LootSetting): readonly DomainGoal<State>[] {
  const heldIn = closures(setting);
  return secrets.map(({ name, what, thing }) => ({
    name,
    claim: `A thief with this loot does not get ${what}.`,
    reads: lootSlices,
    reached: (state) => !heldIn(state).has(thing),
  }));
}
