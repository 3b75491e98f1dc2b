/** Tables that compare: where readings disagree, what holds, and which practices are followed. */
import type { ReadingName } from '../models/reading.ts';
import type { ClaimResult, PracticeResult } from '../models/result.ts';
import { type Html, html, type Value } from './html.ts';
import { type Icon, icon } from './icons.ts';
import {
  type Row,
  confidenceTag,
  outcomeBadge,
  readingTags,
  row,
  section,
  table,
  verdictBadge,
} from './parts.ts';
import { restingOn, restsOnCount } from './rests-on.ts';
import { costs, distinct, findingOf, labelOf, type ReadingView, recoveryFor, type View } from './view.ts';
import { followedWords, partWords } from './words.ts';

export function disagreementSection(view: View): Html {
  const rows = [...claimRows(view), ...recoveryRows(view)];
  const [first] = view.readings;
  const lead =
    view.readings.length < 2
      ? `Only the reading ${first?.name ?? 'none'} was checked.`
      : rows.length === 0
        ? 'The readings agree on every verdict and on every way back: for this site it does not matter which source is right.'
        : 'For these rows it matters which source is right. Each can be settled on a real cluster.';
  return section(
    'disagreements',
    'Where the readings disagree',
    lead,
    rows.length === 0
      ? undefined
      : table(
          'Where the readings disagree',
          ['Subject', ...view.readings.map(({ name }) => `Reading ${name}`)],
          rows,
        ),
  );
}

function claimRows(view: View): readonly Row[] {
  const { readings } = view;
  const names = distinct(readings.flatMap(({ invariants }) => invariants.map(({ name }) => name)));
  return names.flatMap((name) => {
    const claims = readings.map((reading) => claimOf(reading, name));
    if (distinct(claims.map((claim) => claim?.verdict)).length < 2) return [];
    const words = claims.find((claim) => claim !== undefined)?.claim ?? name;
    const cells = readings.map((reading): Value => {
      const claim = claimOf(reading, name);
      if (claim === undefined) return 'not asked';
      const found = findingOf(view, reading.name, name);
      const badge = verdictBadge(claim.verdict);
      return html`${found === undefined ? badge : html`<a class="cell" href="#${found.id}">${badge}</a>`}<small>${claim.finding}</small>`;
    });
    return [row(words, ...cells)];
  });
}

function recoveryRows(view: View): readonly Row[] {
  return view.disasters.flatMap(({ name, title }) =>
    view.machines.flatMap((machine) => {
      const ways = view.readings.map((reading) => recoveryFor(view, reading.name, name, machine));
      if (distinct(ways.map((way) => way?.result.outcome)).length < 2) return [];
      const cells = ways.map(
        (way): Value =>
          way === undefined
            ? 'not asked'
            : html`<a class="cell" href="#${way.id}">${outcomeBadge(way.result)}</a>`,
      );
      return [row(html`${title}: <b>${machine}</b>`, ...cells)];
    }),
  );
}

export function holdingSection({ readings }: View): Html {
  const names = distinct(
    readings.flatMap(({ invariants }) =>
      invariants.filter(({ verdict }) => verdict === 'holds').map(({ name }) => name),
    ),
  );
  const rows = names.map((name) => holdingRow(readings, name));
  return section(
    'holds',
    'What holds',
    'A claim about states was asked in every state that the search reached, and the state that makes the question interesting did occur.',
    rows.length === 0
      ? html`<p>Nothing was shown to hold.</p>`
      : table('What holds', ['Claim', 'Part of the promise', 'Readings', 'Confidence'], rows),
  );
}

function holdingRow(readings: readonly ReadingView[], name: string): Row {
  const holding = readings.filter((reading) => claimOf(reading, name)?.verdict === 'holds');
  const claims = holding.flatMap((reading) => claimOf(reading, name) ?? []);
  const [claim] = claims;
  const behind = restingOn(claims);
  const part = claim?.part === undefined ? 'Rule of the models' : partWords[claim.part];
  const names: readonly ReadingName[] = holding.map((reading) => reading.name);
  return row(
    html`${claim?.claim ?? name}<small>${name}</small>`,
    part,
    readingTags(names, readings.length),
    html`${distinct(claims.map(({ confidence }) => confidence)).map(confidenceTag)}${behind.length > 0 ? html`<small>It ${restsOnCount(behind)}</small>` : undefined}`,
  );
}

function claimOf({ invariants }: ReadingView, name: string): ClaimResult | undefined {
  return invariants.find((claim) => claim.name === name);
}

const followedIcons: Readonly<Record<PracticeResult['followed'], Icon>> = {
  yes: 'check',
  no: 'cross',
  notApplicable: 'minus',
};

export function practicesSection(view: View): Html {
  const { practices } = view.result;
  const followed = practices.filter((practice) => practice.followed === 'yes').length;
  const asked = practices.filter((practice) => practice.followed !== 'notApplicable').length;
  return section(
    'practices',
    'Practices',
    `${followed} of ${asked} that apply are followed, as far as the site file tells. No score: one that is missing can cost everything. What each practice is worth by itself, proved under each reading, is in docs/practices.md; breakglass practices proves it again.`,
    table(
      'Practices',
      ['Practice', 'Followed', 'What was seen', 'What it costs here'],
      practices.map((practice) => practiceRow(view, practice)),
    ),
  );
}

function practiceRow(view: View, practice: PracticeResult): Row {
  const { followed } = practice;
  const costly = view.findings.filter((finding) => costs(finding, practice.id));
  const links = costly.map(
    (finding) => html`<small><a href="#${finding.id}">${labelOf(view, finding)}</a></small>`,
  );
  const cost =
    followed === 'no'
      ? html`${costly.length === 0 ? 'Nothing that is promised' : links}<small>Fix: ${practice.fix}</small>`
      : html`<span class="muted">none</span>`;
  return row(
    html`${practice.title}<small>${practice.source}</small>`,
    html`<span class="badge is-followed-${followed}">${icon(followedIcons[followed])}${followedWords[followed]}</span>`,
    practice.observed,
    cost,
  );
}
