/** Whether adding an event to a cut set ever makes it none. The structure of the question says it cannot. */
import { describeLoss } from './loss.ts';
import { chosenIn, type HostClass, type Orbit } from './orbits.ts';
import { eventsIn, type Problem } from './problem.ts';
import type { CutSetResult, MonotonicityFinding } from './result.ts';

type Found = { readonly problem: Problem; readonly orbits: readonly Orbit[] };

/** Every minimal cut set with every single event added to it, up to symmetry. */
export function monotonicityOf(all: readonly Found[]): CutSetResult['monotonicity'] {
  const violations: MonotonicityFinding[] = [];
  let tested = 0;
  for (const { problem, orbits } of all) {
    for (const orbit of orbits) {
      for (const larger of largerOf(problem, orbit)) {
        tested++;
        if (problem.loses(chosenIn(problem.universe, larger))) continue;
        const before = eventsIn(problem, orbit).map(({ id }) => id);
        const added = eventsIn(problem, larger).find(({ id }) => !before.includes(id));
        const { kind, machine } = problem;
        violations.push({ kind, machine, events: before, added: added?.id ?? '' });
      }
    }
  }
  return { tested, violations };
}

/** The finding as a sentence. */
export function describeViolation({ kind, machine, events, added }: MonotonicityFinding): string {
  return `${describeLoss({ kind, machine })} after ${events.join(' + ')}, and no more with ${added}: a defect of the models`;
}

/** The orbits with one event more. */
function largerOf({ universe: { globals, classes } }: Problem, orbit: Orbit): readonly Orbit[] {
  const withGlobal = globals
    .filter((event) => !orbit.globals.includes(event))
    .map((event) => ({ ...orbit, globals: [...orbit.globals, event] }));
  const withFault = classes.flatMap((entry, index) => {
    const used = orbit.hosts.filter((host) => host.class === index).length;
    const fresh =
      used < entry.hosts.length
        ? bitsIn(entry).map((bit) => ({
            ...orbit,
            hosts: [...orbit.hosts, { class: index, faults: bit }],
          }))
        : [];
    const more = orbit.hosts.flatMap((host, at) =>
      host.class !== index
        ? []
        : bitsIn(entry)
            .filter((bit) => (host.faults & bit) === 0)
            .map((bit) => ({
              ...orbit,
              hosts: orbit.hosts.with(at, { class: index, faults: host.faults | bit }),
            })),
    );
    return [...fresh, ...more];
  });
  return [...withGlobal, ...withFault];
}

function bitsIn({ faults }: HostClass): readonly number[] {
  return faults.filter((mask) => (mask & (mask - 1)) === 0);
}
