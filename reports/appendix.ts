/** The end of the page: chaos, how to play it again, the words used, and every fact that was used. */
import type { ChaosFinding } from '../models/result.ts';
import { glossary } from './glossary.ts';
import { type Html, html } from './html.ts';
import { confidenceTag, readingTag, replayBlock, row, section, table } from './parts.ts';
import { flow } from './timeline.ts';
import type { View } from './view.ts';
import { checkCommand, confidenceMeanings, confidenceWords, count, grouped } from './words.ts';

export function chaosSection(view: View): Html | undefined {
  const { chaos } = view.result;
  if (chaos === undefined) return undefined;
  const lead =
    chaos.findings.length === 0
      ? `Campaign ${chaos.campaign}: ${count(chaos.runs, 'run')}, and nothing was found.`
      : `Campaign ${chaos.campaign}: ${count(chaos.runs, 'run')} with injected faults, healed, and every byte compared.`;
  return section(
    'chaos',
    'Found by chaos',
    lead,
    html`${chaos.findings.map((finding) => chaosArticle(view, finding, chaos.runs))}`,
  );
}

function chaosArticle(
  { result }: View,
  { reading, invariant, finding, steps, replay, runs }: ChaosFinding,
  total: number,
): Html {
  return html`<article class="finding is-edge-broken"><p class="tags">${readingTag(reading)}<span class="tag">${count(runs, 'run')} of ${grouped(total)}</span><span class="permalink">${invariant}</span></p>
<h3>${finding}</h3>${flow(result.site, steps)}<h4>Play it again</h4>${replayBlock(replay)}</article>`;
}

export function replaySection({ result }: View): Html {
  return section(
    'replay',
    'Play it again',
    'The same site file, version and seed give the same report, byte for byte, except for what is a time.',
    html`${replayBlock(checkCommand(result))}
<p>Each finding has a command of its own that plays only its steps. Version ${result.tool.version}, commit ${result.tool.commit}, schema ${result.schema}.</p>`,
  );
}

export function glossarySection(): Html {
  return section(
    'glossary',
    'Words used here',
    'vSphere’s own terms keep the vendor’s meaning. These are the others, and those that are easily mixed up.',
    html`<dl class="glossary">${glossary.map(([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}</dl>`,
  );
}

export function evidenceSection({ facts }: View): Html {
  const used = new Set(facts.map(({ confidence }) => confidence));
  const meanings = (Object.keys(confidenceWords) as (keyof typeof confidenceWords)[]).filter((key) =>
    used.has(key),
  );
  return section(
    'evidence',
    'Evidence',
    `${count(facts.length, 'fact')} decide the claims of this report. Each names where it comes from and how sure we are.`,
    html`<dl class="legend">${meanings.map((key) => html`<div><dt>${confidenceTag(key)}</dt><dd>${confidenceMeanings[key]}</dd></div>`)}</dl>
${table(
  'Evidence',
  ['Fact', 'What it says', 'Source', 'Confidence'],
  facts.map(({ id, fact, source, confidence }) =>
    row(html`<span class="target" id="fact-${id}">${id}</span>`, fact, source, confidenceTag(confidence)),
  ),
)}`,
  );
}
