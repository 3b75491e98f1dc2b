/** The options of `breakglass readings`, and what `--help` says of it. */
import type { Command } from 'commander';
import type { ReadingsOptions } from './readings-command.ts';

const about = `Where the sources disagree, breakglass checks every reading of them. This verb says what tells them apart on
your site: for each pair of readings, and for each single question that is open, the shortest run of events after
which an answer or something that can be seen differs. Play that run in a lab, look, and the question is settled.
A question that this site cannot tell apart is looked for on the domain machines of docs/machines.`;

const examples = `
Examples:
  breakglass readings site.yaml                    one experiment for each open question
  breakglass readings site.yaml --faults 2         look further where nothing differs within one fault
  breakglass readings site.yaml --json out/readings.json`;

/** Adds the verb. `setExit` takes the exit code. */
export function addReadings(program: Command, setExit: (code: number) => void): void {
  program
    .command('readings')
    .argument('<site.yaml>', 'the site file; see docs/site-file.md')
    .summary('what tells the readings of the sources apart, and how a lab settles it')
    .description(about)
    .option('--faults <n>', 'experiments with at most so many faults, 0 to 7', '1')
    .option('--pairs-max <n>', 'stop a comparison rather than look at more pairs of states', '200000')
    .option('--json <file>', 'write the whole result')
    .addHelpText('after', examples)
    .action(async (path: string, options: ReadingsOptions) => {
      const { readingsCommand } = await import('./readings-command.ts');
      setExit(await readingsCommand(path, options));
    });
}
