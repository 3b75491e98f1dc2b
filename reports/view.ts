/** The result, arranged for reading: what belongs together, in a fixed order, each with a place to link to. */
import { readings as knownReadings, type ReadingName } from '../models/reading.ts';
import type {
  CheckResult,
  ClaimResult,
  Disaster,
  PracticeLine,
  ReadingResult,
  RecoveryResult,
} from '../models/result.ts';
import type { SourceLine } from '../models/result-lines.ts';
import type { SystemsResult } from '../models/system-result.ts';
import { titleOf } from './words.ts';

export type ReadingView = ReadingResult & { readonly name: ReadingName };

/** A claim that does not hold, under every reading that sees the same. */
export type Finding = {
  readonly id: string;
  readonly readings: readonly ReadingName[];
  /** As the first of the readings has it. They differ in nothing but the command that plays it again. */
  readonly claim: ClaimResult;
  readonly replays: readonly { readonly reading: ReadingName; readonly command: string }[];
};

/** A way back that one or more readings agree on. */
export type Recovery = {
  readonly id: string;
  readonly readings: readonly ReadingName[];
  readonly result: RecoveryResult;
};

export type View = {
  readonly result: CheckResult;
  readonly readings: readonly ReadingView[];
  readonly findings: readonly Finding[];
  readonly recoveries: readonly Recovery[];
  readonly disasters: readonly (Disaster & { readonly id: string })[];
  /** Names of machine classes, as the site orders them. */
  readonly machines: readonly string[];
  readonly facts: readonly SourceLine[];
};

export function viewOf(result: CheckResult): View {
  const readings = knownReadings.flatMap(({ name }): ReadingView[] => {
    const reading = result.readings[name];
    return reading === undefined ? [] : [{ name, ...reading }];
  });
  const idOf = idMaker();
  const all = readings.flatMap(({ recoveries }) => recoveries);
  const machines = distinct([...result.site.machines.map(({ name }) => name), ...all.map((r) => r.machine)]);
  return {
    result,
    readings,
    findings: findingsOf(readings, idOf),
    recoveries: recoveriesOf(readings, machines, idOf),
    disasters: disastersOf(result, all).map((disaster) => ({
      ...disaster,
      id: idOf('disaster', disaster.name),
    })),
    machines,
    facts: factsOf(readings, result.systems),
  };
}

export function recoveryFor(
  { recoveries }: View,
  reading: ReadingName,
  disaster: string,
  machine: string,
): Recovery | undefined {
  return recoveries.find(
    ({ readings, result }) =>
      readings.includes(reading) && result.disaster === disaster && result.machine === machine,
  );
}

/** The practices that mend something broken, and what they mend. */
export function remediesOf({ findings }: View): readonly {
  readonly practice: PracticeLine;
  readonly mends: readonly Finding[];
}[] {
  const practices = new Map(findings.flatMap(({ claim }) => claim.practices.map((p) => [p.id, p] as const)));
  return [...practices.values()]
    .map((practice) => ({ practice, mends: findings.filter((finding) => costs(finding, practice.id)) }))
    .toSorted((a, b) => b.mends.length - a.mends.length);
}

/** The finding of a claim under a reading; none when it holds. */
export function findingOf({ findings }: View, reading: ReadingName, name: string): Finding | undefined {
  return findings.find(({ readings, claim }) => readings.includes(reading) && claim.name === name);
}

/** Names of claims about a class of machines end so; a title that says the opposite needs the class only. */
const promised = / (?:stays recoverable|starts again)$/;

/** What a link to a finding says: its title, and what it is about where another one has the same title. */
export function labelOf({ findings, readings }: View, finding: Finding): string {
  const title = titleOf(finding.claim);
  const alike = findings.filter(({ claim }) => titleOf(claim) === title && claim.name !== finding.claim.name);
  const names = tagOf(finding.readings, readings);
  const more = [...(alike.length > 0 ? [finding.claim.name.replace(promised, '')] : []), ...names];
  return more.length === 0 ? title : `${title} (${more.join(', ')})`;
}

export function costs({ claim }: Finding, practice: string): boolean {
  return claim.practices.some(({ id }) => id === practice);
}

export function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}

