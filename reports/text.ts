/** The summary that a check prints to a terminal: the verdict, what is broken and how, what mends it. */
import type { CheckResult, ClaimResult, DedupRow, PromisePart } from '../models/result.ts';
import { visible } from './html.ts';
import { profileLines } from './profile.ts';
import { adviceWords, reachWords } from './reach.ts';
import { recoveryLines } from './recovery-lines.ts';
import { restingOn, restsOnCount, restsOnText } from './rests-on.ts';
import { systemLines } from './systems-text.ts';
import { columns, type Paint, painter, wrapped } from './text-layout.ts';
import { distinct, findingOf, type ReadingView, type View, viewOf } from './view.ts';
import {
  actorWords,
  checkCommand,
  count,
  coverageWords,
  grouped,
  layerWords,
  listed,
  partWords,
  promiseWords,
  sentenceOf,
  titleOf,
  verdictWords,
} from './words.ts';

export type TextOptions = { readonly colour?: boolean };

const signs = { holds: '+', notTested: '?', broken: 'x' } as const;

/** Claims that are told one by one where many differ in their subject only. */
const alikeTold = 3;

/** At most about 96 columns wide; commands and paths are left whole. */
export function renderText(result: CheckResult, { colour = false }: TextOptions = {}): string {
  const view = viewOf(result);
  const paint = painter(colour);
  const lines = [
    paint(result.verdict, `${signs[result.verdict]} ${promiseWords[result.verdict]}`),
    ...wrapped(result.sentence, '  '),
    ...readingsLines(view, paint),
    ...systemLines(result.systems, view.readings.length, paint),
    ...dedupLines(result.dedup, paint),
    ...chaosLines(result, paint),
    ...conclusionLines(view, paint),
    ...footLines(result, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** Readings under which everything is the same are told together; replays then are those of the first. */
function readingsLines(view: View, paint: Paint): readonly string[] {
  const groups = new Map<string, { readonly readings: ReadingView[]; readonly lines: readonly string[] }>();
  for (const reading of view.readings) {
    const lines = readingLines(view, reading, paint);
    const key = [reading.verdict, ...lines.filter((line) => !line.includes('Replay: '))].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { readings: [reading], lines });
    else group.readings.push(reading);
  }
  return [...groups.values()].flatMap(({ readings, lines }) => {
    const names = listed(readings.map(({ name }) => name));
    const verdict = readings.map((reading) => verdictWords[reading.verdict].toLowerCase())[0] ?? '';
    const head = readings.length === 1 ? `Reading ${names}` : `Readings ${names}, with the same result`;
    return [
      '',
      paint('strong', `${head}: ${verdict}`),
      ...readings.flatMap(({ claim }) => wrapped(claim, '  ')),
      ...lines,
    ];
  });
}

function readingLines(view: View, reading: ReadingView, paint: Paint): readonly string[] {
  const { search, invariants, setupRefused } = reading;
  const parts: readonly (PromisePart | undefined)[] = distinct(invariants.map(({ part }) => part));
  return [
    ...reachWords(search).flatMap((line) => wrapped(line, '  ')),
    ...adviceOf(view, search).flatMap((line) => wrapped(line, '  > ')),
    ...(reading.profile === undefined
      ? []
      : profileLines(reading.profile).map((line) => `    ${line}`.trimEnd())),
    ...setupRefused.flatMap(({ step, reason }) => [
      ...wrapped(`the site cannot be set up as described: ${step.text}: ${reason}`, '  ! '),
    ]),
    ...parts.flatMap((part) => partLines(view, reading, part, paint)),
    ...recoveryLines(view, reading.recoveries),
  ];
}

function adviceOf({ result }: View, { stopped }: ReadingView['search']): readonly string[] {
  const estimate = stopped?.estimate;
  return estimate === undefined ? [] : adviceWords(estimate, result.siteFile);
}

function partLines(
  view: View,
  { name, invariants }: ReadingView,
  part: PromisePart | undefined,
  paint: Paint,
): readonly string[] {
  const claims = invariants.filter((claim) => claim.part === part);
  const held = claims.filter(({ verdict }) => verdict === 'holds');
  const words = part === undefined ? 'Rules of the models' : partWords[part];
  const open = claims.filter((claim) => findingOf(view, name, claim.name) !== undefined);
  const holding =
    held.length === 0
      ? []
      : [
          paint(
            'holds',
            `  ${signs.holds} ${words}: ${open.length === 0 ? 'holds' : `${held.length} of ${claims.length} hold`}`,
          ),
        ];
  const behind = restingOn(held);
  const resting = behind.length === 0 ? [] : wrapped(`${restsOnCount(behind)}; listed at the end`, '    ! ');
  return [...holding, ...resting, ...alike(open).flatMap((claims) => findingLines(claims, paint))];
}

/** Those that come with the facts of a finding are told with it, the others are counted and told once, at the end. */
function restingLines({ sources, restsOn }: ClaimResult): readonly string[] {
  const own = restsOn.filter(({ id }) => sources.some((source) => source.id === id));
  const others = restsOn.filter((fact) => !own.includes(fact));
  return [
    ...own.flatMap((fact) => wrapped(restsOnText(fact), '    ! ')),
    ...(others.length === 0
      ? []
      : wrapped(
          `${own.length === 0 ? 'Rests' : 'It also rests'}${restsOnCount(others).slice('rests'.length)}; listed at the end`,
          '    ! ',
        )),
  ];
}

/** What is needed of the practices that mend a claim: this one, or it and the others, or any of them. */
function fixWord({ practicesTogether }: ClaimResult, at: number): string {
  if (at === 0) return 'Fix';
  return practicesTogether === true ? 'And' : 'Or';
}

/** Claims of which everything but their subject is the same are told together. */
function alike(claims: readonly ClaimResult[]): readonly (readonly [ClaimResult, ...ClaimResult[]])[] {
  const groups = new Map<string, [ClaimResult, ...ClaimResult[]]>();
  for (const claim of claims) {
    const { name: _name, claim: _claim, ...rest } = claim;
    const key = JSON.stringify(rest);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  return [...groups.values()];
}

function findingLines(claims: readonly [ClaimResult, ...ClaimResult[]], paint: Paint): readonly string[] {
  const [first] = claims;
  const { verdict, finding, practices, counterexample, part } = first;
  const said = verdict === 'broken' && part !== undefined ? 'Promised, and not kept' : verdictWords[verdict];
  const told = claims.length > alikeTold + 1 ? claims.slice(0, alikeTold) : claims;
  const more = claims.length - told.length;
  return [
    paint(verdict, `  ${signs[verdict]} ${visible(titleOf(first))}`),
    ...told.flatMap(({ claim }) => wrapped(`${said}: ${claim}`, '      ')),
    ...(more === 0 ? [] : [`      … and ${more} more like these; --json has them all`]),
    ...wrapped(`Seen: ${finding}`, '      '),
    ...restingLines(first),
    ...(counterexample === undefined ? [] : stepLines(counterexample)),
    ...practices.flatMap(({ title, fix }, at) =>
      wrapped(`${title}: ${fix}`, `      ${fixWord(first, at)}: `),
    ),
    ...(counterexample === undefined
      ? []
      : [paint('muted', `      Replay: ${visible(counterexample.replay)}`)]),
  ];
}

function stepLines({ steps, doomStep }: NonNullable<ClaimResult['counterexample']>): readonly string[] {
  if (steps.length === 0) return ['      It is so in the steady state of the site.'];
  return steps.flatMap((step, index) => [
    ...wrapped(sentenceOf(step), `      ${String(index + 1).padStart(2)}. ${actorWords[step.by].padEnd(9)} `),
    ...(index === doomStep ? ['          --- after this step the promise cannot be kept ---'] : []),
  ]);
}

function dedupLines(dedup: readonly DedupRow[], paint: Paint): readonly string[] {
  if (dedup.length === 0) return [];
  const rows = dedup.map(({ layers, ratio, uniqueBlocks, logicalBlocks, cpuSecondsPerGiB }) => [
    layerWords[layers],
    `${ratio.toFixed(2)} : 1`,
    grouped(logicalBlocks),
    grouped(uniqueBlocks),
    cpuSecondsPerGiB.toFixed(2),
  ]);
  const head = ['Layers', 'ratio', 'written', 'left', 'CPU s/GiB'];
  return ['', paint('strong', 'Deduplication'), ...columns([head, ...rows]).map((line) => `  ${line}`)];
}

function chaosLines({ chaos }: CheckResult, paint: Paint): readonly string[] {
  if (chaos === undefined) return [];
  return [
    '',
    paint(
      'strong',
      `Chaos campaign ${visible(chaos.campaign)}: ${count(chaos.runs, 'run')}, ${count(chaos.findings.length, 'finding')}`,
    ),
    ...chaos.findings.flatMap(({ finding, reading, runs, replay }) => [
      ...wrapped(`${finding} (reading ${reading}, ${count(runs, 'run')})`, `  ${signs.broken} `),
      paint('muted', `      Replay: ${visible(replay)}`),
    ]),
  ];
}

function conclusionLines({ readings }: View, paint: Paint): readonly string[] {
  const facts = restingOn(readings.flatMap(({ invariants }) => invariants));
  if (facts.length === 0) return [];
  return [
    '',
    paint('strong', 'What no source says, and verdicts above rest on'),
    ...facts.flatMap(({ fact }) => wrapped(fact, '  - ')),
  ];
}

function footLines(result: CheckResult, paint: Paint): readonly string[] {
  const { chance } = result;
  const agreement =
    chance.disagreements === 0
      ? 'model and twin never disagreed'
      : `model and twin DISAGREED in ${count(chance.disagreements, 'run')}, a defect of this tool`;
  return [
    '',
    ...wrapped(
      `By chance: ${count(chance.runs, 'run')}, ${count(chance.events, 'event')} (${grouped(chance.refused)} refused); ${agreement}.`,
    ),
    ...chance.coverage.flatMap((coverage) =>
      wrapped(
        `met under reading ${coverage.reading}: ${coverageWords(coverage, chance.runs / chance.coverage.length)}`,
        '  ',
      ),
    ),
    paint('muted', `Again: ${visible(checkCommand(result))}`),
  ];
}
