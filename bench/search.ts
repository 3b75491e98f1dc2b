/**
 * How fast a search is, beside SPIN in the same run; and what a second worker gains, beside what it gains two plain
 * loops: one with random looks and writes alone, and one that also writes to fresh memory and by compare-and-exchange,
 * as often as a search. `node bench/search.ts` prints the rows.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Machine, Tagged } from '../models/kernel/machine.ts';
import { type Reading, readings } from '../models/reading.ts';
import { steadyMachine } from '../models/site-machine.ts';
import { compile } from '../src/explore/compile.ts';
import { search } from '../src/explore/search.ts';
import { parseSite } from '../src/site/read-site.ts';
import { numbersOf } from './arguments.ts';
import { composedMachine } from './composed-machine.ts';
import { referenceMachine } from './reference-machine.ts';
import { type BenchRow, type Round, rowOf, textOf } from './row.ts';
import { type SpinRun, type Verifier, verifierOf } from './spin.ts';

const rounds = 3;
const statesMax = 1e8;
/** The whole reference machine. */
const generations = 6;
const expected = { states: 3_443_160, transitions: 29_124_168 };

/** All rows. Takes about three minutes; without SPIN, those beside it are left out. */
export async function rows(): Promise<BenchRow[]> {
  using verifier = verifierOf({ file: 'reference.pml', defines: [], before: { states: 3, transitions: 4 } });
  const beside = verifier === undefined ? [] : besideSpin(verifier);
  const composed = readings.flatMap(composedRow);
  return [...beside, ...composed, ...(await secondWorker()), ...readings.map(({ name }) => articleRow(name))];
}

type Run = {
  readonly states: number;
  readonly transitions: number;
  readonly bytes: number;
  readonly seconds: number;
};

/** One search, by the processor time of this whole process, its compiler and collector included. */
function measured<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  faultsMax: number,
  workers: number = 1,
): Run {
  const before = process.cpuUsage();
  const { states, transitions, bytes, complete } = search(compile(machine), {
    faultsMax,
    statesMax,
    workers,
  });
  const { user, system } = process.cpuUsage(before);
  if (!complete) throw new Error('the search was not complete');
  return { states: states.size(), transitions, bytes, seconds: (user + system) / 1e6 };
}

function besideSpin(verifier: Verifier): BenchRow[] {
  const runs = Array.from({ length: rounds }, () => ({
    theirs: verifier.run(),
    ours: measured(referenceMachine(generations), 0),
  }));
  for (const run of runs.flatMap(({ ours, theirs }) => [ours, theirs])) requireCounts(run);
  const against = "SPIN's pan, -O3, exhaustive";
  const row = (name: string, unit: string, of: (run: Run | SpinRun) => number): BenchRow =>
    rowOf(
      name,
      against,
      unit,
      runs.map(({ ours, theirs }): Round => ({ ours: of(ours), theirs: of(theirs) })),
    );
  return [
    row('reference machine, one worker', 'M states/s', ({ states, seconds }) => states / seconds / 1e6),
    row('reference machine, memory', 'bytes a state', ({ bytes, states }) => bytes / states),
  ];
}

function requireCounts({ states, transitions }: Run | SpinRun): void {
  if (states !== expected.states || transitions !== expected.transitions) {
    throw new Error(`the reference machine has ${states} states and ${transitions} transitions`);
  }
}

/**
 * A slice of the real domain, written by hand for SPIN and searched on the real rules.
 *
 * @throws when the two do not have the same states and transitions
 */
function composedRow({ name, switches }: Reading): BenchRow[] {
  const retains = switches.noTpmRetention === 'persists' ? 1 : 0;
  const before = { states: 0, transitions: 1 };
  using verifier = verifierOf({ file: 'composed.pml', defines: [`RETAINS=${retains}`], before });
  if (verifier === undefined) return [];
  const theirs = verifier.run();
  const ours = measured(composedMachine(name), 0);
  if (ours.states !== theirs.states || ours.transitions !== theirs.transitions) {
    throw new Error(
      `composed, reading ${name}: ${ours.states} states and ${ours.transitions} transitions, by hand ${theirs.states} and ${theirs.transitions}`,
    );
  }
  const round = { ours: ours.states, theirs: theirs.states };
  return [rowOf(`composed slice, reading ${name}`, 'a model by hand, SPIN', 'states', [round])];
}

/** Searches before the first that counts: by then, every thread has compiled what it runs. */
const warmingUp = 3;
/** More than of the others: what else the machine does shows in the wall clock. */
const gainRounds = 7;

/**
 * By the wall clock, since the question is what a second thread gains, and with threads that run already, on both
 * sides.
 */
async function secondWorker(): Promise<BenchRow[]> {
  const shared = new SharedArrayBuffer(1 << 26);
  const threads = [0, 1].map(
    () => new Worker(new URL('search-worker.ts', import.meta.url), { workerData: { shared } }),
  );
  const loopGain = async (finds: boolean): Promise<number> =>
    (await looped(threads.slice(0, 1), finds)) / (await looped(threads, finds));
  for (const finds of [false, true]) await loopGain(finds);
  for (let round = 0; round < warmingUp; round++) {
    searched(1);
    searched(2);
  }
  const [plain, finding]: [Round[], Round[]] = [[], []];
  for (let round = 0; round < gainRounds; round++) {
    const [bare, whole] = [await loopGain(false), await loopGain(true)];
    const ours = searched(1) / searched(2);
    plain.push({ theirs: bare, ours });
    finding.push({ theirs: whole, ours });
  }
  await Promise.all(threads.map((worker) => worker.terminate()));
  return [
    rowOf('gain of a second worker', 'a plain loop that looks and writes', 'times', plain),
    rowOf('gain of a second worker', 'the same loop, finds to fresh memory and exchanged', 'times', finding),
  ];
}

/** About as long as a search, by one thread. */
const looks = 2 * expected.transitions;

/** How long a plain loop takes, in ms, its fresh memory included. */
async function looped(threads: readonly Worker[], finds: boolean): Promise<number> {
  const before = performance.now();
  const fresh = finds ? new SharedArrayBuffer(looks) : undefined;
  const answers = threads.map((worker) => once(worker, 'message'));
  for (const [index, worker] of threads.entries()) {
    worker.postMessage({ looks: looks / threads.length, seed: index + 1, fresh });
  }
  await Promise.all(answers);
  return performance.now() - before;
}

/** How long a search takes, in ms. */
function searched(workers: number): number {
  const before = performance.now();
  requireCounts(measured(referenceMachine(generations), 0, workers));
  return performance.now() - before;
}

/** The site of the article with three faults, on the real rules. */
function articleRow(name: string): BenchRow {
  const read = parseSite(
    readFileSync(new URL('../examples/article.yaml', import.meta.url), 'utf8'),
    'article.yaml',
  );
  const reading = readings.find((entry) => entry.name === name);
  if (!read.ok || reading === undefined) throw new Error('the site of the article cannot be read');
  const { transitions, seconds } = measured(steadyMachine(read.value.site, reading.switches).machine, 3);
  const ours = transitions / seconds / 1e6;
  return rowOf(`article, three faults, reading ${name}`, 'the bar', 'M transitions/s', [{ ours, theirs: 1 }]);
}

if (import.meta.main) {
  numbersOf('node bench/search.ts', []);
  for (const row of await rows()) process.stdout.write(textOf(row));
}
