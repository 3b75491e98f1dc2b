/** What the operator of a site is after, as aims of the search. */
import { type Goal, outsideHelp, readable, runs } from '../../models/promise.ts';
import type { Event } from '../../models/events.ts';
import { survives, survivesReads } from '../../models/copies.ts';
import type { Deployment } from '../../models/deployment.ts';
import type { SiteMachine } from '../../models/site-machine.ts';
import type { State } from '../../models/state.ts';
import type { OperatorMoves } from '../explore/arena.ts';
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

/**
 * The moves that recovering machines is made of. Setting up encryption is not, nor is a rekey of what its present key
 * must open already; a new backup is only where an imported provider must be backed up before it is used; starting
 * another machine never helps this one.
 *
 * @param names the machines that are recovered
 */
export function recoveryMoves({ switches }: Deployment, names: readonly string[]): OperatorMoves<Event> {
  return {
    destructive: ({ type }) => destructiveTypes.has(type),
    useful: (event) => {
      switch (event.type) {
        case 'encryptMachine':
        case 'enableVsanEncryption':
        case 'rekeyMachine':
        case 'rekeyVsan':
        case 'attachDisks':
          return false;
        case 'exportProvider':
        case 'downloadBackup':
          return !switches.importCountsAsBackup;
        case 'startMachine':
          return names.includes(event.machine);
        default:
          return true;
      }
    },
  };
}

function withoutOutsideHelp({ type }: Event): boolean {
  return !outsideHelp.has(type) && !destructiveTypes.has(type);
}

function anyMove(): boolean {
  return true;
}

/** The three aims of one machine, in the order `starts`, `runs`, `readable`. */
export function aimsOf(
  compiled: Compiled<State, Event>,
  machine: Pick<SiteMachine, 'site'>,
  name: string,
): Readonly<Record<AimKind, Aim<Event>>> {
  const predicate = ({ reads, reached }: Goal) => compiled.predicate(reads, reached);
  // With no copy of a key left that opens it, no move brings a machine back: docs/evidence.md, no-escrow.
  const hopeful = compiled.predicate(survivesReads(machine.site, name), (state) =>
    survives(machine.site, state, name),
  );
  const running = predicate(runs(name));
  return {
    starts: { reached: running, allowed: withoutOutsideHelp, daring: () => false },
    runs: { reached: running, allowed: anyMove, daring: hopeful },
    readable: { reached: predicate(readable(machine.site, name)), allowed: anyMove, daring: hopeful },
  };
}
