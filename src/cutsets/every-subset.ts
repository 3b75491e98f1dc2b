/** A structure function asked about every set of events there is, by nothing cleverer than counting them. */
import { type BasicEvent } from './basic-event.ts';
import type { Problem } from './problem.ts';
import { roleOf } from './role.ts';
import type { Chosen, Global } from './chosen.ts';

export type EverySubset = {
  /** How many sets were asked about. */
  readonly subsets: number;
  /** The losing sets of which no part loses, of any size, in increasing order of their value. */
  readonly minimal: readonly number[];
  /** Sets that do not lose, although one with an event less does. */
  readonly mended: readonly number[];
};

/** @param events bit `n` of a set is event `n`; each one more doubles the work, and 24 take half a minute */
export function everySubset(problem: Problem, events: readonly BasicEvent[]): EverySubset {
  const subsets = 2 ** events.length;
  const lost = new Uint8Array(subsets);
  const chosen = chooserOf(problem, events);
  const minimal: number[] = [];
  const mended: number[] = [];
  for (let mask = 0; mask < subsets; mask++) {
    const loses = problem.loses(chosen(mask));
    if (loses) lost[mask] = 1;
    const wasLost = hasLosingPart(lost, mask);
    if (loses && !wasLost) minimal.push(mask);
    if (!loses && wasLost) mended.push(mask);
  }
  return { subsets, minimal, mended };
}

function hasLosingPart(lost: Uint8Array, mask: number): boolean {
  for (let rest = mask; rest !== 0; rest &= rest - 1) if (lost[mask & ~(rest & -rest)] === 1) return true;
  return false;
}

/** Sets of bits in the words of the structure function. What it gives is good until it is asked again. */
function chooserOf({ facts, kind }: Problem, events: readonly BasicEvent[]): (mask: number) => Chosen {
  const roles = events.map((basic) => roleOf(facts, kind, basic));
  const bitsOf = new Map<Global, number>();
  for (const [bit, role] of roles.entries()) {
    if (role?.kind === 'global') bitsOf.set(role.event, (bitsOf.get(role.event) ?? 0) | (1 << bit));
  }
  const groups = facts.hosts.map((_, host) => ({ host, faults: 0, times: 1 }));
  const ofHosts = roles.flatMap((role, bit) => {
    const group = role?.kind === 'host' ? groups[role.host] : undefined;
    return role?.kind === 'host' && group !== undefined ? [{ group, fault: role.bit, bit: 1 << bit }] : [];
  });
  let present = 0;
  const has = (event: Global): boolean => (present & (bitsOf.get(event) ?? 0)) !== 0;
  return (mask) => {
    present = mask;
    for (const group of groups) group.faults = 0;
    for (const { group, fault, bit } of ofHosts) if ((mask & bit) !== 0) group.faults |= fault;
    return { has, groups };
  };
}
