/**
 * All minimal cut sets of a site under a reading, in increasing order: what has to go wrong together for a
 * class of machines to be unrecoverable, unavailable, or read by a thief.
 */
import type { Reading } from '../../models/reading.ts';
import { bareMachine } from '../../models/site-machine.ts';
import { named, type Site } from '../../models/site.ts';
import { searchedCutSets } from './antichain.ts';
import { type BasicEvent, faultsOf, labelOf, lootsOf } from './basic-event.ts';
import { coneOf } from './cone.ts';
import { describeLoss, type LossKind, lossKinds } from './loss.ts';
import { monotonicityOf } from './monotonicity.ts';
import { expandedCount, type Orbit, orbitCounts, sweep } from './orbits.ts';
import { bareSet, cutSetOf, explained, type ExplainOptions } from './explained.ts';
import { eventsIn, type Problem, problemsOf, type Question } from './problem.ts';
import type { CutSetResult, EventLine, LossResult, OrderFigures } from './result.ts';
import { restsOnIn } from './rests-on.ts';
import { machineClasses } from './symmetry.ts';

export type CutSetOptions = ExplainOptions & {
  readonly orderMax: number;
  /** All kinds when left out. */
  readonly losses?: readonly LossKind[];
  /** Ends the work early; what was found so far is returned, and says how far it is complete. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CutSetProgress) => void;
  /** How many nodes a search may take where the structure function does not apply; the default of the search when left out. */
  readonly searchNodesMax?: number;
};

export type CutSetProgress = {
  readonly order: number;
  readonly kind: LossKind;
  readonly machine: string;
  readonly oracleCalls: number;
};

/** A loss under way. */
type Work = {
  readonly kind: LossKind;
  readonly machines: readonly string[];
  readonly problem: Problem | undefined;
  readonly orders: OrderFigures[];
  readonly orbits: Orbit[];
  completeTo: number;
  /** What the search found, where there is no problem for the structure function. */
  searched: readonly (readonly BasicEvent[])[] | undefined;
  searchedEvents: number;
};

export async function cutSetsOf(site: Site, reading: Reading, options: CutSetOptions): Promise<CutSetResult> {
  const kinds = options.losses ?? lossKinds;
  const works = machineClasses(site).flatMap((machines) => worksOf(site, reading, machines, kinds, options));
  const statements: string[] = [];
  for (let order = 0; order <= options.orderMax; order++) {
    for (const work of works) {
      // The caller's signal and its terminal get their turn.
      await new Promise((resolve) => setImmediate(resolve));
      if (isAborted(options.signal) || work.completeTo !== order - 1) continue;
      if (work.problem === undefined) searchOne(site, reading, work, order, options.searchNodesMax);
      else sweepOne(work, work.problem, order, options);
    }
    statements.push(statementOf(works, order));
  }
  const restsOn = restsOnIn(site, reading);
  const events = [...faultsOf(bareMachine(site, reading.switches)), ...lootsOf(site)];
  return {
    schema: 'breakglass/cut-sets/1',
    site: site.name,
    reading: reading.name,
    orderMax: options.orderMax,
    completeTo: Math.min(options.orderMax, ...works.map(({ completeTo }) => completeTo)),
    events: events.map(lineOf),
    losses: works.map((work) => ({
      ...lossResult(site, reading, work, options),
      restsOn: restsOn({ kind: work.kind, machine: work.machines[0] ?? '' }),
    })),
    monotonicity: monotonicityOf(
      works.flatMap(({ problem, orbits }) => (problem === undefined ? [] : [{ problem, orbits }])),
    ),
    statements,
  };
}

function worksOf(
  site: Site,
  reading: Reading,
  machines: readonly string[],
  kinds: readonly LossKind[],
  { orderMax }: CutSetOptions,
): readonly Work[] {
  const [first = ''] = machines;
  const problems = problemsOf(site, reading, first, kinds, orderMax);
  return kinds.map((kind, index) => ({
    kind,
    machines,
    problem: problems?.[index],
    orders: [],
    orbits: [],
    completeTo: -1,
    searched: undefined,
    searchedEvents: 0,
  }));
}

