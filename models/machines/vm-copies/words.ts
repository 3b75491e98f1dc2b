/** What the words of docs/machines/vm-copies.md mean in a state. */
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import type { Provider, SiteName } from './providers.ts';
import type { Keys, Kdk, State, Thief, Variant } from './state.ts';

/** Why keys of a site do not open an object. */
export function unopened(
  site: Readonly<Record<Provider, Kdk>>,
  { wrap }: Pick<Keys, 'wrap'>,
): 'keyMissing' | 'keyDiffers' | undefined {
  if (wrap === null || site[wrap] === 'own') return undefined;
  return site[wrap] === 'none' ? 'keyMissing' : 'keyDiffers';
}

/** Why the site where the machine is does not open it. */
export function machineUnopened({ machine, main, dr }: State): 'keyMissing' | 'keyDiffers' | undefined {
  return unopened(machine.at === 'dr' ? dr : main, machine);
}

/** Why the machine can't be worked on at main. */
export function notHere({ machine }: Pick<State, 'machine'>): Refusal | undefined {
  return when(machine.at === 'nowhere', 'noMachine') ?? when(machine.at === 'dr', 'machineAway');
}

/** Whether the KDK that everything was encrypted with is left anywhere. */
export function ownExists({ main, dr, p12 }: State, wrap: Provider | null): boolean {
  return wrap === null || main[wrap] === 'own' || dr[wrap] === 'own' || p12[wrap];
}

export function sitesOf({ asks }: Variant): readonly SiteName[] {
  return asks.includes('dr') ? ['main', 'dr'] : ['main'];
}

/** Every object that exists. */
export function objectsOf(state: State): readonly Keys[] {
  const { machine, clone, template, disk, storageSnapshot, replica } = state;
  return [
    ...(machine.at === 'nowhere' ? [] : [machine]),
    ...(clone.kind === 'none' ? [] : [clone]),
    ...(template.form === 'absent' ? [] : [template]),
    ...[disk, storageSnapshot, replica].filter(({ there }) => there),
  ];
}

/** A copy in the thief's set. */
function pairOf({ dek, wrap }: Keys): string {
  return `${dek}/${wrap ?? 'plain'}`;
}

/** The set with one more copy, in a fixed order. */
export function withPair(copies: readonly string[], keys: Keys): readonly string[] {
  return [...new Set([...copies, pairOf(keys)])].toSorted();
}

function wrapOf(pair: string): 'A' | 'B' | 'plain' {
  const wrap = pair.split('/')[1];
  return wrap === 'A' || wrap === 'B' ? wrap : 'plain';
}

export function dekOf(pair: string): number {
  return Number(pair.split('/')[0]);
}

/** Whether the thief opens the wrapped key of a copy with a KDK that he knows. */
export function unwraps(thief: Thief, pair: string): boolean {
  const wrap = wrapOf(pair);
  return wrap !== 'plain' && thief[wrap];
}

/** The generations that the thief can read, from whichever copy he has them. */
export function deksOf(thief: Thief): readonly number[] {
  return thief.copies.filter((pair) => unwraps(thief, pair)).map(dekOf);
}

/** Whether the thief reads a copy of his set. */
export function readsCopy(thief: Thief, pair: string): boolean {
  return wrapOf(pair) === 'plain' || deksOf(thief).includes(dekOf(pair));
}
