/** The scenario file, of a site or of a domain machine: which of the two it is, and what it says. */
import type { MachineScenario } from './machine-scenario.ts';
import type { ReadResult } from './problem.ts';
import { parseMachineScenario } from './read-machine-scenario.ts';
import { parseScenario, scenarioFile } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';
import { readText } from './source.ts';

export type AnyScenario =
  | { readonly about: 'site'; readonly scenario: Scenario }
  | { readonly about: 'machine'; readonly scenario: MachineScenario };

/** Reads the file at `path`, and the site file that it names, relative to it. */
export async function readAnyScenario(path: string): Promise<ReadResult<AnyScenario>> {
  const text = await readText(path, scenarioFile);
  if (!text.ok) return text;
  if (namesMachine(text.value)) {
    const read = parseMachineScenario(text.value, path);
    return read.ok ? { ok: true, value: { about: 'machine', scenario: read.value } } : read;
  }
  const read = await parseScenario(text.value, path);
  return read.ok ? { ok: true, value: { about: 'site', scenario: read.value } } : read;
}

/** A scenario of a domain machine names its machine where others name a site. */
function namesMachine(text: string): boolean {
  return /^machine\s*:/m.test(text);
}
