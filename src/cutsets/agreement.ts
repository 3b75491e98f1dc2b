/** Whether the structure function and the search with the real rules find the same minimal cut sets. */
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { searchedCutSets } from './antichain.ts';
import { type BasicEvent } from './basic-event.ts';
import { type LossKind, lossKinds } from './loss.ts';
import { isAbove, minimalOf } from './minimal.ts';
import { everySetOf } from './open-psa.ts';
import { sweep } from './orbits.ts';
import { type Problem, problemsOf } from './problem.ts';
import { cutSetOf } from './explained.ts';
import { chosenOf, roleOf } from './role.ts';

type Disagreement = {
  readonly kind: LossKind;
  readonly way: 'every set' | 'up to symmetry';
  /** Sets that only the structure function finds, and those that only the search finds. */
  readonly extra: readonly string[];
  readonly missing: readonly string[];
};

export type Agreement = {
  readonly events: number;
  /** How many minimal cut sets the search found. */
  readonly sets: number;
  readonly states: number;
  readonly disagreements: readonly Disagreement[];
};

export type AgreementOptions = {
  /** All kinds when left out. */
  readonly kinds?: readonly LossKind[];
  readonly nodesMax?: number;
};

/**
 * Compares the losses of one machine.
 *
 * @throws RangeError when the site is too large to be searched
 */
export function agreementOf(
  site: Site,
  reading: Reading,
  machine: string,
  orderMax: number,
  { kinds = lossKinds, nodesMax }: AgreementOptions = {},
): Agreement {
  const problems = problemsOf(site, reading, machine, kinds, orderMax) ?? [];
  const losses = kinds.map((kind) => ({ kind, machine }));
  const truth = searchedCutSets(site, reading, orderMax, losses, nodesMax);
  const disagreements = truth.losses.flatMap(({ loss, sets }) => {
    const problem = problems.find(({ kind }) => kind === loss.kind);
    if (problem === undefined) return [];
    const names = (masks: readonly number[]) => masks.map((mask) => nameOf(truth.events, mask));
    const flat = names(everySet(problem, truth.events, orderMax));
    const folded = upToSymmetry(problem, truth.events, orderMax);
    return [
      compared(loss.kind, 'every set', flat, names(sets)),
      compared(loss.kind, 'up to symmetry', folded, names(sets)),
    ].filter(({ extra, missing }) => extra.length + missing.length > 0);
  });
  return {
    events: truth.events.length,
    sets: truth.losses.reduce((sum, { sets }) => sum + sets.length, 0),
    states: truth.states,
    disagreements,
  };
}

/** The structure function asked about every set of at most `orderMax` events of the whole universe. */
function everySet(
  { facts, kind, loses }: Problem,
  events: readonly BasicEvent[],
  orderMax: number,
): readonly number[] {
  const found: number[] = [];
  const visit = (mask: number, from: number, left: number): void => {
    if (isAbove(found, mask)) return;
    const roles = events.flatMap((basic, bit) => ((mask >>> bit) & 1 ? [roleOf(facts, kind, basic)] : []));
    if (loses(chosenOf(facts, roles))) {
      found.push(mask);
      return;
    }
    for (let bit = from; left > 0 && bit < events.length; bit++) visit(mask | (1 << bit), bit + 1, left - 1);
  };
  visit(0, 0, orderMax);
  return minimalOf(found);
}

function upToSymmetry(problem: Problem, events: readonly BasicEvent[], orderMax: number): readonly string[] {
  const found: string[] = [];
  const order = new Map(events.map(({ id }, index) => [id, index]));
  for (let size = 0; size <= orderMax; size++) {
    for (const orbit of sweep(problem.universe, problem.loses, size).minimal) {
      for (const set of everySetOf(cutSetOf(problem, orbit))) {
        const sorted = set.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
        found.push(sorted.join(' + '));
      }
    }
  }
  return found;
}

function compared(
  kind: LossKind,
  way: Disagreement['way'],
  mine: readonly string[],
  truth: readonly string[],
): Disagreement {
  const twice = mine.filter((name, index) => mine.indexOf(name) !== index);
  return {
    kind,
    way,
    extra: [...mine.filter((name) => !truth.includes(name)), ...twice],
    missing: truth.filter((name) => !mine.includes(name)),
  };
}

function nameOf(events: readonly BasicEvent[], mask: number): string {
  return events.flatMap(({ id }, bit) => ((mask >>> bit) & 1 ? [id] : [])).join(' + ');
}
