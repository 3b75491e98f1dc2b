/** What it takes to lose machines: the minimal combinations of faults, the smallest first. */
import type { Combination, LossSearch, LossSummary, LossWitness } from '../models/loss-result.ts';
import { type Html, html } from './html.ts';
import { row, section, table } from './parts.ts';
import { restsOnCount } from './rests-on.ts';
import type { View } from './view.ts';
import { listed } from './words.ts';

/** More rows than this nobody reads; the result file has them all. */
const rowsMax = 25;

export function lossesSection({ readings }: View): Html | undefined {
  const asked = readings.flatMap(({ name, losses, lossSearch }) =>
    losses === undefined ? [] : [{ name, losses, lossSearch }],
  );
  if (asked.length === 0) return undefined;
  return section(
    'losses',
    'What it takes to lose machines',
    'Every minimal combination of faults, up to one more than the promise: leave out any one fault and nothing is lost. Hosts that are alike stand for each other.',
    html`${asked.map(({ name, losses, lossSearch }) => html`<h3>Reading ${name}</h3>${losses.map(lossTable)}${restingOnMoves(losses)}${searchNote(lossSearch)}`)}`,
  );
}

/** How the combinations were looked for, how far the list is whole, and the test of what the search rests on. */
function searchNote(search: LossSearch | undefined): Html | undefined {
  if (search === undefined) return undefined;
  const { tested, violations } = search.monotonicity;
  const outcome =
    violations.length === 0
      ? 'in none of them did it'
      : `in ${violations.length} of them it did, which is a defect of the models`;
  return html`<h4>How they were looked for</h4><ul>${search.statements.map((statement) => html`<li>${statement}</li>`)}</ul><p>Leaving larger combinations out rests on this: one fault more never undoes a loss. Tested on ${tested} combinations, each a minimal one with one fault more; ${outcome}.</p>${violations.length > 0 ? html`<ul>${violations.map((violation) => html`<li>${violation}</li>`)}</ul>` : undefined}`;
}

function lossTable({ kind, claim, restsOn, completeTo, combinations }: LossSummary): Html {
  if (completeTo < 0) return html`<p>${claim}: this site is too large to list them.</p>`;
  const behind = restsOn.length === 0 ? '' : `; it ${restsOnCount(restsOn)}`;
  if (combinations.length === 0)
    return html`<p>${claim}: no combination of at most ${completeTo} faults does it. This list is complete${behind}.</p>`;
  const rows = combinations.slice(0, rowsMax).map(combinationRow);
  const more =
    combinations.length > rowsMax
      ? html`<p>${combinations.length - rowsMax} more stand in the result file.</p>`
      : undefined;
  const summary = `${claim}: ${combinations.length} minimal ${combinations.length === 1 ? 'combination' : 'combinations'}, complete for at most ${completeTo} faults${behind}`;
  const shown = kind === 'readable' ? [] : combinations.slice(0, rowsMax).flatMap(brinkItem);
  const brinks =
    shown.length === 0
      ? undefined
      : html`<h4>The brink: what saved it until the last step</h4><ul>${shown}</ul>`;
  return html`<details><summary>${summary}</summary>${table(claim, ['Faults', 'Together', 'Stands for', 'Removed by'], rows)}${more}${brinks}</details>`;
}

function combinationRow({ faults, standsFor, removedBy }: Combination): ReturnType<typeof row> {
  return row(String(faults.length), faults.join(' + '), String(standsFor), removalText(removedBy));
}

function removalText(removedBy: Combination['removedBy']): string {
  if (removedBy === undefined) return '–';
  const { practices, verifiedBy } = removedBy;
  return `${practices.join('; ')} (${verifiedBy === 'search' ? 'verified by search' : 'by the structure function'})`;
}

/** One step before the loss: the step that dooms, and what a recovery would have used before it. */
function brinkItem({ faults, witness }: Combination): readonly Html[] {
  if (witness === undefined) return [];
  const { steps, doomStep, savedBy, practices } = witness;
  const doom = steps[doomStep];
  if (doom === undefined)
    return [html`<li>${faults.join(' + ')}: nothing would ever have brought it back.</li>`];
  const before = `after ${doomStep} of ${steps.length} steps it was still saved by ${savedBy.join(', ') || 'what the cluster has'}`;
  const owed = practices.map(({ id, title }) => `“${title}” (${id})`);
  const thanks =
    owed.length === 0 ? '' : ` thanks to the ${owed.length === 1 ? 'practice' : 'practices'} ${listed(owed)}`;
  return [
    html`<li>${faults.join(' + ')}: ${before}${thanks}; doomed by step ${doomStep + 1}: ${doom.text}.</li>`,
  ];
}

type Resting = { readonly faults: readonly string[]; readonly witness: LossWitness };

/** Combinations of two faults that lose nothing unless the operator does something free that is wrong then. */
function restingOnMoves(losses: readonly LossSummary[]): Html {
  const kept = losses.filter(({ kind }) => kind !== 'readable');
  const pairs = kept.flatMap(({ claim, combinations }) =>
    combinations.filter(({ faults }) => faults.length <= 2).map((combination) => ({ claim, ...combination })),
  );
  const tried = pairs.filter((pair): pair is typeof pair & Resting => pair.witness !== undefined);
  const resting = tried.filter(({ witness }) => witness.wrongMoves.length > 0);
  if (pairs.length === 0) return html`<p>No combination of two faults loses anything.</p>`;
  const lead = `Of ${pairs.length} combinations of at most two faults, ${tried.length} were played through; ${resting.length} of these lose nothing unless the operator also does something that the product allows and that is wrong then.`;
  const items = resting.map(
    ({ claim, faults, witness }) =>
      html`<li>${claim}: ${faults.join(' + ')}, and then: ${witness.wrongMoves.join('; ')}.</li>`,
  );
  return html`<p>${lead}</p>${items.length > 0 ? html`<ul>${items}</ul>` : undefined}`;
}
