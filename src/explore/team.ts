/**
 * The other threads of a search, as the main thread sees them. Threads that have done their work wait for the next
 * search of the process: what costs most about a thread is to start it, and to compile what it runs.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Line, signalBytes, signalCell, waitWhile } from './control.ts';
import type { Question } from './moves.ts';
import { type Order, type Reply, type Step, steps } from './orders.ts';

export type Hand = Line & { readonly worker: Worker };

const idle: Hand[] = [];
const startMs = 60_000;

/** So many threads, those that wait first. */
export function takeHands(count: number): readonly Hand[] {
  return Array.from({ length: count }, () => idle.pop() ?? handOf());
}

/** Lets threads wait for the next search. */
export function restHands(hands: readonly Hand[]): void {
  orderAll(hands, () => ({ kind: 'rest' }));
  idle.push(...hands);
}

/** Ends threads, whatever they are at. */
export function endHands(hands: readonly Hand[]): void {
  for (const { worker } of hands) void worker.terminate();
}

function handOf(): Hand {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(signalBytes));
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const worker = new Worker(new URL(`./search-worker${extension}`, import.meta.url), {
    workerData: { port: port2, signal } satisfies Line,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  return { worker, port, signal };
}

/** Has every thread take a step, and this one in the meantime; answers what the others could not answer themselves. */
export function stepAll(hands: readonly Hand[], step: Step, own: () => void): readonly Question[] {
  for (const { signal } of hands) ask(signal, step);
  own();
  return hands.flatMap(replyOf);
}

/** Gives every thread an order, and carries out the own part in the meantime. */
export function orderAll(hands: readonly Hand[], orderFor: (own: number) => Order, own?: () => void): void {
  for (const [index, { port, signal }] of hands.entries()) {
    port.postMessage(orderFor(index + 1));
    ask(signal, steps.obey);
  }
  own?.();
  for (const hand of hands) replyOf(hand);
}

function ask(signal: Int32Array, step: Step): void {
  signal[signalCell.step] = step;
  Atomics.add(signal, signalCell.asked, 1);
  Atomics.notify(signal, signalCell.asked);
}

function replyOf({ port, signal }: Hand): readonly Question[] {
  const before = Atomics.load(signal, signalCell.asked) - 1;
  // The first answer shows that the thread runs; after that, an answer takes as long as it takes.
  if (!waitWhile(signal, signalCell.answered, before, before === 0 ? startMs : undefined)) {
    throw new Error('a worker of the search did not start');
  }
  if (signal[signalCell.says] === 0) return [];
  const reply = (receiveMessageOnPort(port) as { readonly message: Reply } | undefined)?.message;
  if (reply === undefined) throw new Error('a worker of the search did not answer');
  if (reply.kind === 'failed') throw new Error(`a worker of the search failed: ${reply.message}`);
  return reply.questions;
}
