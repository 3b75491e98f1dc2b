/** The page of a measurement: ratio by layers, CPU time, capacity and money, and what the figures rest on. */
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { type Place, measurePage } from './measure-page.ts';
import { type BarRow, bars } from './measure-plots.ts';
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
import { replayBlock, type Row, row, section, table, timing } from './parts.ts';
import { count, grouped, layerWords } from './words.ts';

/** A page that opens from a file without a network. The same result gives the same bytes. */
export function renderMeasure(result: MeasureResult): string {
  const places: Place[] = [];
  const add = (id: string, words: string, body: Html): void => void places.push({ id, words, body });
  if (result.rows.length > 0) add('ratio', 'Deduplication', ratioSection(result));
  if (result.rows.some((line) => line.timing !== null)) add('cpu', 'CPU time', cpuSection(result));
  if (result.scaledTo !== null && result.rows.length > 0)
    add('capacity', 'Capacity and money', capacitySection(result));
  add('data', 'Data', dataSection(result));
  return measurePage(result, banner(result), places);
}

function banner(result: MeasureResult): Html {
  const { site, siteFile, datastore, seed, tool, complete, missing } = result;
  const verdict = complete ? 'holds' : 'notTested';
  return html`<header class="banner is-${verdict}">
<p class="brand"><b>breakglass</b> what encryption costs<span>${site}</span></p>
<p class="verdict">${icon(complete ? 'check' : 'question')}${complete ? 'Measured completely' : 'Not complete'}</p>
<h1>${measureSentence(result)}</h1>
${missing.map((sentence) => html`<p>${sentence}</p>`)}
<dl class="facts">
<div><dt>Site file</dt><dd>${siteFile}</dd></div>
<div><dt>Datastore</dt><dd>${datastore}, as ${storageName(result)}</dd></div>
<div><dt>Data</dt><dd>${dataText(result)}</dd></div>
<div><dt>Seed</dt><dd>${seed}</dd></div>
<div><dt>Version</dt><dd>${tool.version} (${tool.commit})</dd></div>
</dl>
</header>`;
}

/** The rows with their names, the site as configured last. */
function named({ rows, configured }: MeasureResult): { name: string; line: MeasureRow }[] {
  return [
    ...rows.map((line) => ({ name: layerWords[line.layers], line })),
    ...(configured === null ? [] : [{ name: 'As configured', line: configured }]),
  ];
}

function ratioSection(result: MeasureResult): Html {
  const { storage, configured } = result;
  const isPredicted = result.rows.some(({ predicted }) => predicted !== null);
  const plot = named(result).flatMap(({ name, line }): BarRow[] => [
    {
      label: name,
      parts: [{ kind: 'measured', value: line.logicalBlocks === 0 ? 0 : line.ratio }],
      text: rowRatioText(line),
    },
    ...(line.predicted === null
      ? []
      : [
          {
            label: '',
            parts: [{ kind: 'predicted' as const, value: line.predicted.measuredDisks }],
            text: ratioText(line.predicted.measuredDisks),
          },
        ]),
  ]);
  const heads = ['Layers', 'Ratio', 'Blocks written', 'Blocks left', 'Stored'];
  if (isPredicted) heads.push('The law says', 'Of all machines');
  const rows = named(result).map(
    ({ name, line }): Row =>
      row(
        name,
        rowRatioText(line),
        grouped(line.logicalBlocks),
        grouped(line.uniqueBlocks),
        storedText(line, storage.blockBytes),
        ...(isPredicted ? [lawText(line.predicted?.measuredDisks), lawText(line.predicted?.wholeSite)] : []),
      ),
  );
  return section(
    'ratio',
    'Deduplication by layers',
    'The same bytes went through each order of layers, and equal blocks were counted. A ratio of 1 means that deduplication saves nothing.',
    html`${bars('Ratio of blocks written to blocks left', plot, [
      ['measured', 'measured on real bytes'],
      ...(isPredicted ? [['predicted', 'predicted by the law'] as const] : []),
    ])}
${table('Deduplication by layers', heads, rows, 'numbers')}
${configured === null ? undefined : html`<p class="muted">As configured: ${configuredText(configured)}, each class of machines by itself.</p>`}`,
  );
}

function lawText(ratio: number | undefined): string {
  return ratio === undefined ? 'unknown' : ratioText(ratio);
}

function storedText({ logicalBlocks, storedBytes }: MeasureRow, blockBytes: number): string {
  const share = logicalBlocks === 0 ? 1 : storedBytes / (logicalBlocks * blockBytes);
  return `${bytesText(storedBytes)} (${(100 * share).toFixed(1)} %)`;
}

