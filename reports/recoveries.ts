/** The ways back: for each disaster what happens, then for each machine class what to do. */
import type { CautionLine, Disaster, RecoveryResult } from '../models/result.ts';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { outcomeBadge, readingTags, section, stepList } from './parts.ts';
import type { Recovery, View } from './view.ts';
import { outcomeMeanings, performedWords } from './words.ts';

export function recoveriesSection(view: View): Html {
  return section(
    'recoveries',
    'The ways back, step by step',
    'Each takes as few steps as the search could find and, unless it says “only with luck”, works whatever the system does by itself meanwhile. Keep the runbooks where you can read them when the cluster is dark.',
    html`${view.disasters.map((disaster) => disasterBlock(view, disaster))}`,
  );
}

function disasterBlock(view: View, { id, name, title, steps }: Disaster & { readonly id: string }): Html {
  const ways = view.recoveries.filter(({ result }) => result.disaster === name);
  return html`<div class="disaster" id="${id}"><h3>${title}</h3>
${steps.length === 0 ? undefined : stepList(steps)}
${ways.map((way) => wayBack(way, view.readings.length))}
</div>
`;
}

/** The link target lies inside, because a browser opens the `details` around a target, not the target itself. */
function wayBack({ id, readings, result }: Recovery, total: number): Html {
  return html`<details class="way"><summary><b>${result.machine}</b>${outcomeBadge(result)}${readingTags(readings, total)}</summary>
<div class="inside" id="${id}"><p>${outcomeMeanings[result.outcome]}</p>
${result.needs.length === 0 ? undefined : html`<p><b>Have at hand</b></p><ul class="needs">${result.needs.map((need) => html`<li>${need}</li>`)}</ul>`}
${result.steps.length === 0 ? undefined : stepList(result.steps)}
${cautionList(result)}
${performedLine(result.performed)}</div></details>
`;
}

function cautionList(result: Recovery['result']): Html | undefined {
  if (result.endedEarly === true)
    return html`<p class="muted">The search ended early. This way is certain; there may be a better one, and what must not be done too early on it is not known.</p>`;
  if (result.cautions.length === 0) return undefined;
  return html`<p><b>Not too early</b></p><ul class="cautions">${result.cautions.map((caution) => html`<li>${cautionWords(caution, result)}</li>`)}</ul>`;
}

/** Which steps come first, and why. */
function cautionWords({ text, until, spoiledBy }: CautionLine, { outcome, steps }: Way): string {
  const first = until === steps.length ? 'all steps are done' : `step ${until} is done`;
  const over =
    outcome === 'starts' ? 'it needs something kept outside the cluster' : 'nothing brings it back any more';
  const why =
    spoiledBy === undefined
      ? 'it takes luck'
      : spoiledBy.length === 0
        ? over
        : `${over} as soon as ${spoiledBy.join(', then ')}`;
  return `Not before ${first}: ${text}. After that ${why}.`;
}

type Way = Pick<RecoveryResult, 'outcome' | 'steps'>;

function performedLine(performed: Recovery['result']['performed']): Html {
  const [sign, kind] = (
    {
      equalBytes: ['check', 'good'],
      notPerformed: ['minus', 'muted'],
      differs: ['cross', 'bad'],
    } as const
  )[performed];
  return html`<p class="performed ${kind}">${icon(sign)}${performedWords[performed]}.</p>`;
}
