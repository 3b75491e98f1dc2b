/** A thread of a search. It waits for a step or an order, carries it out, and waits again. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { type Line, type Signal, signalCell, waitWhile } from './control.ts';
import { type Order, type Reply, servantOf, type Step, steps } from './orders.ts';

function carryOut(step: Step, port: MessagePort, servant: ReturnType<typeof servantOf>): Order | undefined {
  if (step !== steps.obey) {
    servant.step(step);
    return undefined;
  }
  const order = (receiveMessageOnPort(port) as { readonly message: Order } | undefined)?.message;
  if (order === undefined) throw new Error('no order came');
  servant.obey(order);
  return order;
}

/** That somebody wakes this thread does not mean that there is a step: only the count says so. */
function serve({ port, signal }: Signal): void {
  const servant = servantOf();
  for (let seen = 0, order: Order | undefined; order?.kind !== 'stop'; seen++) {
    waitWhile(signal, signalCell.asked, seen);
    let reply: Reply | undefined;
    try {
      order = carryOut(signal[signalCell.step] as Step, port, servant);
      const questions = servant.questions();
      if (questions.length > 0) reply = { kind: 'asks', questions };
    } catch (error) {
      reply = { kind: 'failed', message: String(error) };
    }
    if (reply !== undefined) port.postMessage(reply);
    signal[signalCell.says] = reply === undefined ? 0 : 1;
    Atomics.add(signal, signalCell.answered, 1);
    Atomics.notify(signal, signalCell.answered);
  }
}

serve(workerData as Line);
