/** The scenario file: YAML to a `Scenario` with its site, or everything that is wrong with it. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { inFileOrder } from './problem.ts';
import type { Finding, Problem, ReadResult } from './problem.ts';
import { readSite, siteIn } from './read-site.ts';
import type { SiteFile } from './read-site.ts';
import { readingsNamed } from './reading-names.ts';
import { resolveStep } from './resolve-steps.ts';
import { scenarioSchema } from './scenario-schema.ts';
import type { ScenarioInput } from './scenario-schema.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { findingsOf } from './schema-findings.ts';
import { locate, parseSource } from './source.ts';
import type { FileKind, Source } from './source.ts';

/** What a scenario file is, to those who read one. */
export const scenarioFile: FileKind = {
  what: 'a scenario file',
  start: 'examples/incidents has some to start from',
};

/** Reads a text, and the site file that it names, relative to it. */
export async function parseScenario(text: string, fileName: string): Promise<ReadResult<Scenario>> {
  const source = parseSource(text, fileName, scenarioFile);
  if (!source.ok) return source;
  const parsed = scenarioSchema.safeParse(source.value.value);
  const problems = [...source.value.problems];
  if (!parsed.success) problems.push(...locate(source.value, findingsOf(parsed.error.issues)));
  const siteFile = await siteOf(source.value, problems);
  // Steps are judged by the names of the site, so without one there is nothing to hold them against.
  if (siteFile === undefined || !parsed.success) return { ok: false, problems: byFile(problems, fileName) };
  const scenario = resolveScenario(parsed.data, siteFile, source.value, problems);
  return problems.length > 0
    ? { ok: false, problems: byFile(problems, fileName) }
    : { ok: true, value: scenario };
}

function resolveScenario(
  input: ScenarioInput,
  siteFile: SiteFile,
  source: Source,
  problems: Problem[],
): Scenario {
  const findings: Finding[] = [];
  const named = readingsNamed(input.reading);
  const readings = named.ok ? named.value : [];
  const context = { site: siteFile.site, readings, positionOf: source.positionOf, findings };
  const steps: ScenarioStep[] = [];
  for (const [at, step] of input.steps.entries()) {
    const resolved = resolveStep(step, ['steps', at], context);
    if (resolved !== undefined) steps.push(resolved);
  }
  problems.push(...locate(source, findings));
  const { fileName, text } = source;
  const name = input.name ?? basename(fileName).replace(/\.ya?ml$/, '');
  return { name, about: input.about, fileName, text, siteFile, readings, start: input.start, steps };
}

/** Adds to `problems` what is wrong with the site, wherever it stands. */
async function siteOf(source: Source, problems: Problem[]): Promise<SiteFile | undefined> {
  const { value, fileName } = source;
  const site: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'site') : undefined;
  const read = await (typeof site === 'string'
    ? readSite(isAbsolute(site) ? site : join(dirname(fileName), site))
    : isMapping(site)
      ? siteIn({ ...source, problems: [] }, ['site'], site)
      : undefined);
  if (read === undefined || read.ok) return read?.value;
  const [first] = read.problems;
  if (typeof site === 'string' && first !== undefined) {
    const message = `expected a valid site file; what is wrong with it stands under its own name`;
    problems.push(...locate(source, [{ path: ['site'], at: 'value', message }]));
  }
  problems.push(...read.problems);
  return undefined;
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Those of the scenario first, then those of its site file. */
function byFile(problems: readonly Problem[], fileName: string): Problem[] {
  const own = problems.filter(({ file }) => file === fileName);
  const others = problems.filter(({ file }) => file !== fileName);
  return [...inFileOrder(own), ...inFileOrder(others)];
}
