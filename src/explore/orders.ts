/** What the workers of a search are asked to do, and what they answer. */
import type { Plan } from './moves.ts';
import {
  type Asleep,
  absorb,
  expandRound,
  type Found,
  type Parcel,
  type Partition,
  partitionOf,
  type Place,
  type Round,
  type Setup,
  type Shared,
  type Told,
  tell,
} from './partition.ts';
import { forget, found, publish, rank } from './ranking.ts';

export type Order =
  | {
      readonly kind: 'seed';
      readonly setup: Setup;
      readonly plan: Plan;
      readonly shared: Shared;
      /** The level to expand first. */
      readonly asleep: Asleep;
      readonly count: number;
    }
  | {
      readonly kind: 'expand';
      /** Where the level to expand stands, before its first round. */
      readonly place: Place | undefined;
      readonly told: readonly Told[];
      readonly parcels: readonly Parcel[];
    }
  | {
      readonly kind: 'found';
      readonly parcels: readonly Parcel[];
      readonly parents: { readonly from: number; readonly count: number };
    }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'forget' }
  | { readonly kind: 'publish'; readonly into: Shared }
  | { readonly kind: 'stop' };

export type Reply =
  | { readonly kind: 'done' }
  | { readonly kind: 'full' }
  | Round
  | { readonly kind: 'found'; readonly found: Found }
  | {
      readonly kind: 'published';
      readonly taken: Float64Array;
      readonly states: number;
      readonly bytes: number;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** A partition to be, and how it carries out orders. */
export function servantOf(): (order: Order) => Reply {
  let partition: Partition | undefined;
  return (order) => {
    if (order.kind === 'stop') return { kind: 'done' };
    if (order.kind === 'seed') {
      partition = partitionOf(order.setup, order.plan, order.shared, order.asleep, order.count);
      return { kind: 'done' };
    }
    if (partition === undefined) throw new Error(`${order.kind} before seed`);
    return carryOut(partition, order);
  };
}

function carryOut(own: Partition, order: Exclude<Order, { kind: 'stop' | 'seed' }>): Reply {
  switch (order.kind) {
    case 'expand':
      if (order.place !== undefined) rank(own, order.place);
      tell(own, order.told);
      if (!order.parcels.every((parcel) => absorb(own, parcel))) return { kind: 'full' };
      return expandRound(own);
    case 'found':
      if (!order.parcels.every((parcel) => absorb(own, parcel))) return { kind: 'full' };
      return { kind: 'found', found: found(own, order.parents) };
    case 'place':
      rank(own, order.place);
      return { kind: 'done' };
    case 'forget':
      forget(own);
      return { kind: 'done' };
    case 'publish':
      return published(own, order.into);
  }
}

function published(own: Partition, into: Shared): Reply {
  publish(own, into);
  const { words, faults, parent, by, index } = own.nodes;
  const bytes = [words, faults, parent, by, index, own.ranks].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );
  return { kind: 'published', taken: own.taken, states: own.nodes.states, bytes };
}
