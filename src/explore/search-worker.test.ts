import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Reply } from './orders.ts';
import type { Line } from './search-worker.ts';

test('a thread that is woken without an order goes on waiting for one', () => {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), {
    workerData: { port: port2, signal } satisfies Line,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  // Late announcements of an order that was carried out already: each wakes the thread once more.
  for (let woken = 0; woken < 3; ) {
    woken += Atomics.notify(signal, 0);
    Atomics.wait(signal, 1, 0, 10);
  }
  expect(Atomics.load(signal, 1)).toBe(0);
  port.postMessage({ kind: 'stop' });
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
  Atomics.wait(signal, 1, 0);
  const reply = receiveMessageOnPort(port) as { readonly message: Reply } | undefined;
  expect(reply?.message).toEqual({ kind: 'done' });
});
