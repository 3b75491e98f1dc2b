/** The options of `breakglass verify`, and what `--help` says of it. */
import type { Command } from 'commander';
import type { VerifyOptions } from './verify-command.ts';

const about = `Looks at a certificate of check --certificate again, without searching. Its hashes are computed anew, every
counterexample, every run to a loss and every runbook is played event by event through the rules, the recovery game is
solved from where they end, and a second method asks about every combination of faults that the certificate does not
list. What cannot be looked at without a search is told as taken on the searcher's word.

Exit codes here: 0 verified; 1 refuted, with the line that is not so; 2 not checked, because another version of
breakglass wrote it; 3 no certificate, with file:line:column.`;

const examples = `
Examples:
  breakglass check site.yaml --certificate out/certificate.json
  breakglass verify out/certificate.json
  breakglass verify out/certificate.json --site site.yaml    and it is about this very file`;

/** Adds the verb. `setExit` takes the exit code. */
export function addVerify(program: Command, setExit: (code: number) => void): void {
  program
    .command('verify')
    .argument('<certificate>', 'a file that check --certificate wrote; see docs/certificate.md')
    .summary('looks at a certificate again: plays what it says, without searching')
    .description(about)
    .option('--site <file>', 'the site file that it must be about')
    .addHelpText('after', examples)
    .action(async (path: string, options: VerifyOptions) => {
      const { verifyCommand } = await import('./verify-command.ts');
      setExit(await verifyCommand(path, options));
    });
}
