/** Deduplication through each order of encryption, counted on real bytes. */
import type { DedupRow } from '../models/result.ts';
import { type Html, html } from './html.ts';
import { type Row, row, section, table } from './parts.ts';
import type { View } from './view.ts';
import { grouped, layerWords } from './words.ts';

const barWidth = 160;

export function dedupSection({ result: { dedup, site } }: View): Html {
  const promised = site.promise.deduplication;
  const plain = dedup.find(({ layers }) => layers === 'plain');
  const least = plain === undefined || promised === null ? undefined : plain.ratio * promised;
  const ratioMax = Math.max(1, ...dedup.map(({ ratio }) => ratio));
  const cpuMax = Math.max(0.001, ...dedup.map(({ cpuSecondsPerGiB }) => cpuSecondsPerGiB));
  return section(
    'deduplication',
    'Deduplication and what encryption costs',
    'Clones of a golden image were written for real through each order of layers, and equal blocks of 4 KiB counted. A ratio of 1 means that deduplication saves nothing.',
    dedup.length === 0
      ? html`<p>Not measured.</p>`
      : html`${table(
          'Deduplication and CPU time by layers',
          ['Layers', 'Deduplication ratio', 'Blocks written', 'Blocks left', 'CPU seconds per GiB'],
          dedup.map((line) => dedupRow(line, ratioMax, cpuMax, least)),
          'numbers bars',
        )}${least === undefined ? undefined : html`<p class="muted">The mark in the bars is the least ratio that the promise asks for: ${least.toFixed(2)}.</p>`}
${explanation(dedup)}`,
  );
}

function dedupRow(line: DedupRow, ratioMax: number, cpuMax: number, least: number | undefined): Row {
  // The two exceptions are about two clones of their own and are not held against the promise.
  const exception = line.layers === 'sameKeySamePlace' || line.layers === 'sameKeyShifted';
  const mark = exception || least === undefined ? undefined : least / ratioMax;
  return row(
    layerWords[line.layers],
    html`<div class="bar">${bar(line.ratio / ratioMax, 'ratio', mark)}<span>${line.ratio.toFixed(2)} : 1</span></div>`,
    grouped(line.logicalBlocks),
    grouped(line.uniqueBlocks),
    html`<div class="bar" data-timing>${bar(line.cpuSecondsPerGiB / cpuMax, 'cpu')}<span>${line.cpuSecondsPerGiB.toFixed(2)} s</span></div>`,
  );
}

function bar(share: number, kind: string, mark?: number): Html {
  const width = Math.max(2, Math.round(Math.min(1, share) * barWidth));
  const at = mark === undefined ? undefined : Math.round(Math.min(1, mark) * barWidth);
  return html`<svg class="${kind}" width="${barWidth}" height="14" viewBox="0 0 ${barWidth} 14" aria-hidden="true"><rect class="track" width="${barWidth}" height="14" rx="3"/><rect class="fill" width="${width}" height="14" rx="3"/>${
    at === undefined ? undefined : html`<path class="least" d="M${at} 0V14"/>`
  }</svg>`;
}

/** In words, from the numbers: what each layer did to the ratio. */
function explanation(dedup: readonly DedupRow[]): Html {
  const ratioOf = (layers: DedupRow['layers']): number | undefined =>
    dedup.find((line) => line.layers === layers)?.ratio;
  const plain = ratioOf('plain');
  const kept = (ratio: number | undefined): string | undefined =>
    plain === undefined || ratio === undefined
      ? undefined
      : `${ratio.toFixed(2)} : 1, that is ${Math.round((100 * ratio) / plain)} % of the ratio without encryption`;
  const vsan = kept(ratioOf('vsan'));
  const vm = kept(ratioOf('vm'));
  const same = ratioOf('sameKeySamePlace');
  const shifted = ratioOf('sameKeyShifted');
  return html`<ul class="words">
${vsan === undefined ? undefined : html`<li><b>vSAN encryption leaves ${vsan}.</b> vSAN encrypts after it has deduplicated, so equal blocks are still equal when it compares them.</li>`}
${vm === undefined ? undefined : html`<li><b>VM encryption leaves ${vm}.</b> Each machine has a data key of its own, so equal blocks of two machines are different before they reach the datastore.</li>`}
${same === undefined ? undefined : html`<li><b>The exception: same key at the same place, ratio ${same.toFixed(2)}.</b> The cipher depends on key and place. Two clones that share a data key encrypt a block at one place to the same bytes.</li>`}
${shifted === undefined ? undefined : html`<li><b>Same key, shifted: ratio ${shifted.toFixed(2)}.</b> Moved to another place on the disk, the same block encrypts to other bytes, and the exception is gone.</li>`}
</ul>`;
}