function cpuSection(result: MeasureResult): Html {
  const timed = named(result).flatMap(({ name, line: { timing: figures } }) =>
    figures === null ? [] : [{ name, figures }],
  );
  const plot = timed.map(
    ({ name, figures: { split, cpuSecondsPerGiB } }): BarRow => ({
      label: name,
      parts: (['cipher', 'hash', 'compression'] as const).map((kind) => ({ kind, value: split[kind] })),
      text: `${secondsText(cpuSecondsPerGiB)} s/GiB`,
    }),
  );
  const rows = timed.map(({ name, figures: { split, cpuSecondsPerGiB } }) =>
    row(
      name,
      ...[split.cipher, split.hash, split.compression, cpuSecondsPerGiB].map((seconds) =>
        timing(`${secondsText(seconds)} s`),
      ),
    ),
  );
  return section(
    'cpu',
    'CPU time by layers',
    'From the account of the process itself, for each GiB that the guests wrote. Making or reading the data and writing our own media file are left out.',
    html`${bars(
      'CPU seconds for each GiB',
      plot,
      [
        ['cipher', 'cipher'],
        ['hash', 'hash and index'],
        ['compression', 'compression'],
      ],
      true,
    )}
${table('CPU seconds for each GiB by layers', ['Layers', 'Cipher', 'Hash and index', 'Compression', 'All'], rows, 'numbers')}
<ul class="words">${costSentences(result).map((sentence) => html`<li data-timing>${sentence}</li>`)}
<li>LZ4 runs in WebAssembly here, at a part of its native speed: a storage system compresses for less.</li></ul>`,
  );
}

function capacitySection({ rows, scaledTo, currency }: MeasureResult): Html {
  const isTimed = rows.some((line) => line.timing !== null);
  const plot = rows.map(
    ({ layers, rawBytes, capacityCost }): BarRow => ({
      label: layerWords[layers],
      parts: [{ kind: 'capacity', value: rawBytes ?? 0 }],
      text: capacityCost === null ? bytesText(rawBytes ?? 0) : moneyText(capacityCost, currency),
    }),
  );
  const heads = ['Layers', 'Raw capacity', ...(currency === null ? [] : ['Its price'])];
  if (isTimed) heads.push('Core hours a day', ...(currency === null ? [] : ['Their price a day']));
  const lines = rows.map(({ layers, rawBytes, capacityCost, timing: figures }) => {
    const money = (amount: number | null | undefined): string => moneyText(amount ?? 0, currency);
    const cpu = timing((figures?.coreHoursPerDay ?? 0).toFixed(2));
    return row(
      layerWords[layers],
      bytesText(rawBytes ?? 0),
      ...(currency === null ? [] : [money(capacityCost)]),
      ...(isTimed ? [cpu, ...(currency === null ? [] : [timing(money(figures?.cpuCostPerDay))])] : []),
    );
  });
  const copies = scaledTo?.redundancy === 1 ? 'one copy' : `${scaledTo?.redundancy ?? 1} copies`;
  return section(
    'capacity',
    'Capacity and money of the whole site',
    `Scaled to ${count(scaledTo?.machines ?? 0, 'machine')} with ${bytesText(scaledTo?.writtenBytes ?? 0)} written and ${bytesText(scaledTo?.writtenBytesPerDay ?? 0)} more a day, ${copies} of each block, as if the rest were like what was measured.`,
    html`${bars(currency === null ? 'Raw capacity' : 'Raw capacity at the price of the site file', plot, [
      ['capacity', currency === null ? 'raw bytes' : `raw capacity in ${currency}`],
    ])}
${table('Capacity and money by layers', heads, lines, 'numbers')}`,
  );
}

function dataSection(result: MeasureResult): Html {
  const { data, verified, failures, unreadable, changed, storage, estimate } = result;
  const more = unreadable + changed - failures.length;
  return section(
    'data',
    'What was measured, and what the figures rest on',
    dataText(result),
    html`${estimate === null ? undefined : html`<p>${grouped(estimate.logicalBlocks)} blocks, of which between ${grouped(Math.floor(estimate.uniqueBlocks.low))} and ${grouped(Math.ceil(estimate.uniqueBlocks.high))} are unique: an estimate from a sample.</p>`}
${data.origin.length === 0 ? undefined : html`<p>The golden image consists of ${data.origin.join(', ')}.</p>`}
${verified.blocks === 0 ? undefined : html`<p>${grouped(verified.blocks)} blocks were read back from the media, decrypted and compared; ${grouped(verified.wrong)} differed.</p>`}
${failures.length === 0 ? undefined : failureTable(result)}${more > 0 && failures.length > 0 ? html`<p>And ${grouped(more)} more.</p>` : undefined}
${data.skipped === null || data.skipped === 0 ? undefined : html`<p class="muted">Links, sockets, pipes and devices left out: ${data.skipped}.</p>`}
${
  storage.facts.length === 0
    ? undefined
    : html`<h3>${storageName(result)}, as it is modelled</h3>
<ul class="basis">${storage.facts.map(({ fact, source, confidence }) => html`<li>${fact}<span class="from">${source} (${confidence})</span></li>`)}</ul>`
}
<h3>Measure again</h3>
${replayBlock(result.again)}`,
  );
}

function failureTable({ failures }: MeasureResult): Html {
  return table(
    'Files that failed',
    ['File', 'What happened', 'Detail'],
    failures.map(({ path, kind, detail }) =>
      row(path, kind === 'changed' ? 'changed while it was read' : 'could not be read', detail),
    ),
  );
}
