/** The options of `breakglass practices`, and what `--help` says of it. */
import type { Command } from 'commander';
import type { PracticesOptions } from './practices-command.ts';

const about = `What each best practice is worth, proved: with everything else in place, a search without it and a search with
it. "necessary" means that something is lost without it and kept with it; "not necessary", that nothing is lost
without it either, within the faults that are asked; "not enough", that it is lost all the same. Under each reading
of the sources, because they disagree on it. With the id of a practice, its shortest counterexample is told step by step.
Each loss has a scenario that plays it on model and twin, and the command for it is printed. docs/practices.md has the
whole table.`;

const examples = `
Examples:
  breakglass practices                         the table of all practices
  breakglass practices S4                      what a TPM is worth, with the runs that show it
  breakglass practices S4 --reading vendor     under one reading`;

/** Adds the verb. `setExit` takes the exit code. */
export function addPractices(program: Command, setExit: (code: number) => void): void {
  program
    .command('practices')
    .argument('[practice]', 'the id of one practice, such as S4')
    .summary('which best practices are necessary, under which reading, with the proof')
    .description(about)
    .option('--reading <name>', 'article, vendor or both: how to read what the sources disagree on', 'both')
    .option('--json <file>', 'write the whole result')
    .addHelpText('after', examples)
    .action(async (id: string | undefined, options: PracticesOptions) => {
      const { practicesCommand } = await import('./practices-command.ts');
      setExit(await practicesCommand(id, options));
    });
}
