/** The command line of breakglass: verbs, options, help, and what becomes of errors. */
import { Command, CommanderError } from 'commander';
import { quoteWord } from '../site/problem.ts';
import { suggestion } from '../site/suggest.ts';
import { toolVersion } from '../tool.ts';
import type { ChaosOptions } from './chaos-command.ts';
import type { CheckCommandOptions } from './check-command.ts';
import { BadInput, exitCodes } from './exit.ts';
import { chaosHelp, checkHelp, exitHelp, programHelp, replayHelp, scenarioHelp } from './help.ts';
import { addCutSets } from './cutsets-verb.ts';
import { addMeasure } from './measure-verb.ts';
import { addPractices } from './practices-verb.ts';
import { addReadings } from './readings-verb.ts';
import { commonOptions } from './options.ts';
import { tell } from './output.ts';
import { addVerify } from './verify-verb.ts';

const verbs = [
  'check',
  'chaos',
  'scenario',
  'replay',
  'measure',
  'cutsets',
  'readings',
  'practices',
  'verify',
] as const;

/** Runs the command line. @returns the exit code */
export async function runProgram(args: readonly string[]): Promise<number> {
  let exit: number = exitCodes.holds;
  try {
    refuseUnknownVerb(args);
    await programOf((code) => {
      exit = code;
    }).parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof BadInput) {
      for (const line of error.lines) tell(line);
      return exitCodes.badInput;
    }
    // Commander has told its own message; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.holds : exitCodes.badInput;
    tell(
      `a defect of breakglass, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return exitCodes.defect;
  }
}

/** @throws BadInput with what there is instead */
function refuseUnknownVerb([verb]: readonly string[]): void {
  if (verb === undefined)
    throw new BadInput([`breakglass: expected a verb: ${verbs.join(' | ')}; breakglass --help tells more`]);
  if (verb.startsWith('-') || verb === 'help' || verbs.some((known) => known === verb)) return;
  const hint = suggestion(verb, verbs);
  throw new BadInput([
    `breakglass: expected a verb, found ${quoteWord(verb)}${hint.startsWith('; did') ? hint : `; expected ${verbs.join(' | ')}`}`,
  ]);
}

type SetExit = (code: number) => void;

function programOf(setExit: SetExit): Command {
  const { version, commit } = toolVersion();
  const program = new Command('breakglass')
    .description('Will the keys of an encrypted vSphere cluster, and so its machines, come back?')
    .version(`${version} (${commit})`)
    .addHelpText('after', programHelp);
  addCheck(program, setExit);
  addChaos(program, setExit);
  addScenario(program, setExit);
  addReplay(program, setExit);
  addMeasure(program, setExit);
  addCutSets(program, setExit);
  addReadings(program, setExit);
  addPractices(program, setExit);
  addVerify(program, setExit);
  for (const command of [program, ...program.commands]) {
    const name = command === program ? 'breakglass' : `breakglass ${command.name()}`;
    command
      .addHelpText('after', exitHelp)
      .exitOverride()
      .configureOutput({
        outputError: (text, write) =>
          write(text.replace(/^error: (.*)\n/, `${name}: $1; ${name} --help tells more\n`)),
      });
  }
  return program;
}

// Each verb loads its own code only: a slip on the command line is answered at once.

function addCheck(program: Command, setExit: SetExit): void {
  commonOptions(program.command('check').argument('<site.yaml>', 'the site file; see docs/site-file.md'))
    .summary('the verdict on a site: is its promise kept, what breaks it, how do the machines come back')
    .description(checkHelp.about)
    .option(
      '--checkpoint <folder>',
      'keep the search of each reading there, so that it can go on another time',
    )
    .option('--resume', 'go on with the searches in the folder of --checkpoint', false)
    .option('--progress', 'tell how far it is in a pipe as well; on a terminal it always does', false)
    .option(
      '--profile',
      'tell what makes the search large: values of each part of the site, and their events',
      false,
    )
    .option('--certificate <file>', 'write what was proved, for breakglass verify; see docs/certificate.md')
    .addHelpText('after', checkHelp.examples)
    .action(async (path: string, options: CheckCommandOptions) => {
      const { checkCommand } = await import('./check-command.ts');
      setExit(await checkCommand(path, options));
    });
}

function addChaos(program: Command, setExit: SetExit): void {
  commonOptions(program.command('chaos').argument('<site.yaml>', 'the site file; see docs/site-file.md'))
    .summary('runs with injected faults on model and twin, kept in a store that can be resumed')
    .description(chaosHelp.about)
    .option('--runs <n>', 'so many runs for each reading')
    .option('--for <duration>', 'run so long, such as 60s, 15m or 8h; with --runs, whatever ends first')
    .option('--store <file>', 'where the runs are kept, as SQLite', 'out/chaos.sqlite')
    .option('--resume', 'go on with the campaign in the store', false)
    .option(
      '--minimize <n>',
      'losses beyond the promise that are made short, for each machine; those within always are',
      '16',
    )
    .addHelpText('after', chaosHelp.examples)
    .action(async (path: string, options: ChaosOptions) => {
      const { chaosCommand } = await import('./chaos-command.ts');
      setExit(await chaosCommand(path, options));
    });
}

function addScenario(program: Command, setExit: SetExit): void {
  program
    .command('scenario')
    .argument('<scenario.yaml>', 'the scenario file; see docs/scenario-file.md')
    .summary('one scripted disaster, step by step, held against what it expects')
    .description(scenarioHelp.about)
    .option('--seed <text>', 'root seed: it makes the keys of the twin', 'breakglass')
    .option('--json <file>', 'write the whole result')
    .addHelpText('after', scenarioHelp.examples)
    .action(async (path: string, options: { seed: string; json?: string }) => {
      const { scenarioCommand } = await import('./scenario-command.ts');
      setExit(await scenarioCommand(path, options));
    });
}

function addReplay(program: Command, setExit: SetExit): void {
  program
    .command('replay')
    .argument('<site.yaml>', 'the site file that the token belongs to')
    .argument('<token>', 'as a report or a finding prints it')
    .summary('plays a found run again, on model and twin, and tries to recover every machine')
    .description(replayHelp.about)
    .option('--seed <text>', 'root seed: it makes the keys of the twin', 'breakglass')
    .addHelpText('after', replayHelp.examples)
    .action(async (path: string, token: string, options: { seed: string }) => {
      const { replayCommand } = await import('./replay-command.ts');
      setExit(await replayCommand(path, token, options));
    });
}
