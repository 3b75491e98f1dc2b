/** What it takes to lose machines: the minimal combinations of faults, the smallest first. */
import type { Combination, LossSummary } from '../models/result.ts';
import { type Html, html } from './html.ts';
import { row, section, table } from './parts.ts';
import type { View } from './view.ts';

/** More rows than this nobody reads; the result file has them all. */
const rowsMax = 25;

export function lossesSection({ readings }: View): Html | undefined {
  const asked = readings.flatMap(({ name, losses }) => (losses === undefined ? [] : [{ name, losses }]));
  if (asked.length === 0) return undefined;
  return section(
    'losses',
    'What it takes to lose machines',
    'Every minimal combination of faults, up to one more than the promise: leave out any one fault and nothing is lost. Hosts that are alike stand for each other.',
    html`${asked.map(({ name, losses }) => html`<h3>Reading ${name}</h3>${losses.map(lossTable)}`)}`,
  );
}

function lossTable({ claim, completeTo, combinations }: LossSummary): Html {
  if (completeTo < 0) return html`<p>${claim}: this site is too large to list them.</p>`;
  if (combinations.length === 0)
    return html`<p>${claim}: no combination of at most ${completeTo} faults does it. This list is complete.</p>`;
  const rows = combinations.slice(0, rowsMax).map(combinationRow);
  const more =
    combinations.length > rowsMax
      ? html`<p>${combinations.length - rowsMax} more stand in the result file.</p>`
      : undefined;
  const summary = `${claim}: ${combinations.length} minimal ${combinations.length === 1 ? 'combination' : 'combinations'}, complete for at most ${completeTo} faults`;
  return html`<details><summary>${summary}</summary>${table(claim, ['Faults', 'Together', 'Stands for'], rows)}${more}</details>`;
}

function combinationRow({ faults, standsFor }: Combination): ReturnType<typeof row> {
  return row(String(faults.length), faults.join(' + '), String(standsFor));
}
