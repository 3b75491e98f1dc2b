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
  type Place,
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

/** What both sides wait on: how many orders were given, and how many were answered. */
export type Line = { readonly port: MessagePort; readonly signal: Int32Array };

let partition: Partition | undefined;

function carryOut(order: Order): Reply {
  if (order.kind === 'stop') return { kind: 'done' };
  if (order.kind === 'seed') {
    partition = partitionOf(order.setup, order.plan, order.shared, order.start, order.count);
    return { kind: 'done' };
  }
  const own = partition;
  if (own === undefined) throw new Error(`${order.kind} before seed`);
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
