/** `breakglass scenario`: one scripted disaster, step by step. */
import { worst } from '../../models/kernel/verdict.ts';
import { printable, printProblem } from '../site/problem.ts';
import { readAnyScenario } from '../site/read-any-scenario.ts';
import { playMachineScenario } from '../verdict/machine-scenario.ts';
import { playScenario } from '../verdict/scenario.ts';
import { restsOnByLine } from '../../reports/rests-on.ts';
import type { ScenarioResult } from '../verdict/scenario-line.ts';
import { type Reading, type ReadingName, readings as allReadings } from '../../models/reading.ts';
import { BadInput, exitCodeOf } from './exit.ts';
import { json, outputsOf, prepareOutputs, print, save } from './output.ts';
import { seedFrom } from './settings.ts';

const marks = { holds: 'ok  ', notTested: '?   ', broken: 'FAIL' } as const;

/** @returns the exit code */
export async function scenarioCommand(
  path: string,
  options: { seed: string; json?: string },
): Promise<number> {
  seedFrom(options.seed);
  const outputs = outputsOf(options);
  const { name, about, files, readings, play } = await scenarioAt(path);
  await prepareOutputs(outputs, files);
  const results = allReadings
    .filter((reading) => readings.includes(reading.name))
    .map((reading) => play(reading, options.seed));
  const verdict = worst(results.map((result) => result.verdict));
  const whole = json({ schema: 'breakglass/scenario/1', scenario: name, verdict, results });
  for (const output of outputs) await save(output, whole);
  if (about !== undefined) print(`${printable(about, 2000)}\n`);
  for (const [text, named] of byText(results, (result) => textOf(path, result)))
    print(`${path}, ${named.length === 1 ? 'reading' : 'readings'} ${named.join(' and ')}: ${text}`);
  return exitCodeOf(verdict);
}

type Playable = {
  readonly name: string;
  /** What happened, and where it is told. */
  readonly about: string | undefined;
  /** What was read, and must not be written over. */
  readonly files: readonly string[];
  readonly readings: readonly ReadingName[];
  readonly play: (reading: Reading, seed: string) => ScenarioResult;
};

/** @throws BadInput with what is wrong with the file */
async function scenarioAt(path: string): Promise<Playable> {
  const read = await readAnyScenario(path);
  if (!read.ok) throw new BadInput(read.problems.map(printProblem));
  if (read.value.about === 'machine') {
    const { scenario } = read.value;
    const play = (reading: Reading, seed: string) => playMachineScenario(scenario, reading, seed);
    return { ...scenario, files: [path], play };
  }
  const { scenario } = read.value;
  const play = (reading: Reading, seed: string) => playScenario(scenario, reading, seed);
  return { ...scenario, files: [path, scenario.siteFile.fileName], play };
}

/** What is told of several readings alike is told once. */
function byText(
  results: readonly ScenarioResult[],
  textOfOne: (result: ScenarioResult) => string,
): ReadonlyMap<string, readonly ReadingName[]> {
  const texts = new Map<string, readonly ReadingName[]>();
  for (const result of results) {
    const text = textOfOne(result);
    texts.set(text, [...(texts.get(text) ?? []), result.reading]);
  }
  return texts;
}

function textOf(path: string, { verdict, lines }: ScenarioResult): string {
  const rows = lines.map(({ line, column, step, outcome, verdict: one }) => {
    const what = step === undefined ? outcome : `${step.text}: ${outcome}`;
    const where = one === 'holds' ? '' : `  [${path}:${line}:${column}]`;
    return `  ${marks[one]} ${what}${where}`;
  });
  return [verdict, ...rows, ...restsOnByLine(lines), ''].join('\n');
}
