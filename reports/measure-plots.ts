/** Bars of a measurement. Each row is a label, a bar that takes the width there is, and its value as text. */
import { type Html, html } from './html.ts';

export type BarPart = { readonly kind: BarKind; readonly value: number };
export type BarKind = 'measured' | 'predicted' | 'cipher' | 'hash' | 'compression' | 'capacity';

export type BarRow = {
  /** Empty for a row that belongs to the one above it. */
  readonly label: string;
  readonly parts: readonly BarPart[];
  readonly text: string;
};

const width = 1000;

/** A figure of bars on one scale from 0. What they say stands in a table beside it, so it is hidden from readers. */
export function bars(
  caption: string,
  rows: readonly BarRow[],
  keys: readonly (readonly [BarKind, string])[],
  isTiming = false,
): Html {
  const most = Math.max(...rows.map(totalOf), Number.MIN_VALUE);
  const legend = keys.map(
    ([kind, words]) =>
      html`<span class="key"><svg class="plot-key" viewBox="0 0 1 1" aria-hidden="true"><rect class="${kind}" width="1" height="1"/></svg>${words}</span>`,
  );
  const drawn = rows.map((row) => barRow(row, most));
  const body = html`<div class="plot-rows" aria-hidden="true">${drawn}</div><figcaption><span>${caption}</span>${legend}</figcaption>`;
  return isTiming
    ? html`<figure class="plot" data-timing>${body}</figure>`
    : html`<figure class="plot">${body}</figure>`;
}

function barRow({ label, parts, text }: BarRow, most: number): Html {
  let at = 0;
  const drawn = parts.map(({ kind, value }) => {
    const from = at;
    at += (value / most) * width;
    return html`<rect class="${kind}" x="${from.toFixed(1)}" width="${(at - from).toFixed(1)}" height="10"/>`;
  });
  const group = label === '' ? 'plot-row' : 'plot-row plot-first';
  return html`<div class="${group}"><span class="plot-label">${label}</span><svg viewBox="0 0 ${width} 10" preserveAspectRatio="none"><rect class="track" width="${width}" height="10"/>${drawn}</svg><span class="plot-value">${text}</span></div>
`;
}

function totalOf({ parts }: BarRow): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}
