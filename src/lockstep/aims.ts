/** What the operator of a site is after, as aims of the search. */
import { type Goal, outsideHelp, readable, runs } from '../../models/promise.ts';
import type { Event } from '../../models/events.ts';
import type { SiteMachine } from '../../models/site-machine.ts';
import type { State } from '../../models/state.ts';
import type { Compiled } from '../explore/compile.ts';
import type { Aim } from '../explore/recovery.ts';

export type AimKind = 'starts' | 'runs' | 'readable';

/** Destructive moves that a recovery may use. Other spending moves only take something away. */
const destructiveTypes: ReadonlySet<Event['type']> = new Set([
  'deleteProvider',
  'abandonVcenter',
  'reinstallHost',
  'boardIsSwapped',
]);

export function isDestructive({ type }: Event): boolean {
  return destructiveTypes.has(type);
}

export function withoutOutsideHelp({ type }: Event): boolean {
  return !outsideHelp.has(type) && !destructiveTypes.has(type);
}

export function anyMove(): boolean {
  return true;
}

/** The three aims of one machine, in the order `starts`, `runs`, `readable`. */
export function aimsOf(
  compiled: Compiled<State, Event>,
  machine: Pick<SiteMachine, 'site'>,
  name: string,
): Readonly<Record<AimKind, Aim<Event>>> {
  const predicate = ({ reads, reached }: Goal) => compiled.predicate(reads, reached);
  const running = predicate(runs(name));
  return {
    starts: { reached: running, allowed: withoutOutsideHelp, daring: false },
    runs: { reached: running, allowed: anyMove, daring: true },
    readable: { reached: predicate(readable(machine.site, name)), allowed: anyMove, daring: true },
  };
}
