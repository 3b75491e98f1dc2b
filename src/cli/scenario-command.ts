/** `breakglass scenario`: one scripted disaster, step by step. */
import { worst } from '../../models/kernel/verdict.ts';
import { printProblem } from '../site/problem.ts';
import { readScenario } from '../site/read-scenario.ts';
import { playScenario, type ScenarioResult } from '../verdict/scenario.ts';
import { readings as allReadings } from '../../models/reading.ts';
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
  const read = await readScenario(path);
  if (!read.ok) throw new BadInput(read.problems.map(printProblem));
  const scenario = read.value;
  await prepareOutputs(outputs, [path, scenario.siteFile.fileName]);
  const results = allReadings
    .filter(({ name }) => scenario.readings.includes(name))
    .map((reading) => playScenario(scenario, reading, options.seed));
  const verdict = worst(results.map((result) => result.verdict));
  const whole = json({ schema: 'breakglass/scenario/1', scenario: scenario.name, verdict, results });
  for (const output of outputs) await save(output, whole);
  for (const result of results) print(textOf(path, result));
  return exitCodeOf(verdict);
}

function textOf(path: string, { reading, verdict, lines }: ScenarioResult): string {
  const rows = lines.map(({ line, column, step, outcome, verdict: one }) => {
    const what = step === undefined ? outcome : `${step.text}: ${outcome}`;
    const where = one === 'holds' ? '' : `  [${path}:${line}:${column}]`;
    return `  ${marks[one]} ${what}${where}`;
  });
  return [`${path}, reading ${reading}: ${verdict}`, ...rows, ''].join('\n');
}
