/** The systems of the site: what was asked of each, what it answered, and what the file does not say. */
import type { SystemAnswer, SystemResult } from '../models/system-result.ts';
import { type Html, html } from './html.ts';
import {
  confidenceTag,
  factLink,
  readingTags,
  row,
  section,
  stepList,
  table,
  verdictBadge,
} from './parts.ts';
import type { View } from './view.ts';
import { count, grouped } from './words.ts';

export function systemsSection({ result: { systems }, readings }: View): Html {
  const { asked, notes, missing } = systems;
  return section(
    'systems',
    'Systems of the site',
    'One host, one guest, one cluster by themselves, in every detail that the site file tells. Only answers that the promise covers count for the verdict; the others are remarks.',
    html`${asked.length === 0 ? html`<p>The file says too little to ask any.</p>` : undefined}${asked.map((system) => systemBlock(system, readings.length))}
${notes.map(({ title, text, sources, open }) => html`<p>${open ? verdictBadge('notTested') : undefined}<b>${title}</b>: ${text}. ${sources.map(factLink)}</p>`)}
${missing.length === 0 ? undefined : html`<p>Not asked, because the file does not say: ${missing.map((field, at) => html`${at === 0 ? '' : ', '}<code>${field}</code>`)}.</p>`}`,
  );
}

function systemBlock(system: SystemResult, readingsTotal: number): Html {
  const { title, machine, readings, cases, faultsMax, states, complete, answers, sources } = system;
  const reach = complete
    ? `searched completely within ${count(faultsMax, 'fault')}`
    : html`<b class="bad">stopped before the end</b> of ${count(faultsMax, 'fault')}`;
  const rows = answers.map((answer) =>
    row(
      answer.claim,
      html`${verdictBadge(answer.verdict)}<small>${answer.finding}</small>`,
      answer.counts ? 'counts' : answer.kind === 'goal' ? 'remark' : 'rule of the machine',
      confidenceTag(answer.confidence),
    ),
  );
  return html`<h3>${title} ${readingTags(readings, readingsTotal)}</h3>
<p>The machine ${machine}, ${reach}: ${grouped(states)} states.</p>
${cases.map(
  ({ when, variant, setUp }) =>
    html`<p><small>${when === '' ? '' : `if ${when}: `}${JSON.stringify(variant)}${setUp.length === 0 ? '' : `; set up: ${setUp.join('; ')}`}</small></p>`,
)}
${table(title, ['Asked', 'Answer', 'Weight', 'Rests on'], rows)}
${answers.map(runOf)}
<p><small>Facts: ${sources.map((line, at) => html`${at === 0 ? '' : ', '}${factLink(line)}`)}</small></p>`;
}

/** A shortest run, where something is not so: of what counts it is open to be read at once. */
function runOf({ kind, claim, steps, counts }: SystemAnswer): Html | undefined {
  if (steps === undefined || steps.length === 0) return undefined;
  const head = html`<summary>Shortest run after which it is not so: ${claim}</summary>`;
  const body = stepList(steps);
  return counts || kind === 'invariant'
    ? html`<details open>${head}${body}</details>`
    : html`<details>${head}${body}</details>`;
}
