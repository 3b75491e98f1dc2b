import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CheckResult, ReadingResult } from '../models/result.ts';
import type { StepLine } from '../models/result-lines.ts';
import { fixture } from './fixture.ts';
import { empty, holding, hostile, slower } from './fixture-variants.ts';
import { escapeMarkup } from './html.ts';
import { renderReport } from './report.ts';
import { script, scriptHash } from './script.ts';
import { style, styleHash } from './style.ts';
import { sentenceOf } from './words.ts';

const page = renderReport(fixture);
const variants: readonly (readonly [string, CheckResult])[] = [
  ['fixture', fixture],
  ['hostile', hostile()],
  ['holding', holding()],
  ['empty', empty()],
];

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The page without the text of its style and script. */
function bodyOf(text: string): string {
  return text.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');
}

function tagsOf(text: string): readonly string[] {
  return bodyOf(text).match(/<[^>]*>/g) ?? [];
}

/** Tags that are left open, or that close another one than the last. */
function unbalanced(text: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const tag of tagsOf(text)) {
    const name = /^<\/?([a-z][a-z0-9]*)/.exec(tag)?.[1];
    if (name === undefined || name === 'meta' || tag.endsWith('/>')) continue;
    if (!tag.startsWith('</')) open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...wrong, ...open];
}

function readingsOf(result: CheckResult): readonly ReadingResult[] {
  return Object.values(result.readings);
}

test('the policy names the hash of the style and of the script that the page has', () => {
  expect(styleHash).toBe(hashOf(style));
  expect(scriptHash).toBe(hashOf(script));
  expect(page).toContain(`style-src '${styleHash}'; script-src '${scriptHash}'`);
  expect(page).toContain(`<style>${style}</style>`);
  expect(page).toContain(`<script>${script}</script>`);
});

