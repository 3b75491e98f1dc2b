/** The scenario file, field by field: the source of its validation and of the JSON Schema that editors use. */
import * as z from 'zod';
import type { Refusal } from '../../models/events.ts';
import { argumentsOf, eventTypes } from './event-arguments.ts';
import type { ArgumentKind, EventType } from './event-arguments.ts';
import { aboutField, expected, flag, listOf, mapping, oneOf, seenField, simpleName } from './fields.ts';
import type { Shape } from './fields.ts';
import { describe } from './problem.ts';
import { readingWords } from './reading-names.ts';
import type { ReadingWord } from './reading-names.ts';
import { refusals } from '../../models/describe.ts';
import type { SeenInput } from './seen.ts';
import { suggestion } from './suggest.ts';

export type ScenarioInput = {
  readonly name: string | undefined;
  readonly about: string | undefined;
  /** A path, or the site itself, which is judged by its own schema. */
  readonly site: string | Readonly<Record<string, unknown>>;
  readonly reading: ReadingWord;
  readonly start: 'steady' | 'bare';
  readonly steps: readonly StepInput[];
};

/** An event without arguments by its name; or one event with them, or expectations, and nothing else. */
export type StepInput = EventType | StepMapping;

export type StepMapping = { readonly [Type in EventType]: ArgumentsInput | undefined } & {
  readonly refused: RefusedInput | undefined;
  readonly expect: ExpectInput | undefined;
};

/** The only argument, all of them by name, or none. */
type ArgumentsInput = string | Readonly<Record<string, string>> | null;

export type RefusedInput = Refusal | ByReading<Refusal>;

type ByReading<T> = { readonly article: T | undefined; readonly vendor: T | undefined };

export type ExpectationInput = {
  readonly vcenter: 'running' | 'stopped' | 'lost' | undefined;
  readonly machines: Readonly<Record<string, MachineExpectationInput>> | undefined;
  readonly seen: SeenInput | undefined;
};

export type ExpectInput = ExpectationInput & ByReading<ExpectationInput>;

type MachineExpectationInput = {
  readonly runs: boolean | undefined;
  readonly starts: boolean | undefined;
  readonly recoverable: boolean | undefined;
  readonly salvageable: boolean | undefined;
  readonly secret: boolean | undefined;
};

const kinds: Readonly<Record<ArgumentKind, string>> = {
  provider: 'The name of a key provider',
  key: 'The key that is generated, such as nkp#2 for the second one under the name nkp (there are two)',
  p12: 'The name of a .p12 file, such as nkp.p12',
  backup: 'The name of a backup of vCenter Server, such as vcenter-backup',
  host: 'The name of an ESXi host',
  machine: 'The name of a class of virtual machines',
  place: 'The name of a place',
};

function argument(kind: ArgumentKind): z.ZodType<string> {
  if (kind !== 'key') return simpleName(kinds[kind]);
  const error = expected('a key such as nkp#1 or nkp#2');
  return z
    .string({ error })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}#[12]$/, { error })
    .meta({ description: kinds.key });
}

/** `esx-01` where there is one argument, `{ machine: db, host: esx-01 }` always, nothing where there is none. */
function eventFields(type: EventType): z.ZodType<ArgumentsInput> {
  const fields = argumentsOf(type);
  const shape: Record<string, z.ZodType<string>> = {};
  for (const [name, kind] of fields) shape[name] = argument(kind);
  const example = `{ ${fields.map(([name, kind]) => `${name}: <${kind}>`).join(', ')} }`;
  const all = mapping<Readonly<Record<string, string>>>(example, shape);
  const [only] = fields;
  if (only === undefined) return z.null({ error: expected('nothing, because this event has no arguments') });
  if (fields.length > 1) return all;
  return z.union([argument(only[1]), all], { error: expected(`<${only[1]}>, or ${example}`) });
}

const refusal: z.ZodType<Refusal> = oneOf(refusals, 'The reason of the refusal');

const refused: z.ZodType<RefusedInput> = z
  .union(
    [
      refusal,
      mapping<ByReading<Refusal>>('a reason for each reading', {
        article: refusal.optional(),
        vendor: refusal.optional(),
      }),
    ],
    {
      error: expected('a reason such as hostHalted, or { article: <reason> }', (input) =>
        typeof input === 'string' ? suggestion(input, refusals) : '',
      ),
    },
  )
  .meta({ description: 'The event is refused for this reason, or under these readings only' });

const machineExpectation: z.ZodType<MachineExpectationInput> = mapping<MachineExpectationInput>(
  'expectations such as { recoverable: true }',
  {
    runs: flag('It runs now').optional(),
    starts: flag('It starts again without anything that is kept outside the cluster').optional(),
    recoverable: flag('Its data can be brought back, with what is left').optional(),
    salvageable: flag('Its disks can be read from the bytes that are left, by whatever means').optional(),
    secret: flag('A thief with any loot of the promise reads none of its data').optional(),
  },
);

const expectation: Shape<ExpectationInput> = {
  vcenter: oneOf(['running', 'stopped', 'lost'], 'What vCenter Server does').optional(),
  machines: z
    .record(z.string(), machineExpectation, { error: expected('machines by name') })
    .meta({ description: 'What is expected of machines, by name' })
    .optional(),
  seen: seenField.optional(),
};

const byReading: z.ZodType<ExpectationInput | undefined> = mapping<ExpectationInput>(
  'expectations such as { vcenter: running }',
  expectation,
  'What holds under this reading only',
).optional();

function stepShape(): Shape<StepMapping> {
  const shape: Record<string, z.ZodType> = {
    refused: refused.optional(),
    expect: mapping<ExpectInput>(
      'expectations such as { machines: { db: { recoverable: true } } }',
      { ...expectation, article: byReading, vendor: byReading },
      'What holds at this point',
    ).optional(),
  };
  for (const type of eventTypes) shape[type] = eventFields(type).optional();
  // Filled for every event type in the line above.
  return shape as unknown as Shape<StepMapping>;
}

const step: z.ZodType<StepInput> = z.union(
  [z.enum(eventTypes), mapping<StepMapping>('a step such as { bootHost: esx-01 }', stepShape())],
  { error: stepError },
);

function stepError(issue: { readonly input?: unknown }): string {
  const { input } = issue;
  if (typeof input !== 'string')
    return expected('a step such as sitePowerFails or { bootHost: esx-01 }')(issue);
  return `unknown event ${describe(input)}${suggestion(input, eventTypes)}`;
}

const siteForm: z.ZodType<ScenarioInput['site']> = z
  .union([z.string().min(1).max(1024), z.record(z.string(), z.unknown())], {
    error: expected('the path of a site file, or a site'),
  })
  .meta({ description: 'The path of a site file, relative to this one; or the site itself' });

/** A whole scenario file. */
export const scenarioSchema: z.ZodType<ScenarioInput> = mapping<ScenarioInput>(
  'a scenario with site and steps',
  {
    name: simpleName('The name of the scenario; left out: that of its file').optional(),
    about: aboutField.optional(),
    site: siteForm,
    reading: oneOf(readingWords, 'The reading of the sources that it is played under').default('both'),
    start: oneOf(
      ['steady', 'bare'],
      'steady: everything runs and is encrypted; bare: before the first key provider was created',
    ).default('steady'),
    steps: listOf('steps', step, [1, 500], 'What happens, and what holds'),
  },
);
