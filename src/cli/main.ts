#!/usr/bin/env node
/** The command line of breakglass: verbs, options, help, and what becomes of errors. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { chaosCommand, type ChaosOptions } from './chaos-command.ts';
import { checkCommand, type CheckOptions } from './check-command.ts';
import { BadInput, exitCodes } from './exit.ts';
import { tell } from './output.ts';
import { replayCommand } from './replay-command.ts';
import { scenarioCommand } from './scenario-command.ts';
import { toolVersion } from './tool.ts';

const exitHelp = `
Exit codes: 0 all holds · 1 broken · 2 not tested or unknown · 3 bad input or usage · 4 our own defect.
Results go to stdout, messages to stderr.`;

function programOf(setExit: (code: number) => void): Command {
  const { version, commit } = toolVersion();
  const program = new Command('breakglass')
    .description(
      'Will the keys of an encrypted vSphere cluster, and so its machines, come back? Proof, counterexamples, runbooks.',
    )
    .version(`${version} (${commit})`)
    .addHelpText('after', exitHelp)
    .exitOverride();
  common(program.command('check').argument('<site.yaml>', 'the site file; see docs/site-file.md'))
    .description('the verdict on a site: is its promise kept, what breaks it, how do the machines come back')
    .action(async (path: string, options: CheckOptions) => setExit(await checkCommand(path, options)));
  common(program.command('chaos').argument('<site.yaml>', 'the site file'))
    .description('runs with injected faults on model and twin, kept in a store; losses are made short')
    .option('--runs <n>', 'so many runs for each reading')
    .option('--for <duration>', 'run so long, such as 60s, 15m or 8h')
    .option('--store <file>', 'where the runs are kept', 'out/chaos.sqlite')
    .option('--resume', 'go on with the campaign in the store', false)
    .option('--minimize <n>', 'losses made short for each machine', '16')
    .action(async (path: string, options: ChaosOptions) => setExit(await chaosCommand(path, options)));
  program
    .command('scenario')
    .argument('<scenario.yaml>', 'the scenario file; see docs/scenario-file.md')
    .description('one scripted disaster, step by step, held against what it expects')
    .option('--seed <text>', 'root seed of the run', 'breakglass')
    .option('--json <file>', 'write the result')
    .action(async (path: string, options: { seed: string; json?: string }) =>
      setExit(await scenarioCommand(path, options)),
    );
  program
    .command('replay')
    .argument('<site.yaml>', 'the site file that the token belongs to')
    .argument('<token>', 'as a report or a finding prints it')
    .description('plays a found run again, on model and twin, and tries to recover every machine')
    .option('--seed <text>', 'root seed: it makes the keys of the twin', 'breakglass')
    .action(async (path: string, token: string, options: { seed: string }) =>
      setExit(await replayCommand(path, token, options)),
    );
  for (const command of program.commands) command.addHelpText('after', exitHelp).exitOverride();
  return program;
}

function common(command: Command): Command {
  return command
    .option('--reading <name>', 'article, vendor or both: how to read what the sources disagree on', 'both')
    .option('--seed <text>', 'root seed: the same seed gives the same result', 'breakglass')
    .option('--workers <n>', 'worker threads', String(availableParallelism()))
    .option('--chance-runs <n>', 'runs by chance for each reading that hold the model against the twin', '40')
    .option('--states-max <n>', 'stop a search after so many states, incomplete', '4000000')
    .option('--no-timings', 'leave out every figure that differs from run to run')
    .option('--no-measure', 'do not measure deduplication; its part of the promise is then not tested')
    .option('--html <file>', 'write the report')
    .option('--json <file>', 'write the whole result')
    .option('--junit <file>', 'write JUnit XML for CI')
    .option('--sarif <file>', 'write SARIF for code hosts')
    .option('--ctrf <file>', 'write a CTRF report');
}

/** Runs the command line. @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  let exit: number = exitCodes.holds;
  try {
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

process.exitCode = await main(process.argv.slice(2));
