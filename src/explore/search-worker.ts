/** A thread with a partition. It waits for an order, answers it, and waits again. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import {
  absorb,
  expandRound,
  forget,
  type Found,
  found,
  type Parcel,
  type Partition,
  partitionOf,
  publish,
  rank,
  type Round,
  type Setup,
  type Shared,
  type Told,
  tell,
} from './partition.ts';
import type { Plan } from './moves.ts';

export type Order =
  | {
      readonly kind: 'seed';
      readonly setup: Setup;
      readonly plan: Plan;
      readonly shared: Shared;
      readonly start: number;
      readonly count: number;
    }
  | { readonly kind: 'expand'; readonly told: readonly Told[] }
  | { readonly kind: 'absorb'; readonly parcels: readonly Parcel[] }
  | { readonly kind: 'found'; readonly parents: { readonly from: number; readonly count: number } }
  | { readonly kind: 'rank'; readonly base: number; readonly levels: readonly Found[] }
  | { readonly kind: 'forget' }
  | { readonly kind: 'publish'; readonly into: Shared }
  | { readonly kind: 'stop' };

export type Reply =
  | { readonly kind: 'done'; readonly full: boolean; readonly states: number }
  | { readonly kind: 'round'; readonly round: Round }
  | { readonly kind: 'found'; readonly found: Found }
  | {
      readonly kind: 'published';
      readonly taken: Float64Array;
      readonly states: number;
      readonly bytes: number;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** What both sides wait on: how many orders were given, and how many were answered. */
export type Line = { readonly port: MessagePort; readonly signal: Int32Array };

let partition: Partition | undefined;

function carryOut(order: Order): Reply {
  if (order.kind === 'seed') {
    partition = partitionOf(order.setup, order.plan, order.shared, order.start, order.count);
    return { kind: 'done', full: false, states: partition.nodes.states };
  }
  if (partition === undefined) throw new Error(`${order.kind} before seed`);
  const done = (full: boolean): Reply => ({ kind: 'done', full, states: partition?.nodes.states ?? 0 });
  switch (order.kind) {
    case 'expand':
      tell(partition, order.told);
      return { kind: 'round', round: expandRound(partition) };
    case 'absorb': {
      const own = partition;
      return done(!order.parcels.every((parcel) => absorb(own, parcel)));
    }
    case 'found':
      return { kind: 'found', found: found(partition, order.parents) };
    case 'rank':
      rank(partition, order.base, order.levels);
      return done(false);
    case 'forget':
      forget(partition);
      return done(false);
    case 'publish':
      return published(partition, order.into);
    default:
      return done(false);
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

function serve({ port, signal }: Line): void {
  for (let seen = 0; ; seen++) {
    Atomics.wait(signal, 0, seen);
    const order = (receiveMessageOnPort(port) as { readonly message: Order } | undefined)?.message;
    let reply: Reply;
    try {
      reply = order === undefined ? { kind: 'failed', message: 'no order came' } : carryOut(order);
    } catch (error) {
      reply = { kind: 'failed', message: String(error) };
    }
    port.postMessage(reply);
    Atomics.add(signal, 1, 1);
    Atomics.notify(signal, 1);
    if (order?.kind === 'stop') return;
  }
}

serve(workerData as Line);
