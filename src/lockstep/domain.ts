/** A domain machine beside its twin, driven by the same commands as a site is. */
import type { AnyDomainMachine, Setting } from '../../models/machines/domain-machine.ts';
import type { Tagged } from '../../models/kernel/machine.ts';
import type { Switches } from '../../models/reading.ts';
import type { Random } from '../random.ts';
import type { DomainTwin, DomainTwinMaker } from '../twin/machines/domain-twin.ts';
import { type Command, type LockstepOf, look, runCommand, send, startLockstep } from './run.ts';

export type DomainLockstep = LockstepOf<
  Setting<unknown>,
  Record<string, unknown>,
  Tagged,
  string,
  DomainTwin
>;

/** Which variant of a machine, under which reading's switches. */
export type DomainSetting = Setting<unknown> & { readonly variantName: string };

/** Every variant of a machine under these switches, in the machine's order. */
export function settingsOf(machine: AnyDomainMachine, switches: Switches): readonly DomainSetting[] {
  return Object.entries(machine.variants).map(([variantName, variant]) => ({
    variantName,
    variant,
    switches,
  }));
}

/** Puts a domain machine beside a fresh twin and compares them. */
export function domainLockstep(
  machine: AnyDomainMachine,
  maker: DomainTwinMaker,
  { variant, switches }: Setting<unknown>,
  random: Random,
  defect = 'none',
): DomainLockstep {
  const setting = { variant, switches };
  const twin = maker.create({ variant, switches, random, defect });
  const driven: DomainTwin = { ...twin, look: () => sorted(twin.look()) };
  return startLockstep(machine.machine(setting), driven, (state) => sorted(machine.observe(state, setting)));
}

/** Runs commands, then looks once more and tries every goal. @returns what went wrong in words, or nothing */
export function runDomain(
  machine: AnyDomainMachine,
  lockstep: DomainLockstep,
  commands: readonly Command[],
): string | undefined {
  for (const command of commands) runCommand(lockstep, command);
  look(lockstep, undefined);
  return problemOf(machine, lockstep);
}

/** Sends events as they are. @returns what went wrong in words, or nothing */
export function sendAll(
  machine: AnyDomainMachine,
  lockstep: DomainLockstep,
  events: readonly Tagged[],
): string | undefined {
  for (const event of events) if (lockstep.disagreement === undefined) send(lockstep, event);
  return problemOf(machine, lockstep);
}

/** What model and twin do not agree on, in words. */
function problemOf(machine: AnyDomainMachine, lockstep: DomainLockstep): string | undefined {
  const { disagreement, belief, twin } = lockstep;
  if (disagreement !== undefined) {
    const { after, event, expected, seen } = disagreement;
    return `after ${after} events, at ${JSON.stringify(event)}: expected ${expected}, saw ${seen}`;
  }
  const goals = machine.goals(lockstep.machine.site);
  const tried = twin.verify();
  const unknown = Object.keys(tried).filter((name) => !goals.some((goal) => goal.name === name));
  if (unknown.length > 0) return `the twin tried ${unknown.join()}, which is no goal of the model`;
  const claimed = belief.map((state) => goals.map(({ name, reached }) => [name, reached(state)] as const));
  if (claimed.some((goalsOf) => goalsOf.every(([name, reached]) => tried[name] === reached)))
    return undefined;
  const [first] = claimed;
  const wrong = (first ?? []).filter(([name, reached]) => tried[name] !== reached);
  return wrong
    .map(([name, reached]) => `${name}: expected ${reached}, the twin finds ${tried[name]}`)
    .join('; ');
}

/** The same JSON with its keys in one order: two authors need not agree on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
