/** The result, arranged for reading: what belongs together, in a fixed order, each with a place to link to. */
import { readings as knownReadings, type ReadingName } from '../models/reading.ts';
import type {
  CheckResult,
  ClaimResult,
  Disaster,
  PracticeLine,
  ReadingResult,
  RecoveryResult,
  SourceLine,
} from '../models/result.ts';

export type ReadingView = ReadingResult & { readonly name: ReadingName };

/** A claim that does not hold, under one reading. */
export type Finding = { readonly id: string; readonly reading: ReadingName; readonly claim: ClaimResult };

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
    recoveries: recoveriesOf(readings, idOf),
    disasters: disastersOf(result, all).map((disaster) => ({
      ...disaster,
      id: idOf('disaster', disaster.name),
    })),
    machines,
    facts: factsOf(readings),
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

function findingsOf(readings: readonly ReadingView[], idOf: IdMaker): readonly Finding[] {
  const found = readings.flatMap(({ name, invariants }) =>
    invariants
      .filter(({ verdict }) => verdict !== 'holds')
      .map((claim) => ({ id: idOf('finding', name, claim.name), reading: name, claim })),
  );
  const broken = found.filter(({ claim }) => claim.verdict === 'broken');
  return [...broken, ...found.filter(({ claim }) => claim.verdict !== 'broken')];
}

function recoveriesOf(readings: readonly ReadingView[], idOf: IdMaker): readonly Recovery[] {
  const groups = new Map<string, { names: ReadingName[]; result: RecoveryResult }>();
  for (const { name, recoveries } of readings) {
    for (const result of recoveries) {
      const text = JSON.stringify(result);
      const group = groups.get(text);
      if (group === undefined) groups.set(text, { names: [name], result });
      else if (!group.names.includes(name)) group.names.push(name);
    }
  }
  const total = readings.length;
  return [...groups.values()].map(({ names, result }) => ({
    id: idOf(
      'recovery',
      result.disaster,
      result.machine,
      ...(names.length === total && total > 1 ? [] : names),
    ),
    readings: names,
    result,
  }));
}

/** Every disaster of the list, and those that only a recovery names, so that none is left out. */
function disastersOf(result: CheckResult, recoveries: readonly RecoveryResult[]): readonly Disaster[] {
  const known = result.disasters.map(({ name }) => name);
  const others = distinct(recoveries.map(({ disaster }) => disaster)).filter((name) => !known.includes(name));
  return [...result.disasters, ...others.map((name) => ({ name, title: name, steps: [] }))];
}

function factsOf(readings: readonly ReadingView[]): readonly SourceLine[] {
  const lines = readings.flatMap(({ invariants }) => invariants.flatMap(({ sources }) => sources));
  const byId = new Map(lines.map((line) => [line.id, line] as const));
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
