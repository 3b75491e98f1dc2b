/**
 * Schedules by swarm: every run leaves some kinds of events out altogether and weighs the others wildly, so
 * that runs differ in kind and not only in detail. A schedule is a pure function of its stream of chance.
 */
import type { Event } from '../models/events.ts';
import type { Command, Delivery } from '../src/lockstep/run.ts';
import type { Random } from '../src/random.ts';

export type Schedule = {
  /** How many events of the provisioning come first; `undefined` for the steady state. */
  readonly provisioned: number | undefined;
  readonly commands: readonly Command[];
};

const commandsMax = 40;
const commandsMin = 2;
/** One run in so many starts in the middle of the site's set-up. */
const bareEvery = 8;

/** @param provisioningLength how many events set the site up */
export function scheduleOf(
  random: Random,
  candidates: readonly Event[],
  provisioningLength: number,
): Schedule {
  const provisioned = random.below(bareEvery) === 0 ? random.below(provisioningLength + 1) : undefined;
  const pick = weighted(random, candidates);
  const losses = random.next() * 0.2;
  const length = commandsMin + random.below(commandsMax - commandsMin + 1);
  const commands = Array.from({ length }, (): Command => {
    const position = pick();
    const lean = random.next() < 0.75 ? 'enabled' : 'any';
    return { position, lean, delivery: deliveryOf(random, losses) };
  });
  return { provisioned, commands };
}

/** Draws positions of candidates: first the kind of event, by this run's weights, then one of that kind. */
function weighted(random: Random, candidates: readonly Event[]): () => number {
  const types = [...new Set(candidates.map(({ type }) => type))];
  const weights = types.map(() => (random.below(4) === 0 ? 0 : 2 ** random.below(6)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const positionsOf = types.map((type) =>
    candidates.flatMap((candidate, position) => (candidate.type === type ? [position] : [])),
  );
  return () => {
    if (total === 0) return random.below(candidates.length);
    let left = random.below(total);
    const kind = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    const positions = positionsOf[kind] ?? [];
    return positions[random.below(positions.length)] ?? 0;
  };
}

function deliveryOf(random: Random, losses: number): Delivery {
  if (random.next() >= losses) return 'arrives';
  return random.below(2) === 0 ? 'requestLost' : 'answerLost';
}
