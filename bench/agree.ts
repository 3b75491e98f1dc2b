/**
 * Random small sites, each under both readings. Their minimal cut sets, with and without symmetry, against the
 * search with the real rules, against every set of events there is, and against a plain search for single sets;
 * doom steps against the plainest solver; runbooks against what the disaster took, and performed on a twin.
 *
 *     node bench/agree.ts SITES SEED FROM TO    of so many sites, those from FROM to before TO
 *
 * Prints what disagrees, and at the end what was compared, as JSON.
 */
import fc from 'fast-check';
import { type Reading, readings } from '../models/reading.ts';
import { bareMachine } from '../models/site-machine.ts';
import type { Site } from '../models/site.ts';
import { type Agreement, agreementOf } from '../src/cutsets/agreement.ts';
import { searchedCutSets } from '../src/cutsets/antichain.ts';
import { type BasicEvent, faultsOf, lootsOf } from '../src/cutsets/basic-event.ts';
import { everySubset } from '../src/cutsets/every-subset.ts';
import { type LossKind, lossKinds } from '../src/cutsets/loss.ts';
import { loses, subjectOf } from '../src/cutsets/oracle.ts';
import { type Problem, problemsOf } from '../src/cutsets/problem.ts';
import { drawnSites, siteOf } from '../src/cutsets/random-site.ts';
import { chosenOf, roleOf } from '../src/cutsets/role.ts';
import { numbersOf } from './arguments.ts';
import { doomOf, runbooksOf } from './random-sites.ts';

const order = 4;
const eventsMax = 24;
const eventsMaxSeveralHosts = 20;
/** So many events have all their sets asked about at every site; more, up to `eventsMax`, at one site in `fullEvery`. */
const subsetsOfMost = 17;
const fullEvery = 100;
const nodesMax = 800_000;
/** Every so many sites, the search goes on to all orders; it is given up at so many nodes. */
const allOrdersEvery = 4;
const nodesMaxAllOrders = 60_000;
const statesMaxPlain = 60_000;
/** Of the disasters of a site, one in so many is tried: another one for each site. */
const disasterEvery = 4;

export const figures = {
  sites: 0,
  comparisons: 0,
  leftToSearch: 0,
  oneOrderLess: 0,
  tooLarge: 0,
  basicEventsMost: 0,
  cutSets: 0,
  allOrders: 0,
  cutSetsAllOrders: 0,
  losses: 0,
  subsets: 0,
  plainSearches: 0,
  plainTooLarge: 0,
  dooms: 0,
  runbooks: 0,
  disagreements: 0,
};

/** Sites of at most `eventsMax` faults; where what a thief may take makes it more, that is not asked about. */
export function smallSites(count: number, seed: number): readonly Site[] {
  const drawn = (hostsMin: number, hostsMax: number, faultsMax: number): fc.Arbitrary<Site> =>
    drawnSites(hostsMax, hostsMin)
      .map(siteOf)
      .filter((site) => faultsAt(site).length <= faultsMax);
  // With three hosts, some are alike. Each host more makes many more states.
  const sites = fc.oneof(
    { weight: 10, arbitrary: drawn(1, 1, eventsMax) },
    { weight: 7, arbitrary: drawn(2, 2, eventsMaxSeveralHosts) },
    { weight: 1, arbitrary: drawn(2, 2, eventsMax) },
    { weight: 2, arbitrary: drawn(3, 3, eventsMaxSeveralHosts) },
  );
  return fc.sample(sites, { numRuns: count, seed });
}

function faultsAt(site: Site): readonly BasicEvent[] {
  return faultsOf(bareMachine(site, (readings[0] as Reading).switches));
}

function kindsAt(site: Site): readonly LossKind[] {
  const withLoots = faultsAt(site).length + lootsOf(site).length;
  return withLoots > eventsMax ? lossKinds.filter((kind) => kind !== 'readable') : lossKinds;
}

