/** The scenario file of a domain machine, field by field, as far as it does not depend on the machine. */
import * as z from 'zod';
import { aboutField, expected, flag, listOf, mapping, oneOf, seenField, simpleName } from './fields.ts';
import { readingWords } from './reading-names.ts';
import type { ReadingWord } from './reading-names.ts';
import type { SeenInput } from './seen.ts';

export type MachineScenarioInput = {
  readonly name: string | undefined;
  readonly about: string;
  readonly machine: string;
  readonly variant: string | undefined;
  readonly reading: ReadingWord;
  readonly without: readonly string[];
  readonly steps: readonly MachineStepInput[];
};

/** An event without arguments by its name; or what stands in a mapping, which the machine judges. */
export type MachineStepInput = string | Readonly<Record<string, unknown>>;

export type GoalsInput = {
  readonly now: Readonly<Record<string, boolean>> | undefined;
  readonly reachable: Readonly<Record<string, boolean>> | undefined;
  readonly seen: SeenInput | undefined;
};

export type MachineExpectInput = GoalsInput & {
  readonly article: GoalsInput | undefined;
  readonly vendor: GoalsInput | undefined;
};

const goals = z.record(z.string(), flag('Whether it is so'), {
  error: expected('goals of the machine by name, each true or false'),
});

const goalFields = {
  now: goals.meta({ description: 'Goals that are, or are not, so at this point' }).optional(),
  reachable: goals
    .meta({ description: 'Goals that can, or cannot, be brought about from here, whatever the system does' })
    .optional(),
  seen: seenField.optional(),
};

const ofReading = mapping<GoalsInput>(
  'goals such as { now: { … } }',
  goalFields,
  'What holds under this reading only',
).optional();

/** What stands behind `expect`. */
export const machineExpectSchema: z.ZodType<MachineExpectInput> = mapping<MachineExpectInput>(
  'goals such as { now: { … }, reachable: { … } }',
  { ...goalFields, article: ofReading, vendor: ofReading },
);

const step: z.ZodType<MachineStepInput> = z.union([z.string(), z.record(z.string(), z.unknown())], {
  error: expected('an event by name, a mapping with one event, or { expect: … }'),
});

/** A whole file. Steps are read once the machine is known. */
export const machineScenarioSchema: z.ZodType<MachineScenarioInput> = mapping<MachineScenarioInput>(
  'a scenario with machine and steps',
  {
    name: simpleName('The name of the scenario; left out: that of its file').optional(),
    about: aboutField,
    machine: simpleName('A machine of docs/machines, by name'),
    variant: simpleName('A variant of the machine; left out: its first').optional(),
    reading: oneOf(readingWords, 'The reading of the sources that it is played under').default('both'),
    without: listOf(
      'events',
      z.string({ error: expected('an event by name') }),
      [0, 50],
      'Events that nothing can be brought about by',
    ).default([]),
    steps: listOf('steps', step, [1, 500], 'What happens, and what holds'),
  },
);
