import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { type Order, steps } from './orders.ts';
import { type Signal, signalBytes, signalCell } from './control.ts';

function threadOf(): Signal {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(signalBytes));
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), {
    workerData: { port: port2, signal } satisfies Signal,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  return { port, signal };
}

/** Gives an order, and waits until it was carried out. */
function give({ port, signal }: Signal, order: Order): { readonly says: number; readonly reply: unknown } {
  const before = Atomics.load(signal, signalCell.answered);
  port.postMessage(order);
  signal[signalCell.step] = steps.obey;
  Atomics.add(signal, signalCell.asked, 1);
  Atomics.notify(signal, signalCell.asked);
  Atomics.wait(signal, signalCell.answered, before);
  const message = receiveMessageOnPort(port) as { readonly message: unknown } | undefined;
  return { says: signal[signalCell.says] as number, reply: message?.message };
}

test('a thread that is woken without an order goes on waiting for one', () => {
  const line = threadOf();
  const { asked, answered } = signalCell;
  // Late announcements of an order that was carried out already: each wakes the thread once more.
  for (let woken = 0; woken < 3; ) {
    woken += Atomics.notify(line.signal, asked);
    Atomics.wait(line.signal, answered, 0, 10);
  }
  expect(Atomics.load(line.signal, answered)).toBe(0);
  expect(give(line, { kind: 'stop' })).toEqual({ says: 0, reply: undefined });
});

test('a thread that fails says why, and goes on', () => {
  const line = threadOf();
  const failed = { kind: 'failed', message: 'Error: asked before it was seeded' };
  expect(give(line, { kind: 'forget', level: 1 })).toEqual({ says: 1, reply: failed });
  expect(give(line, { kind: 'stop' })).toEqual({ says: 0, reply: undefined });
});
