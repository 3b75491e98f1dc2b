/**
 * The other threads of a search, as the main thread sees them. Threads that have done their work wait for the next
 * search of the process: what costs most about a thread is to start it, and to compile what it runs.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { type Line, type Signal, signalBytes, signalCell, waitWhile } from './control.ts';
import { type Order, type Reply, type Step, steps } from './orders.ts';

export type Hand = Signal & {
  readonly worker: Worker;
  /** The other end is the thread's, and closes when it ends. */
  life: MessagePort;
};

/** Threads that have ended, or failed at what they were asked, and what is known of it. */
export class HandsLost extends Error {
  override readonly name = 'HandsLost';
  readonly reasons: ReadonlyMap<Hand, string>;

  constructor(reasons: ReadonlyMap<Hand, string>) {
    super([...reasons.values()].join('; '));
    this.reasons = reasons;
  }
}

const idle: Hand[] = [];

/** So many threads, those that wait first. */
export function takeHands(count: number): readonly Hand[] {
  return Array.from({ length: count }, () => idleHand() ?? handOf());
}

function idleHand(): Hand | undefined {
  let hand = idle.pop();
  while (hand !== undefined && !isAlive(hand)) hand = idle.pop();
  return hand;
}

/** Lets threads wait for the next search. */
export function restHands(hands: readonly Hand[]): void {
  sendAll(hands, () => ({ kind: 'rest' }));
  const { lost } = repliesOf(hands);
  idle.push(...hands.filter((hand) => !lost.has(hand)));
}

/** Ends threads, whatever they are at. */
export function endHands(hands: readonly Hand[]): void {
  for (const { worker } of hands) void worker.terminate();
}

function handOf(): Hand {
  const { port1: port, port2 } = new MessageChannel();
  const { port1: life, port2: held } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(signalBytes));
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const worker = new Worker(new URL(`./search-worker${extension}`, import.meta.url), {
    workerData: { port: port2, signal, held } satisfies Line,
    transferList: [port2, held],
  });
  // That it has ended is seen while its answer is waited for, long before this event comes.
  worker.on('error', () => {});
  worker.unref();
  port.unref();
  life.unref();
  return { worker, port, signal, life };
}

/**
 * Has every thread take a step, and this one in the meantime; answers what the others could not answer themselves.
 *
 * @throws HandsLost once all others are done
 */
export function stepAll(hands: readonly Hand[], step: Step, own: () => void): readonly Uint16Array[] {
  for (const { signal } of hands) ask(signal, step);
  own();
  return answersOf(hands);
}

/**
 * Gives every thread an order, and carries out the own part in the meantime.
 *
 * @throws HandsLost once all others are done
 */
export function orderAll(hands: readonly Hand[], orderFor: (own: number) => Order, own?: () => void): void {
  sendAll(hands, orderFor);
  own?.();
  answersOf(hands);
}

function sendAll(hands: readonly Hand[], orderFor: (own: number) => Order): void {
  for (const [index, { port, signal }] of hands.entries()) {
    port.postMessage(orderFor(index + 1));
    ask(signal, steps.obey);
  }
}

function ask(signal: Int32Array, step: Step): void {
  signal[signalCell.step] = step;
  Atomics.add(signal, signalCell.asked, 1);
  Atomics.notify(signal, signalCell.asked);
}

function answersOf(hands: readonly Hand[]): readonly Uint16Array[] {
  const { questions, lost } = repliesOf(hands);
  if (lost.size > 0) throw new HandsLost(lost);
  return questions;
}

type Replies = { readonly questions: readonly Uint16Array[]; readonly lost: ReadonlyMap<Hand, string> };

/** Waits for all threads, those that fail too: after that, none is at work. */
function repliesOf(hands: readonly Hand[]): Replies {
  const [questions, lost]: [Uint16Array[], Map<Hand, string>] = [[], new Map()];
  for (const hand of hands) {
    const reply = replyOf(hand);
    if (reply?.kind === 'asks') questions.push(reply.questions);
    else if (reply !== undefined) lost.set(hand, reply.message);
  }
  return { questions, lost };
}

/** A thread that takes longer is looked after so often. */
const lookAfterMs = 100;

function replyOf(hand: Hand): Reply | undefined {
  const { port, signal } = hand;
  const before = Atomics.load(signal, signalCell.asked) - 1;
  while (!waitWhile(signal, signalCell.answered, before, lookAfterMs)) {
    if (!isAlive(hand))
      return { kind: 'failed', message: 'it ended without a word, as when its memory runs out' };
  }
  if (signal[signalCell.says] === 0) return undefined;
  const reply = (receiveMessageOnPort(port) as { readonly message: Reply } | undefined)?.message;
  return reply ?? { kind: 'failed', message: 'it gave no answer' };
}

/**
 * Whether a thread has not ended. Events would say so, and come only once this thread goes back to its event loop,
 * which it does not while it searches. But a port cannot be handed over once its other end is closed.
 */
export function isAlive(hand: Hand): boolean {
  // Takes in that the other end was closed.
  receiveMessageOnPort(hand.life);
  try {
    hand.life = structuredClone(hand.life, { transfer: [hand.life] });
  } catch {
    return false;
  }
  hand.life.unref();
  return true;
}
