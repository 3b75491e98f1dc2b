/** What does not hold: seen, shown, mended. */
import type { ClaimResult } from '../models/result.ts';
import type { SourceLine } from '../models/result-lines.ts';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import {
  confidenceTag,
  factLink,
  readingTag,
  replayBlock,
  section,
  readingTags,
  verdictBadge,
} from './parts.ts';
import { restsOnCount, restsOnText } from './rests-on.ts';
import { flow } from './timeline.ts';
import type { Finding, View } from './view.ts';
import { confidenceWords, count, listed, titleOf } from './words.ts';

export function findingsSection(view: View): Html {
  const { findings, readings } = view;
  const broken = findings.filter(({ claim }) => claim.verdict === 'broken').length;
  const lead =
    findings.length === 0
      ? 'Nothing is broken, and everything was tested.'
      : `${count(broken, 'finding')} broken, ${findings.length - broken} not tested. What was not tested is not taken to hold.`;
  return section(
    'findings',
    'Findings',
    lead,
    html`${findings.length > 1 ? chips(readings.map(({ name }) => name)) : undefined}
${findings.map((finding) => article(view, finding))}`,
  );
}

/** Shown by the script that makes them work; without it every finding is there anyway. */
function chips(readings: readonly string[]): Html {
  const chip = (value: string, words: string): Html =>
    html`<button type="button" class="chip" data-filter="${value}" aria-pressed="${value === 'all' ? 'true' : 'false'}">${words}</button>`;
  return html`<div class="chips" role="group" aria-label="Show findings" hidden>${chip('all', 'All')}${chip('broken', 'Broken')}${chip('notTested', 'Not tested')}${readings.map(
    (name) => chip(`reading-${name}`, `Reading ${name}`),
  )}</div>`;
}

function article(view: View, finding: Finding): Html {
  const { id, readings, claim } = finding;
  const tags = [claim.verdict, ...readings.map((name) => `reading-${name}`)].join(' ');
  return html`<article class="finding is-edge-${claim.verdict}" id="${id}" aria-labelledby="${id}-title" data-tags="${tags}">
<p class="tags">${verdictBadge(claim.verdict)}${readingTags(readings, view.readings.length)}<span class="tag">confidence: ${confidenceWords[claim.confidence]}</span><a class="permalink" href="#${id}">${claim.name}</a></p>
<h3 id="${id}-title">${titleOf(claim)}</h3>
<dl class="pairs"><div><dt>What must hold</dt><dd>${claim.claim}</dd></div><div><dt>What was seen</dt><dd><b>${claim.finding}</b></dd></div></dl>
${warning(claim)}
${practices(claim)}
${counterexample(view, finding)}
${basis(claim)}
</article>
`;
}

/** An inference of ours that decides a verdict is said loudly, not in a footnote. */
function warning({ sources, restsOn }: ClaimResult): Html | undefined {
  if (restsOn.length === 0) return undefined;
  const own = restsOn.filter(({ id }) => sources.some((source) => source.id === id));
  const others = restsOn.filter((fact) => !own.includes(fact));
  return html`<div class="note is-notTested" role="note"><p>${icon('warning')}<b>This verdict ${restsOnCount(restsOn)}.</b> Settle it on a real cluster before you act on the verdict, or against it.</p>
${own.length === 0 ? undefined : html`<ul>${own.map(conclusion)}</ul>`}${
  others.length === 0
    ? undefined
    : html`<details><summary>Of every rule that has a say in it</summary><ul>${others.map(conclusion)}</ul></details>`
}</div>`;
}

function conclusion(fact: SourceLine): Html {
  return html`<li>${restsOnText(fact)} <small>${fact.source}</small></li>`;
}

function practices({ practices: found, verdict, practicesTogether }: ClaimResult): Html | undefined {
  if (verdict !== 'broken') return undefined;
  if (found.length === 0)
    return html`<div class="fix"><h4>What mends it</h4><p>No single practice does: the promise asks for more than this site can give. Change the topology, or promise less.</p></div>`;
  const several =
    practicesTogether === true
      ? 'These practices are not followed. With all of them followed, and not with one alone, the claim holds:'
      : 'These practices are not followed. With any one of them followed, the claim holds:';
  const lead = found.length === 1 ? 'This practice is not followed. Followed, the claim holds:' : several;
  return html`<div class="fix"><h4>What mends it</h4><p>${lead}</p>
<ul>${found.map(({ title, fix }) => html`<li><b>${title}.</b> ${fix}</li>`)}</ul></div>`;
}

function counterexample(view: View, { claim, replays }: Finding): Html | undefined {
  if (claim.counterexample === undefined) return undefined;
  const { steps, doomStep } = claim.counterexample;
  const how =
    steps.length === 0
      ? html`<p>Nothing has to happen first: it is so in the steady state of the site.</p>`
      : flow(view.result.site, steps, doomStep);
  const commands = replays.map(
    ({ reading, command }) =>
      html`${replays.length > 1 ? readingTag(reading) : undefined}${replayBlock(command)}`,
  );
  return html`<h4>How it comes about</h4>${how}
<h4>Play it again</h4>${commands}`;
}

function basis({ sources }: ClaimResult): Html {
  return html`<details><summary>The facts it rests on (${listed([...new Set(sources.map(({ confidence }) => confidenceWords[confidence]))])})</summary>
<ul class="basis">${sources.map(factLine)}</ul></details>`;
}

function factLine(source: SourceLine): Html {
  return html`<li>${source.fact} <span class="from">${confidenceTag(source.confidence)} ${source.source} · ${factLink(source)}</span></li>`;
}
