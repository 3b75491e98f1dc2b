import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { type Order, steps } from './orders.ts';
import { type Line, signalBytes, signalCell } from './control.ts';

test('a thread that is woken without an order goes on waiting for one', () => {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(signalBytes));
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), {
    workerData: { port: port2, signal } satisfies Line,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  // Late announcements of an order that was carried out already: each wakes the thread once more.
  const { asked, answered, step } = signalCell;
  for (let woken = 0; woken < 3; ) {
    woken += Atomics.notify(signal, asked);
    Atomics.wait(signal, answered, 0, 10);
  }
  expect(Atomics.load(signal, answered)).toBe(0);
  port.postMessage({ kind: 'stop' } satisfies Order);
  signal[step] = steps.obey;
  Atomics.add(signal, asked, 1);
  Atomics.notify(signal, asked);
  Atomics.wait(signal, answered, 0);
  expect([signal[signalCell.says], receiveMessageOnPort(port)]).toEqual([0, undefined]);
});
