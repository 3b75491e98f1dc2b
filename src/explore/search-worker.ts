/** A thread with a partition. It waits for an order, answers it, and waits again. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { type Order, type Reply, servantOf } from './orders.ts';

/** What both sides wait on: how many orders were given, and how many were answered. */
export type Line = { readonly port: MessagePort; readonly signal: Int32Array };

/**
 * The next order. That somebody wakes this thread does not mean that there is one: an order is sent, counted and
 * then announced, and a thread that came by in time to see the count has carried it out before the announcement.
 */
function nextOrder({ port, signal }: Line, seen: number): Order | undefined {
  while (Atomics.load(signal, 0) === seen) Atomics.wait(signal, 0, seen);
  return (receiveMessageOnPort(port) as { readonly message: Order } | undefined)?.message;
}

function serve(line: Line): void {
  const { port, signal } = line;
  const carryOut = servantOf();
  for (let seen = 0; ; seen++) {
    const order = nextOrder(line, seen);
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
