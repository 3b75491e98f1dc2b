/** The line that tells how far the searches of a check are. */
import type { ReadingName } from '../../models/reading.ts';
import type { Phase, Told } from '../verdict/guard.ts';

const phaseWords: Readonly<Record<Phase, string>> = {
  search: 'searching',
  recoveries: 'ways back from every state',
  waysBack: 'ways back from disasters',
  mended: 'searching with practices followed',
  combinations: 'combinations of faults',
};

type Seen = { readonly phase: Phase; readonly startedAt: number; readonly states: number; figures: string };

/**
 * Takes what threads tell, and gives it in one line.
 *
 * @param now a clock, in milliseconds: speed is told, and decides nothing
 */
export function searchLine(
  now: () => number = () => performance.now(),
): (reading: ReadingName, told: Told) => string {
  const seen = new Map<ReadingName, Seen>();
  return (reading, told) => {
    const before = seen.get(reading);
    if ('phase' in told) seen.set(reading, { phase: told.phase, startedAt: now(), states: -1, figures: '' });
    else if (before !== undefined && 'progress' in told) {
      const { states, depth, queue } = told.progress;
      // A search that was taken up again did not find in this time what it had already.
      const first = before.states < 0 ? states : before.states;
      const seconds = Math.max(0.001, (now() - before.startedAt) / 1000);
      const speed = first === states ? '' : `, ${shortCount((states - first) / seconds)}/s`;
      const figures = `: ${shortCount(states)} states${speed}, depth ${depth}, ${shortCount(queue)} queued`;
      seen.set(reading, { ...before, states: first, figures });
    }
    const parts = [...seen]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { phase, figures }]) => `${name} ${phaseWords[phase]}${figures}`);
    return parts.join(' · ');
  };
}

/** 1234567 as `1.2M`. */
function shortCount(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  if (count < 1e9) return `${(count / 1e6).toFixed(1)}M`;
  return `${(count / 1e9).toFixed(1)}G`;
}