/** Ids made of names, so that a link stays good when something else is added; a second one gets a number. */
function idMaker(): (...names: readonly string[]) => string {
  const used = new Map<string, number>();
  return (...names) => {
    const slug = names.map(slugOf).join('-');
    const times = (used.get(slug) ?? 0) + 1;
    used.set(slug, times);
    // Two hyphens: a slug has none, so a numbered id is never the id of another name.
    return times === 1 ? slug : `${slug}--${times}`;
  };
}

function slugOf(name: string): string {
  const slug = name
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return slug.replaceAll(/^-|-$/g, '').slice(0, 60).replace(/-$/, '') || 'x';
}

type IdMaker = ReturnType<typeof idMaker>;

/** Broken ones first; otherwise in the order of the readings and of their claims. */
function findingsOf(readings: readonly ReadingView[], idOf: IdMaker): readonly Finding[] {
  const open = readings.flatMap(({ name, invariants }) =>
    invariants.filter(({ verdict }) => verdict !== 'holds').map((value) => ({ name, value })),
  );
  const groups = grouped(open, ({ counterexample, ...claim }) =>
    JSON.stringify([claim, counterexample?.steps, counterexample?.doomStep]),
  );
  const found = groups.map(({ names, values, first }) => ({
    id: idOf('finding', first.name, ...tagOf(names, readings)),
    readings: names,
    claim: first,
    replays: values.flatMap(({ name, value: { counterexample } }) =>
      counterexample === undefined ? [] : [{ reading: name, command: counterexample.replay }],
    ),
  }));
  const isBroken = ({ claim }: Finding): boolean => claim.verdict === 'broken';
  return [...found.filter(isBroken), ...found.filter((finding) => !isBroken(finding))];
}

function recoveriesOf(
  readings: readonly ReadingView[],
  machines: readonly string[],
  idOf: IdMaker,
): readonly Recovery[] {
  const all = readings.flatMap(({ name, recoveries }) => recoveries.map((value) => ({ name, value })));
  const ways = grouped(all, (value) => JSON.stringify(value)).map(({ names, first }) => ({
    id: idOf('recovery', first.disaster, first.machine, ...tagOf(names, readings)),
    readings: names,
    result: first,
  }));
  return machines.flatMap((machine) => ways.filter(({ result }) => result.machine === machine));
}

type Named<T> = { readonly name: ReadingName; readonly value: T };
type Group<T> = {
  readonly names: readonly ReadingName[];
  readonly values: readonly Named<T>[];
  readonly first: T;
};

/** What several readings have alike, once, with the readings that have it. */
function grouped<T>(all: readonly Named<T>[], textOf: (value: T) => string): readonly Group<T>[] {
  const groups = new Map<string, Named<T>[]>();
  for (const entry of all) {
    const text = textOf(entry.value);
    groups.set(text, [...(groups.get(text) ?? []), entry]);
  }
  return [...groups.values()].flatMap((values) => {
    const [first] = values;
    return first === undefined
      ? []
      : [{ names: distinct(values.map(({ name }) => name)), values, first: first.value }];
  });
}

/** The readings in an id, unless all of several share it. */
function tagOf(names: readonly ReadingName[], readings: readonly ReadingView[]): readonly ReadingName[] {
  return names.length === readings.length && readings.length > 1 ? [] : names;
}

/** Every disaster of the list, and those that only a recovery names, so that none is left out. */
function disastersOf(result: CheckResult, recoveries: readonly RecoveryResult[]): readonly Disaster[] {
  const known = result.disasters.map(({ name }) => name);
  const others = distinct(recoveries.map(({ disaster }) => disaster)).filter((name) => !known.includes(name));
  return [...result.disasters, ...others.map((name) => ({ name, title: name, steps: [] }))];
}

function factsOf(readings: readonly ReadingView[], { asked, notes }: SystemsResult): readonly SourceLine[] {
  const lines = [
    ...readings.flatMap(({ invariants }) =>
      invariants.flatMap(({ sources, restsOn }) => [...sources, ...restsOn]),
    ),
    ...[...asked, ...notes].flatMap(({ sources }) => sources),
  ];
  const byId = new Map(lines.map((line) => [line.id, line] as const));
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
