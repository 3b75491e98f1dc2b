/** The scenario file of a domain machine: YAML to a `MachineScenario`, or everything that is wrong with it. */
import { basename } from 'node:path';
import { domainMachines } from '../../models/machines/all.ts';
import { readings as allReadings } from '../../models/reading.ts';
import { type MachineScenarioInput, machineScenarioSchema } from './machine-scenario-schema.ts';
import type { MachineScenario } from './machine-scenario.ts';
import { type Finding, inFileOrder, type ReadResult } from './problem.ts';
import { scenarioFile } from './read-scenario.ts';
import { readingsNamed } from './reading-names.ts';
import { resolveMachineStep } from './resolve-machine-steps.ts';
import { findingsOf } from './schema-findings.ts';
import { locate, parseSource, type Source } from './source.ts';
import { suggestion } from './suggest.ts';

/** A text that was read already. */
export function parseMachineScenario(text: string, fileName: string): ReadResult<MachineScenario> {
  const source = parseSource(text, fileName, scenarioFile);
  if (!source.ok) return source;
  const { value, problems } = source.value;
  const parsed = machineScenarioSchema.safeParse(value);
  const findings = parsed.success ? [] : findingsOf(parsed.error.issues);
  const scenario = parsed.success ? resolve(parsed.data, source.value, findings) : undefined;
  const all = [...problems, ...locate(source.value, findings)];
  if (scenario === undefined || all.length > 0) return { ok: false, problems: inFileOrder(all) };
  return { ok: true, value: scenario };
}

function resolve(
  input: MachineScenarioInput,
  { fileName, positionOf }: Source,
  findings: Finding[],
): MachineScenario | undefined {
  const names = domainMachines.map(({ name }) => name);
  const machine = domainMachines.find(({ name }) => name === input.machine);
  if (machine === undefined) {
    const message = `unknown machine "${input.machine}"${suggestion(input.machine, names)}`;
    findings.push({ path: ['machine'], at: 'value', message });
    return undefined;
  }
  const variants = Object.keys(machine.variants);
  const variantName = input.variant ?? variants[0] ?? '';
  const variant = machine.variants[variantName];
  if (variant === undefined) {
    const message = `unknown variant "${variantName}"${suggestion(variantName, variants)}`;
    findings.push({ path: ['variant'], at: 'value', message });
    return undefined;
  }
  const named = readingsNamed(input.reading);
  const readings = named.ok ? named.value : [];
  // What events and goals there are does not depend on the reading.
  const [first] = allReadings;
  if (first === undefined) return undefined;
  const setting = { variant, switches: first.switches };
  const context = { machine, setting, model: machine.machine(setting), positionOf, findings };
  const steps = input.steps.flatMap((step, at) => resolveMachineStep(step, ['steps', at], context) ?? []);
  const { about, without } = input;
  findings.push(...unknownEvents(without, Object.keys(context.model.rules)));
  const name = input.name ?? basename(fileName).replace(/\.ya?ml$/, '');
  return { name, about, machine, variantName, readings, without, steps };
}

function unknownEvents(without: readonly string[], known: readonly string[]): readonly Finding[] {
  return without.flatMap((type, at) => {
    if (known.includes(type)) return [];
    const message = `unknown event "${type}"${suggestion(type, known)}`;
    return [{ path: ['without', at], at: 'value', message }] as const;
  });
}
