/** One loss of one class of machines, with everything that the sweep over its orbits needs. */
import type { Reading } from '../../models/reading.ts';
import { bareMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import { type BasicEvent, faultsOf, lootsOf } from './basic-event.ts';
import { coneOf } from './cone.ts';
import { type Facts, factsOf } from './facts.ts';
import type { LossKind } from './loss.ts';
import { bitsOf, type Orbit, type Universe, universeOf } from './orbits.ts';
import { type Role, roleOf } from './role.ts';
import { type Structure, structureOf } from './structure.ts';
import { hostClasses } from './symmetry.ts';

/** One loss of one machine, for the real rules. */
export type Question = {
  readonly kind: LossKind;
  readonly machine: string;
  readonly cone: Site;
  /** The classes of hosts that are alike, by name. */
  readonly alike: readonly (readonly string[])[];
};

export type Problem = Question & {
  readonly facts: Facts;
  readonly events: readonly BasicEvent[];
  /** The part that each of the events plays. */
  readonly roles: readonly (Role | undefined)[];
  readonly universe: Universe;
  readonly loses: Structure;
};

/** What the losses of one machine share. `undefined` where the structure function does not apply. */
export function problemsOf(
  site: Site,
  reading: Reading,
  machine: string,
  kinds: readonly LossKind[],
  orderMax: number,
): readonly Problem[] | undefined {
  const cone = coneOf(site, machine);
  const facts = factsOf(cone, reading, machine);
  if (facts === undefined) return undefined;
  const faults = faultsOf(bareMachine(cone, reading.switches));
  const classes = hostClasses(site, machine);
  return kinds.map((kind) => {
    const events = kind === 'readable' ? [...faults, ...lootsOf(cone)] : faults;
    const universe = universeOf(facts, kind, events, classes, orderMax);
    const roles = events.map((basic) => roleOf(facts, kind, basic));
    return {
      kind,
      machine,
      cone,
      alike: classes,
      facts,
      events,
      roles,
      universe,
      loses: structureOf(facts, kind),
    };
  });
}

/** The basic events of one of the sets that an orbit stands for: the first hosts of each class. */
export function eventsIn({ events, roles, universe }: Problem, orbit: Orbit): readonly BasicEvent[] {
  const faults = new Map<number, number>();
  const taken = universe.classes.map(() => 0);
  for (const { class: index, faults: mask } of orbit.hosts) {
    const host = universe.classes[index]?.hosts[taken[index] ?? 0] ?? -1;
    taken[index] = (taken[index] ?? 0) + 1;
    faults.set(host, mask);
  }
  return events.filter((_, index) => {
    const role = roles[index];
    if (role?.kind === 'global') return orbit.globals.includes(role.event);
    return role?.kind === 'host' && ((faults.get(role.host) ?? 0) & role.bit) !== 0;
  });
}

/** The names of a host's faults, of a mask. */
export function faultNames(mask: number, names: Readonly<Record<string, number>>): readonly string[] {
  return [...bitsOf(mask)].flatMap((bit) =>
    Object.entries(names).flatMap(([name, value]) => (value === bit ? [name] : [])),
  );
}
