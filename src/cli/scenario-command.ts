/** `breakglass scenario`: one scripted disaster, step by step. */
import { worst } from '../../models/kernel/verdict.ts';
import { printProblem, type ReadResult } from '../site/problem.ts';
import { namesMachine, parseMachineScenario } from '../site/read-machine-scenario.ts';
import { parseScenario } from '../site/read-scenario.ts';
import { readText } from '../site/source.ts';
import { playMachineScenario } from '../verdict/machine-scenario.ts';
import { playScenario, type ScenarioResult } from '../verdict/scenario.ts';
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
  const { name, files, readings, play } = await scenarioAt(path);
  await prepareOutputs(outputs, files);
  const results = allReadings
    .filter((reading) => readings.includes(reading.name))
    .map((reading) => play(reading, options.seed));
  const verdict = worst(results.map((result) => result.verdict));
  const whole = json({ schema: 'breakglass/scenario/1', scenario: name, verdict, results });
  for (const output of outputs) await save(output, whole);
  for (const result of results) print(textOf(path, result));
  return exitCodeOf(verdict);
}

type Playable = {
  readonly name: string;
  /** What was read, and must not be written over. */
  readonly files: readonly string[];
  readonly readings: readonly ReadingName[];
  readonly play: (reading: Reading, seed: string) => ScenarioResult;
};

/** @throws BadInput with what is wrong with the file */
async function scenarioAt(path: string): Promise<Playable> {
  const text = valueOf(await readText(path, { what: 'a scenario file', start: '' }));
  if (namesMachine(text)) {
    const scenario = valueOf(parseMachineScenario(text, path));
    const { name, readings } = scenario;
    return {
      name,
      files: [path],
      readings,
      play: (reading, seed) => playMachineScenario(scenario, reading, seed),
    };
  }
  const scenario = valueOf(await parseScenario(text, path));
  const { name, readings, siteFile } = scenario;
  const play = (reading: Reading, seed: string): ScenarioResult => playScenario(scenario, reading, seed);
  return { name, files: [path, siteFile.fileName], readings, play };
}

function valueOf<T>(read: ReadResult<T>): T {
  if (!read.ok) throw new BadInput(read.problems.map(printProblem));
  return read.value;
}

function textOf(path: string, { reading, verdict, lines }: ScenarioResult): string {
  const rows = lines.map(({ line, column, step, outcome, verdict: one }) => {
    const what = step === undefined ? outcome : `${step.text}: ${outcome}`;
    const where = one === 'holds' ? '' : `  [${path}:${line}:${column}]`;
    return `  ${marks[one]} ${what}${where}`;
  });
  return [`${path}, reading ${reading}: ${verdict}`, ...rows, ''].join('\n');
}
