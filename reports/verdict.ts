/** The top of the page: the verdict, what to do about it, and the promise part by part under each reading. */
import { worst } from '../models/kernel/verdict.ts';
import type { ClaimResult, PromisePart } from '../models/result.ts';
import { type Html, html } from './html.ts';
import { icon, verdictIcons } from './icons.ts';
import { type Row, readingTag, row, section, table, verdictBadge } from './parts.ts';
import { restingOn, restsOnCount } from './rests-on.ts';
import { type Finding, findingOf, labelOf, type ReadingView, remediesOf, type View } from './view.ts';
import { count, partWords, promiseWords } from './words.ts';

const parts: readonly PromisePart[] = ['recoverable', 'starts', 'secret', 'deduplication'];

const questions: Readonly<Record<PromisePart, string>> = {
  recoverable: 'Can every virtual machine be brought back?',
  starts: 'Does every virtual machine start without anything kept outside?',
  secret: 'Does the data stay secret from a thief?',
  deduplication: 'Does deduplication still pay?',
};

export function banner({ result, readings }: View): Html {
  const names = readings.map(({ name }) => name).join(', ');
  return html`<header class="banner is-${result.verdict}">
<p class="brand"><b>breakglass</b> recoverability report<span>${result.site.name}</span></p>
<p class="verdict">${icon(verdictIcons[result.verdict])}${promiseWords[result.verdict]}</p>
<h1>${result.sentence}</h1>
<dl class="facts">
<div><dt>Site file</dt><dd>${result.siteFile}</dd></div>
<div><dt>Readings</dt><dd>${names === '' ? 'none' : names}</dd></div>
<div><dt>Seed</dt><dd>${result.seed}</dd></div>
<div><dt>Version</dt><dd>${result.tool.version} (${result.tool.commit})</dd></div>
</dl>
</header>`;
}

export function promiseSection(view: View): Html {
  const { readings } = view;
  return section(
    'promise',
    'The promise, part by part',
    'The site file says what this site must withstand. A reading is one way to read the sources where they disagree; the verdict is given under each.',
    html`<div class="cards">${readings.map(readingCard)}</div>
${table(
  'The promise under each reading',
  ['Part of the promise', ...readings.map(({ name }) => `Reading ${name}`)],
  [...parts.map((part) => partRow(view, part)), modelRow(view)],
  'promise',
)}
${setupWarnings(readings)}
${remedies(view)}`,
  );
}

function readingCard({ name, claim, verdict }: ReadingView): Html {
  return html`<div class="card is-edge-${verdict}"><h3>Reading <b>${name}</b> ${verdictBadge(verdict, promiseWords[verdict])}</h3><p>${claim}</p></div>`;
}

function partRow(view: View, part: PromisePart): Row {
  return row(
    html`${partWords[part]}<small>${questions[part]}</small>`,
    ...view.readings.map((reading) =>
      claimsCell(
        view,
        reading,
        reading.invariants.filter((claim) => claim.part === part),
      ),
    ),
  );
}

function modelRow(view: View): Row {
  return row(
    html`Rules of the models<small>Do the models keep their own rules?</small>`,
    ...view.readings.map((reading) =>
      claimsCell(
        view,
        reading,
        reading.invariants.filter((claim) => claim.part === undefined),
      ),
    ),
  );
}

function claimsCell(view: View, { name }: ReadingView, claims: readonly ClaimResult[]): Html {
  if (claims.length === 0) return html`<span class="muted">Not promised</span>`;
  const holding = claims.filter(({ verdict }) => verdict === 'holds').length;
  const findings = claims.flatMap((claim) => findingOf(view, name, claim.name) ?? []);
  const behind = restingOn(claims);
  const of = claims.length === 1 ? undefined : html`<small>${holding} of ${claims.length} hold</small>`;
  return html`${verdictBadge(worst(claims.map(({ verdict }) => verdict)))}${of}${findings.map(
    (finding) => html`<small><a href="#${finding.id}">${labelOf(view, finding)}</a></small>`,
  )}${behind.length > 0 ? html`<small>It <a href="#evidence">${restsOnCount(behind)}</a></small>` : undefined}`;
}

function setupWarnings(readings: readonly ReadingView[]): Html {
  return html`${readings
    .filter(({ setupRefused }) => setupRefused.length > 0)
    .map(
      ({ name, setupRefused }) => html`<div class="note is-notTested" role="note">
<h3>${icon('warning')}The site cannot be set up as described ${readingTag(name)}</h3>
<p>The site refuses these steps, so the results under this reading are about a site that differs from its file.</p>
<ul>${setupRefused.map(({ step, reason }) => html`<li><b>${step.text}</b>: ${reason}</li>`)}</ul></div>`,
    )}`;
}

function remedies(view: View): Html | undefined {
  const found = remediesOf(view);
  if (found.length === 0) return undefined;
  return html`<div class="note remedies"><h3>What to do first</h3>
<p>Each of these was put right in the model and the search was run again: the findings beside it were gone.</p>
<ol>${found.map(
    ({ practice, mends }) =>
      html`<li><b>${practice.fix}</b><span>Mends ${count(mends.length, 'finding')}: ${mends.map((finding) => linkTo(view, finding))}</span></li>`,
  )}</ol></div>`;
}

function linkTo(view: View, finding: Finding): Html {
  return html`<a class="chip" href="#${finding.id}">${labelOf(view, finding)}</a> `;
}
