/** The step from one level of a search to the next, by all threads together. */
import { cell, lineOf, ownCell, sumOf } from './control.ts';
import { type Explorer, relayout, resolved } from './explorer.ts';
import { type MoveTable, note, tablesOf } from './moves.ts';
import { type Step, steps, takeStep } from './orders.ts';
import { makePlaces, makeSlots } from './growth.ts';
import { numberInOrder, sumUp } from './ranking.ts';
import { forgetShare } from './share.ts';
import { lookUp } from './table.ts';
import { type Hand, orderAll, stepAll } from './team.ts';

/**
 * Finds the level after the one from `start` to the last node. When there is no room for all of it, nothing of
 * it is kept: what remains is every node up to a depth, whatever made it stop.
 */
export function advance(explorer: Explorer, start: number): boolean {
  for (;;) {
    const found = expand(explorer, start);
    if (found === 'whole') {
      number(explorer, start);
      return true;
    }
    forget(explorer);
    if (found === 'bound') return false;
    relayout(explorer);
  }
}

/** Expands every node of the level, and answers whether the next one is complete. */
function expand(explorer: Explorer, start: number): 'whole' | 'bound' | 'relayout' {
  const { compiled, statesMax, epoch, share, count: end } = explorer;
  const { control } = share.setup;
  const hands = handsFor(explorer, end - start);
  if (!makePlaces(explorer, end - start)) return 'bound';
  begin(explorer, start, hands.length + 1);
  do {
    if (!makeSlots(explorer)) return 'bound';
    tellNews(explorer, hands);
    const questions = stepAll(hands, steps.expand, () => takeStep(explorer.share, steps.expand));
    for (const asked of questions) answer(explorer, asked);
    if (compiled.interner.isFull()) return 'bound';
    if (compiled.interner.epoch() !== epoch) return 'relayout';
    const states = explorer.states + sumOf(control, ownCell.states);
    if (Atomics.load(control, cell.stop) !== 0 || states > statesMax) return 'bound';
  } while ((control[cell.cursor] as number) < end || sumOf(control, ownCell.left) > 0);
  return 'whole';
}

/** The other threads, where a level is worth telling them of it. */
function handsFor({ hands, aloneLevelNodes }: Explorer, nodes: number): readonly Hand[] {
  return nodes < aloneLevelNodes ? [] : hands;
}

/** At most so many nodes are taken at a time; fewer where threads would come away with none. */
const chunkNodes = 64;
const chunksPerThread = 8;

function begin({ share, count: end }: Explorer, start: number, threads: number): void {
  const { control } = share.setup;
  control[cell.level] = (control[cell.level] as number) + 1;
  control[cell.start] = start;
  control[cell.end] = end;
  control[cell.settled] = control[cell.tail] as number;
  control[cell.threads] = threads;
  control[cell.chunk] = Math.min(chunkNodes, Math.ceil((end - start) / (threads * chunksPerThread)));
  Atomics.store(control, cell.cursor, start);
  Atomics.store(control, cell.stop, 0);
  for (let at = lineOf(0); at < control.length; at += lineOf(1) - lineOf(0)) {
    control[at + ownCell.states] = 0;
    control[at + ownCell.left] = 0;
  }
  if (threads > 1) share.nodes.places.fill(0, 0, end - start);
}

function tellNews({ news }: Explorer, hands: readonly Hand[]): void {
  if (hands.length === 0 || news.length === 0) return;
  const told = Int32Array.from(news);
  orderAll(hands, () => ({ kind: 'tell', news: told }));
  news.length = 0;
}

/** So many questions may run rules before somebody who wants to end the search is heard: some tenths of a second. */
const lookEveryQuestions = 512;

/** Runs the rules for what the tables of other threads could not answer. */
function answer(explorer: Explorer, questions: Uint16Array): void {
  const { news, compiled } = explorer;
  const { moves } = explorer.share;
  const tables = tablesOf(moves);
  const length = 1 + compiled.slots.length;
  for (let at = 0; at < questions.length; at += length) {
    if (at % (lookEveryQuestions * length) === 0 && !explorer.look()) {
      Atomics.store(explorer.share.setup.control, cell.stop, 1);
      return;
    }
    const table = questions[at] as number;
    const tuple = questions.subarray(at + 1, at + length);
    const asked = tables[table] as MoveTable;
    // Two threads may have asked the same, or this one has met it too.
    const list = lookUp(asked, tuple) || resolved(explorer, asked, tuple);
    if (list === undefined) return;
    note(moves, { table, tuple }, list, news);
  }
}

/** Gives the nodes that were found their numbers. */
function number(explorer: Explorer, start: number): void {
  const { share, count: end } = explorer;
  const { control } = share.setup;
  const hands = handsFor(explorer, end - start);
  const all = (step: Step): void => void stepAll(hands, step, () => takeStep(share, step));
  if (hands.length === 0) explorer.count = numberInOrder(share, end);
  else {
    all(steps.count);
    const count = sumUp(share.nodes.places, end - start, end);
    all(steps.number);
    // Not before all are done: nodes without a number are none.
    explorer.count = count;
  }
  explorer.states += sumOf(control, ownCell.states);
  // Alone, it has taken the last slots, and gives back those that it does not need.
  if (share.slotsEnd === control[cell.tail]) control[cell.tail] = share.slot;
}

function forget({ share, hands }: Explorer): void {
  const level = share.setup.control[cell.level] as number;
  forgetShare(share, level);
  orderAll(hands, () => ({ kind: 'forget', level }));
}
