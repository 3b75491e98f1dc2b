/** The options of `breakglass measure`, and what `--help` says of it. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { MeasureOptions } from './measure-settings.ts';

const about =
  'What encryption does to deduplication, and what it costs, on blocks that are really written. The ' +
  'machines of the datastore that deduplicates are generated as clones of one golden image, or a ' +
  'directory or disk image of your own is read; the same bytes then go through four orders of layers ' +
  '(none, vSAN, VM, both), with real AES-XTS, hashes and LZ4, and through the layers that the site ' +
  'has on. Of every ratio the table says what the law predicts, and of every GiB the CPU seconds of ' +
  'cipher, hash and compression. With workload.writtenGiB and prices in the site file it also says ' +
  'what that is for the whole site.';

const examples = `
Sizes are written as 512MiB, 8GiB or 1.5TiB. Memory stays flat, but for the index: some 32 bytes for each
block of 4 KiB that occurs once, 25 million of them in the default 768MiB. What cannot fit is refused at once;
--estimate then gives an interval.

Ctrl-C ends after the extents under way. What was counted until then is told and written, marked as
incomplete, with exit code 2; so is a run that met files that it could not read or that changed.

Examples:
  breakglass measure site.yaml                          generated disks, as workload in the site file says
  breakglass measure site.yaml --size 8GiB --html out/measure.html
                                                        more of them, with plots
  breakglass measure site.yaml --data /srv/images       your own files; .img, .raw, .iso and -flat.vmdk
                                                        have a key each, all others lie on one disk
  breakglass measure site.yaml --data src --ext4        the same files as an ext4 file system lays them
  breakglass measure site.yaml --data /srv --estimate   reads all, remembers a part: a narrow interval
  breakglass measure site.yaml --data /srv --estimate 5%
                                                        reads 5 % of the blocks: quick, a wide interval`;

/** Adds the verb. `setExit` takes the exit code. */
export function addMeasure(program: Command, setExit: (code: number) => void): void {
  program
    .command('measure')
    .argument('<site.yaml>', 'the site file; see docs/site-file.md')
    .summary('what encryption costs in deduplication, CPU time and money, on real bytes')
    .description(about)
    .option('--data <path>', 'a directory or a disk image to measure instead of generated disks')
    .option('--ext4', 'make an ext4 image of the directory first; needs mke2fs', false)
    .option('--size <size>', 'of all generated disks together, or of the ext4 image')
    .option('--estimate [part]', 'estimate the plain ratio: from all blocks, or from a part such as 10%')
    .option('--index-memory <size>', 'the most that deduplication indexes may take together', '768MiB')
    .option('--workers <n>', 'worker threads; no count depends on them', String(availableParallelism()))
    .option('--seed <text>', 'root seed: the same seed gives the same counts', 'breakglass')
    .option('--no-timings', 'leave out every figure that differs from run to run')
    .option('--json <file>', 'write the whole result')
    .option('--html <file>', 'write it as one page with plots that opens without a network')
    .addHelpText('after', examples)
    .action(async (path: string, options: MeasureOptions) => {
      const { measureCommand } = await import('./measure-command.ts');
      setExit(await measureCommand(path, options));
    });
}
