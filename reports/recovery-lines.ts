/** What came of the disasters, for a terminal: what does not come back, a line for each disaster; the rest is counted. */
import type { RecoveryOutcome, RecoveryResult } from '../models/result.ts';
import { wrapped } from './text-layout.ts';
import type { View } from './view.ts';
import { count, listed, outcomeWords } from './words.ts';

const bad: readonly RecoveryOutcome[] = ['disksOnly', 'luck', 'beyondProcedures', 'lost'];

/** @param recoveries of one reading, disaster by disaster */
export function recoveryLines({ disasters }: View, recoveries: readonly RecoveryResult[]): readonly string[] {
  if (recoveries.length === 0) return [];
  const titles = new Map(disasters.map(({ name, title }) => [name, title] as const));
  const titleOf = (name: string): string => titles.get(name) ?? name;
  const performed = recoveries.filter((recovery) => recovery.performed === 'equalBytes').length;
  const differing = recoveries.filter((recovery) => recovery.performed === 'differs');
  const unknown = recoveries.filter(({ outcome }) => outcome === 'unknown').length;
  const ran = recoveries.filter(({ outcome }) => outcome === 'runs').length;
  const counts = [
    `${count(recoveries.length, 'way')} back looked for`,
    ...(ran === 0 ? [] : [`in ${ran} the machine never stopped`]),
    `${performed} performed on the twin with equal bytes`,
    ...(performed === 0 ? [] : ['--html and --json have every step']),
  ];
  return [
    ...wrapped(counts.join('; '), '  '),
    ...differing.flatMap(({ disaster, machine }) =>
      wrapped(`${titleOf(disaster)}: ${machine}: the twin’s bytes differ, a defect of this tool`, '  ! '),
    ),
    ...byDisaster(recoveries).flatMap(([disaster, outcomes]) =>
      wrapped(`${titleOf(disaster)}: ${outcomes}`, '  - '),
    ),
    ...(unknown === 0
      ? []
      : wrapped(`${unknown} of them are not known: the search stopped before it knew`, '  ? ')),
  ];
}

/** Each disaster that something does not come back from, with `files and web: lost; dc: disks only`. */
function byDisaster(recoveries: readonly RecoveryResult[]): readonly (readonly [string, string])[] {
  const disasters = new Map<string, Map<string, string[]>>();
  for (const recovery of recoveries.filter(({ outcome }) => bad.includes(outcome))) {
    const outcomes = disasters.get(recovery.disaster) ?? new Map<string, string[]>();
    const words = outcomeWords(recovery).toLowerCase();
    outcomes.set(words, [...(outcomes.get(words) ?? []), recovery.machine]);
    disasters.set(recovery.disaster, outcomes);
  }
  return [...disasters].map(([disaster, outcomes]) => {
    const parts = [...outcomes].map(([words, machines]) => `${listed(machines)}: ${words}`);
    return [disaster, parts.join('; ')];
  });
}
