/** The options of `breakglass cutsets`, and what `--help` says of it. */
import type { Command } from 'commander';
import type { CutSetsOptions } from './cutsets-command.ts';

const about = `Every minimal combination of faults after which a class of machines is unrecoverable, does not start again
without something kept outside, or is read by a thief: all of order one, then two, and so on, with what each
order was complete for. Hosts that are alike count once; each combination says how many it stands for. The
first of them come with a shortest run that shows them, the step after which nothing helps, and the cheapest
practice that removes them, found by searching the mended site.`;

const examples = `
Examples:
  breakglass cutsets site.yaml                     all combinations of at most two faults
  breakglass cutsets site.yaml --order 3 --json out/cut-sets.json
  breakglass cutsets site.yaml --open-psa out/tree writes out/tree.article.xml and out/tree.vendor.xml, fault trees
                                                   that tools of reliability engineers read`;

/** Adds the verb. `setExit` takes the exit code. */
export function addCutSets(program: Command, setExit: (code: number) => void): void {
  program
    .command('cutsets')
    .argument('<site.yaml>', 'the site file; see docs/site-file.md')
    .summary('all minimal combinations of faults that lose machines or data, up to an order')
    .description(about)
    .option('--reading <name>', 'article, vendor or both: how to read what the sources disagree on', 'both')
    .option('--order <n>', 'combinations of at most so many faults, 1 to 4', '2')
    .option('--witnesses <n>', 'combinations of each loss that are shown as a run', '4')
    .option('--no-remedies', 'do not search for practices that remove them')
    .option('--json <file>', 'write the whole result')
    .option('--open-psa <prefix>', 'write a fault tree for each reading, as PREFIX.READING.xml')
    .addHelpText('after', examples)
    .action(async (path: string, options: CutSetsOptions) => {
      const { cutSetsCommand } = await import('./cutsets-command.ts');
      setExit(await cutSetsCommand(path, options));
    });
}