/** Everything about one site under one reading; what disagrees, in words. */
export function compareSite(site: Site, reading: Reading, index: number): readonly string[] {
  const kinds = kindsAt(site);
  const problems = problemsOf(site, reading, 'vm', kinds, order);
  if (problems === undefined) {
    figures.leftToSearch++;
    return [];
  }
  const agreement = agreed(site, reading, kinds);
  if (agreement === undefined) {
    figures.tooLarge++;
    return [];
  }
  figures.comparisons++;
  figures.cutSets += agreement.sets;
  figures.basicEventsMost = Math.max(figures.basicEventsMost, agreement.events);
  const doom = doomOf(site, reading, 1, order);
  figures.dooms += doom.asked;
  const runbooks = runbooksOf(site, reading, index, disasterEvery);
  figures.runbooks += runbooks.asked;
  return [
    ...agreement.disagreements.map((found) => JSON.stringify(found)),
    ...doom.wrong.map((found) => `doom: ${found}`),
    ...runbooks.wrong.map((found) => `runbook: ${found}`),
    ...problems.flatMap((problem) => [
      ...allSubsets(site, reading, problem, index),
      ...singleSets(site, reading, problem, index),
    ]),
  ];
}

/** Where all sets up to `order` take too many nodes, those of one event less are compared. */
function agreed(site: Site, reading: Reading, kinds: readonly LossKind[]): Agreement | undefined {
  for (const orderMax of [order, order - 1]) {
    try {
      const agreement = agreementOf(site, reading, 'vm', orderMax, { kinds, nodesMax });
      if (orderMax < order) figures.oneOrderLess++;
      return agreement;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}

/** Every set of events: that more of them never mend anything, and that the minimal ones are those of the search. */
function allSubsets(site: Site, reading: Reading, problem: Problem, index: number): readonly string[] {
  const faults = faultsOf(subjectOf(site, reading).machine);
  const events = problem.kind === 'readable' ? [...faults, ...lootsOf(site)] : faults;
  if (events.length > subsetsOfMost && index % fullEvery !== 0) return [];
  const { subsets, minimal, mended } = everySubset(problem, events);
  figures.losses++;
  figures.subsets += subsets;
  const wrong = mended.map((mask) => `${problem.kind}: not monotone at ${mask}`);
  if (index % allOrdersEvery !== 0) return wrong;
  try {
    const asked = [{ kind: problem.kind, machine: 'vm' }];
    const truth = searchedCutSets(site, reading, events.length, asked, nodesMaxAllOrders).losses[0]?.sets;
    figures.allOrders++;
    figures.cutSetsAllOrders += minimal.length;
    const same = JSON.stringify(truth?.toSorted(ascending)) === JSON.stringify(minimal);
    return same
      ? wrong
      : [...wrong, `${problem.kind}: of all orders ${minimal.join()}, searched ${truth?.join()}`];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return wrong;
  }
}

/** A set by chance, each event as likely as not to be left out again, by a search for nothing but that set. */
function singleSets(site: Site, reading: Reading, problem: Problem, index: number): readonly string[] {
  const subject = subjectOf(site, reading);
  const events = [...faultsOf(subject.machine), ...(problem.kind === 'readable' ? lootsOf(site) : [])];
  const size = fc.integer({ min: 1, max: Math.min(order, events.length) });
  const some = size.chain((most) => fc.shuffledSubarray([...events], { minLength: most, maxLength: most }));
  const [set = []] = fc.sample(some, { numRuns: 1, seed: index });
  const roles = set.map((basic) => roleOf(problem.facts, problem.kind, basic));
  const structure = problem.loses(chosenOf(problem.facts, roles));
  try {
    const truth = loses(subject, { kind: problem.kind, machine: 'vm' }, set, statesMaxPlain);
    figures.plainSearches++;
    if (truth === structure) return [];
    return [
      `${problem.kind}: ${set.map(({ id }) => id).join(' + ')} loses: ${truth}, structure: ${structure}`,
    ];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    figures.plainTooLarge++;
    return [];
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}

function compareAll(count: number, seed: number, from: number, to: number): void {
  const start = process.cpuUsage();
  for (const [index, site] of smallSites(count, seed).entries()) {
    if (index < from || index >= to) continue;
    figures.sites++;
    for (const reading of readings) {
      for (const found of compareSite(site, reading, index)) {
        figures.disagreements++;
        process.stdout.write(`${index} ${reading.name} ${found}\n`);
      }
    }
  }
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(`${JSON.stringify({ from, to, ...figures, cpuSeconds: (user + system) / 1e6 })}\n`);
}

if (import.meta.main) {
  const [count = 0, seed = 0, from = 0, to = 0] = numbersOf('node bench/agree.ts', [
    { name: 'SITES', otherwise: 20, least: 1 },
    { name: 'SEED', otherwise: 1, least: 0 },
    { name: 'FROM', otherwise: 0, least: 0 },
    { name: 'TO', otherwise: 1000, least: 0 },
  ]);
  compareAll(count, seed, from, to);
  process.exitCode = figures.disagreements > 0 ? 1 : 0;
}
