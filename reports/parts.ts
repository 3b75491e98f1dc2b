/** The pieces that every section of the page is made of. */
import type { Confidence } from '../models/evidence.ts';
import type { Verdict } from '../models/kernel/verdict.ts';
import type { ReadingName } from '../models/reading.ts';
import type { RecoveryResult } from '../models/result.ts';
import type { SourceLine, StepWords } from '../models/result-lines.ts';
import { type Html, html, type Value } from './html.ts';
import { actorIcons, icon, outcomeIcons, verdictIcons } from './icons.ts';
import { actorWords, confidenceWords, outcomeWords, sentenceOf, verdictWords } from './words.ts';

export function section(id: string, title: string, lead: Value, body: Value): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="lead">${lead}</p>
${body}
</section>`;
}

export function verdictBadge(verdict: Verdict, words: string = verdictWords[verdict]): Html {
  return html`<span class="badge is-${verdict}">${icon(verdictIcons[verdict])}${words}</span>`;
}

export function outcomeBadge(
  result: Pick<RecoveryResult, 'outcome' | 'steps'>,
  words: string = outcomeWords(result),
): Html {
  return html`<span class="badge is-${result.outcome}">${icon(outcomeIcons[result.outcome])}${words}</span>`;
}

export function readingTag(name: ReadingName): Html {
  return html`<span class="tag">reading <b>${name}</b></span>`;
}

export function readingTags(names: readonly ReadingName[], total: number): Html {
  return names.length === total && total > 1
    ? html`<span class="tag">all readings</span>`
    : html`${names.map(readingTag)}`;
}

export function confidenceTag(confidence: Confidence): Html {
  return html`<span class="tag is-${confidence}">${confidenceWords[confidence]}</span>`;
}

export type Row = { readonly head: Value; readonly cells: readonly Value[] };

/** A row whose first cell names it. */
export function row(head: Value, ...cells: readonly Value[]): Row {
  return { head, cells };
}

/**
 * A table in a frame that scrolls, by keyboard too, where the page is narrower than it. On a narrow page each
 * row is a card, so every cell carries the name of its column.
 */
export function table(
  label: string,
  heads: readonly string[],
  rows: readonly Row[],
  kind: string = 'plain',
): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table class="${kind}">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ head, cells }) =>
      html`<tr><th scope="row">${head}</th>${cells.map((cell, at) => html`<td data-label="${heads[at + 1]}"><div>${cell}</div></td>`)}</tr>
`,
  )}</tbody>
</table></div>`;
}

/**
 * Numbered steps: who acts, what happens, how it is done.
 * @param doomStep the 0-based step after which the promise cannot be kept
 */
export function stepList(steps: readonly StepWords[], doomStep?: number): Html {
  return html`<ol class="steps">${steps.map((step, index) => stepItem(step, index === doomStep))}</ol>`;
}

export function replayBlock(command: string): Html {
  return html`<div class="command"><pre tabindex="0"><code>${command}</code></pre><button type="button" class="copy" hidden>Copy</button></div>`;
}

/** What differs from run to run, and nothing else does. Comparing two reports means leaving these out. */
export function timing(text: Value): Html {
  return html`<span data-timing>${text}</span>`;
}

export function factLink({ id }: SourceLine): Html {
  return html`<a href="#fact-${id}">${id}</a>`;
}

function stepItem(step: StepWords, dooms: boolean): Html {
  return html`<li class="by-${step.by}${dooms ? ' dooms' : ''}">
<span class="actor">${icon(actorIcons[step.by])}${actorWords[step.by]}</span>
<div><span class="what">${sentenceOf(step)}</span>${step.how === undefined ? undefined : html`<span class="how">${step.how}</span>`}${
    dooms
      ? html`<strong class="doom">${icon('warning')}After this step the promise cannot be kept.</strong>`
      : undefined
  }</div></li>
`;
}