function sweepOne(work: Work, problem: Problem, order: number, { signal, onProgress }: CutSetOptions): void {
  const { universe, loses, kind, machine } = problem;
  const found = sweep(universe, loses, order, () => isAborted(signal));
  if (!found.complete) return;
  const counts = orbitCounts(universe, order)[order];
  const { minimal, examined, asked } = found;
  work.orders.push({
    order,
    minimal: minimal.length,
    minimalExpanded: minimal.reduce((sum, orbit) => sum + expandedCount(universe, orbit), 0),
    orbits: counts?.orbits ?? 0,
    sets: counts?.sets ?? 0,
    examined,
    oracleCalls: asked,
  });
  work.orbits.push(...minimal);
  work.completeTo = order;
  onProgress?.({ order, kind, machine, oracleCalls: asked });
}

/** What the structure function does not know is searched, order by order, as far as it is small enough for that. */
function searchOne(site: Site, reading: Reading, work: Work, order: number, nodesMax?: number): void {
  const [machine = ''] = work.machines;
  const asked = [{ kind: work.kind, machine }];
  try {
    const { events, losses } = searchedCutSets(coneOf(site, machine), reading, order, asked, nodesMax);
    work.searched = (losses[0]?.sets ?? []).map((mask) =>
      events.filter((_, bit) => ((mask >>> bit) & 1) === 1),
    );
    work.searchedEvents = events.length;
    work.completeTo = order;
  } catch (error) {
    // Too large to be searched: nothing more is known, and the result says so.
    if (!(error instanceof RangeError)) throw error;
  }
}

function lossResult(
  site: Site,
  reading: Reading,
  work: Work,
  options: CutSetOptions,
): Omit<LossResult, 'restsOn'> {
  const { kind, machines, problem, orders, orbits, completeTo, searched } = work;
  const [machine = ''] = machines;
  const found =
    problem === undefined
      ? (searched ?? []).map((set) => ({ set, bare: bareSet(set) }))
      : orbits.map((orbit) => ({ set: eventsIn(problem, orbit), bare: cutSetOf(problem, orbit) }));
  const question = problem ?? questionOf(site, kind, machine);
  const sets = explained(site, reading, question, found, options);
  return {
    kind,
    machines,
    count: machines.reduce((sum, name) => sum + named(site.machines, name).count, 0),
    claim: describeLoss({ kind, machine }),
    method: problem !== undefined ? 'structure' : searched === undefined ? 'none' : 'search',
    events: problem?.universe.events ?? work.searchedEvents,
    completeTo,
    orders,
    sets,
  };
}

/** For the real rules where no symmetry is known: every host stands for itself. */
function questionOf(site: Site, kind: LossKind, machine: string): Question {
  const cone = coneOf(site, machine);
  return { kind, machine, cone, alike: cone.hosts.map(({ name }) => [name]) };
}

function statementOf(works: readonly Work[], order: number): string {
  const done = works.filter(({ completeTo }) => completeTo >= order);
  const figures = done.flatMap(({ orders }) => orders.filter((entry) => entry.order === order));
  const sum = (of: (entry: OrderFigures) => number): number =>
    figures.reduce((total, entry) => total + of(entry), 0);
  const found = `${sum(({ minimal }) => minimal)} minimal cut sets up to symmetry (${sum(({ minimalExpanded }) => minimalExpanded)} one by one)`;
  const looked =
    `${sum(({ examined }) => examined)} orbits examined of ${sum(({ orbits }) => orbits)}, the others lie above smaller ones; ` +
    `${sum(({ oracleCalls }) => oracleCalls)} oracle calls`;
  const how =
    done.length === works.length ? 'complete' : `complete for ${done.length} of ${works.length} losses`;
  return `order ${order}: ${how}; ${found}; ${looked}`;
}

function lineOf(basic: BasicEvent): EventLine {
  return { id: basic.id, label: labelOf(basic) };
}

/** Asked anew each time: a signal changes while a function waits. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
