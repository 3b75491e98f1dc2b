/** A line of a scenario names what its rule rests on and no source says, whether the rule acted or refused. */
import { expect, it } from 'vitest';
import { type FactId, factOf, isUnproven } from '../models/evidence.ts';
import { readings } from '../models/reading.ts';
import { rules } from '../models/rules.ts';
import { readAnyScenario } from '../src/site/read-any-scenario.ts';
import { playMachineScenario } from '../src/verdict/machine-scenario.ts';
import { playScenario } from '../src/verdict/scenario.ts';

const folder = new URL('../examples/incidents/', import.meta.url);

it.each(['I02-deleted-in-use', 'I08-board-swap-with-key'])('%s', async (name) => {
  const read = await readAnyScenario(new URL(`${name}.yaml`, folder).pathname);
  if (!read.ok) throw new Error(`${name} cannot be read`);
  const any = read.value;
  const [reading] = readings.filter((one) => any.scenario.readings.includes(one.name));
  if (reading === undefined) throw new Error(`${name} has no reading`);
  const { switches } = reading;
  const [lines, table] =
    any.about === 'site'
      ? [playScenario(any.scenario, reading, 'rests').lines, rules]
      : [
          playMachineScenario(any.scenario, reading, 'rests').lines,
          any.scenario.machine.machine({
            variant: any.scenario.machine.variants[any.scenario.variantName],
            switches,
          }).rules,
        ];
  const sourcesOf = new Map<string, readonly string[]>(
    Object.entries(table).map(([type, { sources }]) => [type, sources]),
  );
  const sent = lines.filter(({ step }) => step !== undefined);
  const behind = sent.map(({ step }) =>
    (sourcesOf.get(step?.event.type ?? '') ?? []).filter((id: string) =>
      isUnproven(factOf(id as FactId).confidence),
    ),
  );
  expect(sent.map(({ restsOn }) => restsOn.map(({ id }) => id))).toEqual(behind);
  expect(behind.flat().length).toBeGreaterThan(0);
});
