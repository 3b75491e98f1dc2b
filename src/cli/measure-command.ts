/** `breakglass measure`: what encryption costs on real bytes. */
import { renderMeasure } from '../../reports/measure.ts';
import type { MeasureResult } from '../../reports/measure-result.ts';
import { renderMeasureText } from '../../reports/measure-text.ts';
import { stopwatch } from '../clock.ts';
import {
  estimateSite,
  indexNeed,
  measureSite,
  type SampleMethod,
  type SiteOptions,
  type SiteWorkload,
} from '../workload/measure-site.ts';
import { openSource, type Source } from '../workload/site-source.ts';
import { siteFrom } from './check-command.ts';
import { BadInput, exitCodes } from './exit.ts';
import { buildImage, type Image } from './measure-image.ts';
import { estimateResult, measuredResult, type ResultFrame } from './measure-result.ts';
import {
  type MeasureOptions,
  type MeasureSettings,
  measuredPart,
  measureSettings,
  workloadFrom,
} from './measure-settings.ts';
import { sizeText } from './settings.ts';
import { json, type OutputFile, prepareOutputs, print, progressLine, save, tell } from './output.ts';

/** @returns the exit code: 2 for a result that is not whole */
export async function measureCommand(path: string, options: MeasureOptions): Promise<number> {
  const settings = await measureSettings(options);
  const file = await siteFrom(path);
  const outputs = outputsOf(options);
  await prepareOutputs(outputs, [path]);
  const controller = new AbortController();
  const onInterrupt = (): void => {
    tell('stopping after the extents under way; what was counted is kept');
    controller.abort('interrupted');
  };
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  const progress = progressLine();
  try {
    await using image = await imageFor(settings, controller.signal, progress.show);
    if (image !== null && !image.isThere) {
      tell(`NOT TESTED: ${image.detail}`);
      return exitCodes.notTested;
    }
    const data =
      settings.data === null || image === null ? settings.data : { ...settings.data, realPath: image.path };
    const part = measuredPart(file.site);
    const workload = workloadFrom(file, part, { ...settings, data });
    const frame: ResultFrame = { file, part, workload, settings, elapsed: stopwatch() };
    const result = await measured(frame, controller.signal, progress.show);
    progress.done();
    for (const output of outputs)
      await save(output, output.option === '--json' ? json(result) : renderMeasure(result));
    print(renderMeasureText(result));
    return result.complete ? exitCodes.holds : exitCodes.notTested;
  } finally {
    process.removeListener('SIGINT', onInterrupt).removeListener('SIGTERM', onInterrupt);
    progress.done();
  }
}

function outputsOf({ json: whole, html }: MeasureOptions): OutputFile[] {
  return [
    ...(whole === undefined ? [] : [{ option: '--json', path: whole }]),
    ...(html === undefined ? [] : [{ option: '--html', path: html }]),
  ];
}

function imageFor(
  { data, sizeBytes }: MeasureSettings,
  signal: AbortSignal,
  show: (text: string) => void,
): Promise<Image | null> {
  if (data === null || !data.asExt4) return Promise.resolve(null);
  show('making an ext4 image …');
  return buildImage(data.realPath, sizeBytes, signal);
}

async function measured(
  frame: ResultFrame,
  signal: AbortSignal,
  show: (text: string) => void,
): Promise<MeasureResult> {
  const { workload, settings } = frame;
  show('looking at the data …');
  const source = await opened(workload);
  if (source.blocksTotal === 0)
    throw new BadInput([`--data: ${settings.data?.path}: expected files with content, found none`]);
  const options: SiteOptions = {
    workers: settings.workers,
    signal,
    source,
    indexBytesMax: settings.indexBytesMax,
    onProgress: progressOf(show),
  };
  if (settings.estimate !== null) {
    const method = methodOf(settings, source);
    return estimateResult(frame, source, method, await estimateSite(workload, method, options));
  }
  refuseTooMuch(source, workload, settings);
  return measuredResult(frame, source, await measureSite(workload, options));
}

/** A layout that cannot be written is the fault of the sizes in the input. */
async function opened(workload: SiteWorkload): Promise<Source> {
  try {
    return await openSource(workload);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput([
      `--size: expected room for at least one block on each generated disk (${error.message}); write more`,
    ]);
  }
}

/** Under VM encryption no block occurs twice, so what the index will need is known before anything is written. */
function refuseTooMuch(
  source: Source,
  { model }: SiteWorkload,
  { data, indexBytesMax }: MeasureSettings,
): void {
  const need = indexNeed(source);
  if (need <= indexBytesMax || model.dedupDomain === 'none') return;
  const size = sizeText(source.blocksTotal * model.blockBytes);
  throw new BadInput([
    `${data === null ? '--size' : '--data'}: ${size} need ${sizeText(need)} of index, where --index-memory allows ${sizeText(indexBytesMax)}; allow more, measure less, or use --estimate`,
  ]);
}

/** Remembers as much as its memory holds, and at most a quarter: otherwise it would be no estimate. */
function methodOf({ estimate, indexBytesMax }: MeasureSettings, source: Source): SampleMethod {
  if (estimate !== null && estimate.share !== null) return { method: 'byBlock', share: estimate.share };
  let oneIn = 4;
  while (indexNeed(source) / oneIn > indexBytesMax) oneIn *= 2;
  return { method: 'byFingerprint', oneIn };
}

/** A line for each percent, since a terminal is slower than the workers. */
function progressOf(show: (text: string) => void): NonNullable<SiteOptions['onProgress']> {
  let shown = -1;
  return ({ blocks, blocksTotal }) => {
    const percent = Math.min(100, Math.floor((100 * blocks) / Math.max(1, blocksTotal)));
    if (percent === shown) return;
    shown = percent;
    show(`writing: ${percent} % of ${blocksTotal} blocks, all orders of layers together`);
  };
}
