/** A measurement on a terminal: what was written, the table of layers, capacity and money, what is missing. */
import { visible } from './html.ts';
import type { MeasureResult, MeasureRow } from './measure-result.ts';
import {
  bytesText,
  configuredText,
  costSentences,
  dataText,
  measureSentence,
  moneyText,
  ratioText,
  rowRatioText,
  secondsText,
  storageName,
} from './measure-words.ts';
import { columns, wrapped } from './text-layout.ts';
import { count, grouped, layerWords } from './words.ts';

/** Everything that is known, in plain lines. The same result gives the same text. */
export function renderMeasureText(result: MeasureResult): string {
  const { site, complete, storage, seed, missing } = result;
  const head = `${visible(site)}: ${dataText(result)}; blocks of ${bytesText(storage.blockBytes)} on ${storageName(result)}; seed ${seed}`;
  const lines = [
    ...wrapped(head),
    ...wrapped(`${complete ? 'Complete' : 'NOT COMPLETE'}. ${measureSentence(result)}`),
    ...missing.flatMap((sentence) => wrapped(sentence, '  ! ')),
    ...layerLines(result),
    ...estimateLines(result),
    ...scaledLines(result),
    ...failureLines(result),
    ...footLines(result),
  ];
  return `${lines.join('\n')}\n`;
}

function layerLines(result: MeasureResult): readonly string[] {
  const { rows, configured, storage } = result;
  if (rows.length === 0) return [];
  const isTimed = rows.some(({ timing }) => timing !== null);
  const isPredicted = rows.some(({ predicted }) => predicted !== null);
  const head = ['Layers', 'ratio', ...(isPredicted ? ['law', 'law, all machines'] : []), 'stored'];
  if (isTimed) head.push('CPU s/GiB', 'cipher', 'hash', 'compress');
  const cellsOf = (name: string, row: MeasureRow): string[] => [
    name,
    rowRatioText(row),
    ...(isPredicted ? [lawText(row.predicted?.measuredDisks), lawText(row.predicted?.wholeSite)] : []),
    storedText(row, storage.blockBytes),
    ...(isTimed ? timingCells(row) : []),
  ];
  const table = columns([
    head,
    ...rows.map((row) => cellsOf(layerWords[row.layers], row)),
    ...(configured === null ? [] : [cellsOf('As configured', configured)]),
  ]);
  const note = configured === null ? [] : wrapped(`As configured: ${configuredText(configured)}.`, '  ');
  const costs = costSentences(result).flatMap((sentence) => wrapped(sentence, '  '));
  return ['', ...table.map((line) => `  ${line}`), ...note, ...costs];
}

function lawText(ratio: number | undefined): string {
  return ratio === undefined ? '-' : ratioText(ratio);
}

function storedText({ logicalBlocks, storedBytes }: MeasureRow, blockBytes: number): string {
  return logicalBlocks === 0 ? '-' : `${((100 * storedBytes) / (logicalBlocks * blockBytes)).toFixed(1)} %`;
}

function timingCells({ timing }: MeasureRow): string[] {
  if (timing === null) return ['-', '-', '-', '-'];
  const { cipher, hash, compression } = timing.split;
  return [timing.cpuSecondsPerGiB, cipher, hash, compression].map(secondsText);
}

function estimateLines({ estimate }: MeasureResult): readonly string[] {
  if (estimate === null) return [];
  const { uniqueBlocks, logicalBlocks, sampled } = estimate;
  const how =
    'oneIn' in sampled
      ? `all blocks were read, and one content in ${sampled.oneIn} remembered`
      : `${Number((sampled.share * 100).toFixed(4))} % of the blocks were read`;
  return [
    '',
    ...wrapped(
      `Between ${grouped(Math.floor(uniqueBlocks.low))} and ${grouped(Math.ceil(uniqueBlocks.high))} of ${grouped(logicalBlocks)} blocks are unique; ${how}.`,
      '  ',
    ),
  ];
}

function scaledLines({ scaledTo, rows, currency }: MeasureResult): readonly string[] {
  if (scaledTo === null || rows.length === 0) return [];
  const isTimed = rows.some(({ timing }) => timing !== null);
  const isPriced = currency !== null;
  const head = ['Layers', 'raw capacity', ...(isPriced ? [`capacity, ${currency}`] : [])];
  if (isTimed) head.push('core hours a day', ...(isPriced ? [`CPU a day, ${currency}`] : []));
  const table = columns([
    head,
    ...rows.map(({ layers, rawBytes, capacityCost, timing }) => [
      layerWords[layers],
      bytesText(rawBytes ?? 0),
      ...(isPriced ? [moneyText(capacityCost ?? 0, null)] : []),
      ...(isTimed ? [(timing?.coreHoursPerDay ?? 0).toFixed(2)] : []),
      ...(isTimed && isPriced ? [moneyText(timing?.cpuCostPerDay ?? 0, null)] : []),
    ]),
  ]);
  const { machines, writtenBytes, writtenBytesPerDay, redundancy } = scaledTo;
  const to = `Scaled to ${count(machines, 'machine')} with ${bytesText(writtenBytes)} written and ${bytesText(writtenBytesPerDay)} more a day, ${count(redundancy, 'copy').replace('copys', 'copies')} of each block:`;
  return ['', ...wrapped(to), ...table.map((line) => `  ${line}`)];
}

function failureLines({
  failures,
  unreadable,
  changed,
  data: { skipped },
}: MeasureResult): readonly string[] {
  const more = unreadable + changed - failures.length;
  return [
    ...(failures.length === 0 ? [] : ['']),
    ...failures.flatMap(({ path, kind, detail }) => wrapped(`${path}: ${kind} (${detail})`, '  ! ')),
    ...(more > 0 && failures.length > 0 ? [`  ! and ${grouped(more)} more`] : []),
    ...(skipped !== null && skipped > 0 ? [`  Links, sockets, pipes and devices left out: ${skipped}`] : []),
  ];
}

function footLines(result: MeasureResult): readonly string[] {
  const { verified, timing } = result;
  const back = `${grouped(verified.blocks)} blocks were read back from the media, decrypted and compared; ${grouped(verified.wrong)} differed.`;
  const how =
    timing === null
      ? []
      : wrapped(
          `${timing.seconds.toFixed(1)} s with ${count(timing.workers, 'worker')}${timing.cipherWay === null ? '' : `, AES by the ${timing.cipherWay} way`}. LZ4 runs in WebAssembly here, slower than in a storage system.`,
        );
  return ['', ...(verified.blocks === 0 ? [] : wrapped(back)), ...how, `Again: ${visible(result.again)}`];
}
