/** A thread with a partition. It waits for an order, answers it, and waits again. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { type Order, type Reply, servantOf } from './orders.ts';

/** What both sides wait on: how many orders were given, and how many were answered. */
export type Line = { readonly port: MessagePort; readonly signal: Int32Array };

const triesMax = 5000;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** The order that was signalled. Seen once on a busy machine: the signal was there before the message. */
function receive(port: MessagePort): Order | undefined {
  for (let tries = 0; tries < triesMax; tries++) {
    const received = receiveMessageOnPort(port) as { readonly message: Order } | undefined;
    if (received?.message !== undefined) return received.message;
    Atomics.wait(pause, 0, 0, 1);
  }
  return undefined;
}

function serve({ port, signal }: Line): void {
  const carryOut = servantOf();
  for (let seen = 0; ; seen++) {
    Atomics.wait(signal, 0, seen);
    const order = receive(port);
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
