/** What the other threads of a search are asked to do, and how they do it. */
import { countFound, numberFound } from './ranking.ts';
import { learn, type MoveTable, type Plan, plannedMoves, tablesOf } from './moves.ts';
import type { Nodes } from './nodes.ts';
import { expandShare } from './expansion.ts';
import { forgetShare, growShare, type Setup, type Share, shareOf } from './share.ts';
import { awake } from './sleep.ts';

/** The steps of a level. They need no message. */
export const steps = { obey: 0, expand: 1, count: 2, number: 3 } as const;
export type Step = (typeof steps)[keyof typeof steps];

/** What comes with a message, before or between levels. */
export type Order =
  | {
      readonly kind: 'seed';
      readonly own: number;
      readonly setup: Setup;
      readonly plan: Plan;
      readonly nodes: Nodes;
      readonly taken: Float64Array;
    }
  | { readonly kind: 'grow'; readonly nodes: Nodes; readonly borders: readonly number[] }
  | { readonly kind: 'tell'; readonly news: Int32Array }
  | { readonly kind: 'forget'; readonly level: number }
  | { readonly kind: 'list'; readonly into: Int32Array; readonly of: number }
  | { readonly kind: 'rest' }
  | { readonly kind: 'stop' };

export type Reply =
  | { readonly kind: 'asks'; readonly questions: Uint16Array }
  | { readonly kind: 'failed'; readonly message: string };

export type Servant = {
  readonly obey: (order: Order) => void;
  readonly step: (step: Step) => void;
  /** What its tables could not answer since it was last asked, one after the other: a table's number, and a tuple. */
  readonly questions: () => Uint16Array;
};

/** A share to be, and how it carries out orders. */
export function servantOf(): Servant {
  let share: Share | undefined;
  let numbers = new Map<MoveTable, number>();
  const [missed, questions]: [Set<string>, number[]] = [new Set(), []];
  const onMiss = (table: MoveTable, tuple: Uint16Array): number => {
    const number = numbers.get(table) as number;
    let key = String(number);
    for (const slot of table.slots) key += `,${tuple[slot]}`;
    if (!missed.has(key)) questions.push(number, ...tuple);
    missed.add(key);
    return 0;
  };
  const asked = { onMiss, asleepAfter: () => awake, proceed: () => true, canonical: undefined };
  const seeded = (): Share => {
    if (share === undefined) throw new Error('asked before it was seeded');
    return share;
  };
  return {
    obey: (order) => {
      if (order.kind === 'rest' || order.kind === 'stop') share = undefined;
      else if (order.kind === 'seed') {
        const { own, setup, plan, nodes, taken } = order;
        share = shareOf(own, setup, asked, { moves: plannedMoves(plan), nodes, taken });
        numbers = new Map(tablesOf(share.moves).map((table, number) => [table, number]));
      } else obey(seeded(), order);
    },
    step: (step) => takeStep(seeded(), step),
    questions: () => {
      missed.clear();
      return Uint16Array.from(questions.splice(0));
    },
  };
}

function obey(share: Share, order: Exclude<Order, { kind: 'seed' | 'rest' | 'stop' }>): void {
  switch (order.kind) {
    case 'grow':
      growShare(share, order.nodes, order.borders);
      return;
    case 'tell':
      learn(share.moves, order.news);
      return;
    case 'forget':
      forgetShare(share, order.level);
      return;
    case 'list':
      listWords(share.nodes, order.into, share.own, order.of);
      return;
  }
}

/** What every thread does in a step, the main one too. */
export function takeStep(share: Share, step: Step): void {
  if (step === steps.expand) expandShare(share);
  else if (step === steps.count) countFound(share);
  else if (step === steps.number) numberFound(share);
}

/** Writes packed states by number; of `of` threads that do so, the share of one. */
export function listWords({ words, slots, width }: Nodes, into: Int32Array, part: number, of: number): void {
  const count = into.length / width;
  const end = Math.floor((count / of) * (part + 1));
  for (let number = Math.floor((count / of) * part); number < end; number++) {
    const from = (slots[number] as number) * width;
    for (let word = 0; word < width; word++) into[number * width + word] = words[from + word] as number;
  }
}