describe.each(variants)('of the %s', (_, result) => {
  const text = renderReport(result);

  test('nothing is loaded from anywhere, and nothing runs from an attribute', () => {
    const tags = tagsOf(text).join('\n');
    expect(text).toContain("default-src 'none'");
    expect(style).not.toMatch(/url\(|@import|https?:/i);
    expect(tags).not.toMatch(/<(?:link|img|iframe|object|embed|base|form|script|style)\b/i);
    expect(tags.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\s(?:on\w+|style|src)\s*=/i);
    expect(tags.match(/href="[^#][^"]*"/)).toBeNull();
  });

  test('every tag is closed, and every attribute quoted', () => {
    expect(unbalanced(text)).toEqual([]);
    for (const tag of tagsOf(text).slice(1)) {
      expect(tag.replaceAll(/"[^"]*"/g, '""')).toMatch(/^<\/?[\w-]+(?:\s+[\w-]+(?:="")?)*\s*\/?>$/);
    }
  });

  test('ids are unique, and every link has its target', () => {
    const tags = tagsOf(text).join('\n');
    const ids = [...tags.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...tags.matchAll(/\s(?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('every column and every row of a table is headed', () => {
    expect(tagsOf(text).filter((tag) => tag.startsWith('<th') && !tag.includes('scope='))).toEqual([
      ...(text.match(/<thead>/g) ?? []),
    ]);
  });

  test('headings leave out no level', () => {
    const levels = [...bodyOf(text).matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, at) => expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1));
  });

  test('it stays small and comes out the same again', () => {
    expect(text.length).toBeLessThan(300_000);
    expect(renderReport(result)).toBe(text);
  });
});

test('hostile names are shown as text, with what cannot be seen spelled out', () => {
  const text = bodyOf(renderReport(hostile()));
  expect(text).not.toContain('<script');
  expect(text).not.toContain('<img');
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).toContain('[U+202E][U+0007]');
});

test('each runbook says what is too early, and why', () => {
  const words = page.replaceAll(/<[^>]+>/g, '');
  for (const said of [
    'Not before step 1 is done: deploy a new, empty vCenter Server. After that nothing brings it back any more.',
    'add esx-01 to the cluster. After that nothing brings it back any more as soon as vCenter Server brings',
    'reinstall ESXi on esx-01. After that it takes luck.',
  ])
    expect(words).toContain(said);
});

test('every step of every counterexample, recovery and disaster is shown', () => {
  const steps: readonly StepLine[] = [
    ...fixture.disasters.flatMap((disaster) => disaster.steps),
    ...readingsOf(fixture).flatMap(({ invariants, recoveries }) => [
      ...invariants.flatMap(({ counterexample }) => counterexample?.steps ?? []),
      ...recoveries.flatMap((recovery) => recovery.steps),
    ]),
  ];
  for (const step of steps) {
    expect(page).toContain(`<span class="what">${escapeMarkup(sentenceOf(step))}</span>`);
    expect(page).toContain(escapeMarkup(step.how ?? ''));
  }
});

test('every claim, finding, practice, fact and replay command is shown', () => {
  const claims = readingsOf(fixture).flatMap(({ invariants }) => invariants);
  for (const { claim, sources } of claims) {
    expect(page).toContain(escapeMarkup(claim));
    for (const { id } of sources) expect(page).toContain(`id="fact-${id}"`);
  }
  for (const { finding, counterexample } of claims.filter(({ verdict }) => verdict !== 'holds')) {
    expect(page).toContain(escapeMarkup(finding));
    expect(page).toContain(counterexample?.replay ?? '');
  }
  for (const { observed } of fixture.practices) expect(page).toContain(escapeMarkup(observed));
  for (const line of fixture.notModelled) expect(page).toContain(escapeMarkup(line));
});

test('every system of the site is told, with its answers, its runs and its facts', () => {
  const { asked, notes, missing } = fixture.systems;
  const section = /<section id="systems"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  for (const { title, answers, sources } of asked) {
    expect(section).toContain(escapeMarkup(title));
    for (const { claim, finding, steps = [] } of answers) {
      expect(section).toContain(escapeMarkup(claim));
      expect(section).toContain(escapeMarkup(finding));
      for (const step of steps) expect(section).toContain(escapeMarkup(sentenceOf(step)));
    }
    for (const { id } of sources) expect(page).toContain(`id="fact-${id}"`);
  }
  for (const { text } of notes) expect(section).toContain(escapeMarkup(text));
  for (const field of missing) expect(section).toContain(`<code>${field}</code>`);
});

test('the doom step is marked once, at its step', () => {
  const finding = /<article[^>]*id="finding-recoverable-article"[\s\S]*?<\/article>/.exec(page)?.[0] ?? '';
  const items = finding.match(/<li class="by-[\s\S]*?<\/li>/g) ?? [];
  expect(items).toHaveLength(5);
  expect(items.map((item) => item.includes('After this step the promise cannot be kept'))).toEqual([
    false,
    false,
    true,
    false,
    false,
  ]);
});

test('an inference that decides a verdict is said in its finding', () => {
  expect(page).toContain('This verdict rests on 2 conclusions of ours, not on a source.');
});

test('what was not tested is never shown as held', () => {
  const holds = /<section id="holds"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  expect(holds).not.toContain('sealed-configuration-opens');
  expect(page).toContain('id="finding-sealed-configuration-opens"');
});

test('a finding that both readings share is told once, with the command of each', () => {
  expect(page.match(/<article class="finding[^>]*id="finding-sealed/g)).toHaveLength(1);
});

test('two runs that differ in nothing but time differ in nothing but what is marked as a time', () => {
  const timeless = (text: string): string =>
    text.replaceAll(/<(span|div)[^>]*\sdata-timing>[\s\S]*?<\/\1>/g, '');
  const other = renderReport(slower(fixture));
  expect(other).not.toBe(page);
  expect(timeless(other)).toBe(timeless(page));
});

test('a site that keeps its promise has no finding, and says so', () => {
  const text = renderReport(holding());
  expect(text).toContain('Promise kept');
  expect(text).toContain('Nothing is broken, and everything was tested.');
  expect(text).not.toContain('class="finding');
});
