/** The options that `check` and `chaos` share. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { memoryMaxDefaultBytes } from '../memory.ts';

export function commonOptions(command: Command): Command {
  return command
    .option('--reading <name>', 'article, vendor or both: how to read what the sources disagree on', 'both')
    .option('--seed <text>', 'root seed: the same seed gives the same result', 'breakglass')
    .option(
      '--workers <n>',
      'worker threads: the readings share them, and then each search has several; no result depends on them',
      String(availableParallelism()),
    )
    .option('--chance-runs <n>', 'runs by chance for each reading that hold the model against the twin', '40')
    .option('--states-max <n>', 'stop a search after so many states; its verdict is then unknown', '4000000')
    .option(
      '--memory-max <size>',
      'what the process may take; a search that comes near it stops, and its verdict is then unknown',
      `${Math.floor(memoryMaxDefaultBytes() / 2 ** 20)}MiB`,
    )
    .option('--witnesses <n>', 'combinations of each loss that are shown as a run', '4')
    .option('--no-timings', 'write 0 for every figure that differs from run to run')
    .option('--no-measure', 'do not measure deduplication; its part of the promise is then not tested')
    .option('--html <file>', 'write the report as one page that opens without a network')
    .option('--json <file>', 'write the whole result')
    .option('--junit <file>', 'write JUnit XML for build servers')
    .option('--sarif <file>', 'write SARIF, which code hosts show at the lines of the site file')
    .option('--ctrf <file>', 'write a CTRF report');
}
