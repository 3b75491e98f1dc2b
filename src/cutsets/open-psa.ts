/**
 * The loss functions as fault trees in the Open-PSA model exchange format, for the tools of reliability
 * engineers: for each loss, an OR of its minimal cut sets, each an AND of basic events.
 */
import type { CutSet, CutSetResult, LossResult } from './result.ts';

/**
 * How likely each kind of basic event is taken to be, within the time that the analysis looks at. They are
 * there so that the export can be quantified at all; put your own in their place.
 */
export const defaultProbabilities: Readonly<Record<string, number>> = {
  hostCrashes: 2e-2,
  shutDownHost: 5e-2,
  bootDeviceFails: 1e-2,
  reinstallHost: 1e-2,
  tpmIsCleared: 1e-3,
  tpmGoesMissing: 1e-3,
  boardIsSwapped: 5e-3,
  sitePowerFails: 1e-2,
  vcenterStops: 5e-2,
  vcenterIsLost: 5e-3,
  abandonVcenter: 1e-3,
  deleteProvider: 1e-3,
  createProvider: 1e-3,
  powerOffMachine: 1e-1,
  placeIsLost: 5e-3,
  backupGoesStale: 1e-2,
  bootDeviceIsStolen: 1e-4,
  placeIsRobbed: 1e-3,
  diskIsStolen: 1e-3,
};

const otherwise = 1e-3;

/** How likely a basic event is, by its id. */
function probabilityOf(
  id: string,
  probabilities: Readonly<Record<string, number>> = defaultProbabilities,
): number {
  return probabilities[id.slice(0, id.indexOf('('))] ?? otherwise;
}

/** The whole result as one document; one fault tree for each loss that has cut sets. */
export function openPsaOf(
  result: CutSetResult,
  probabilities: Readonly<Record<string, number>> = defaultProbabilities,
): string {
  const losses = result.losses.filter(({ sets }) => sets.length > 0);
  const expanded = losses.map((loss) => ({ loss, sets: loss.sets.flatMap(everySetOf) }));
  const used = new Set(expanded.flatMap(({ sets }) => sets.flat()));
  const labels = new Map(result.events.map(({ id, label }) => [id, label]));
  const names = namesOf([...used].toSorted());
  const basics = [...names].map(
    ([id, name]) => `    <define-basic-event name="${name}">
      <label>${escape(labels.get(id) ?? id)}</label>
      <float value="${probabilityOf(id, probabilities)}"/>
    </define-basic-event>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opsa-mef>',
    ...expanded.map(({ loss, sets }) => treeOf(loss, sets, names)),
    '  <model-data>',
    ...basics,
    '  </model-data>',
    '</opsa-mef>',
    '',
  ].join('\n');
}

function treeOf(
  { kind, machines, claim }: LossResult,
  sets: readonly (readonly string[])[],
  names: ReadonlyMap<string, string>,
): string {
  const tree = nameOf(`${kind} ${machines[0] ?? ''}`);
  const events = (set: readonly string[]): string =>
    set.map((id) => `<basic-event name="${names.get(id) ?? ''}"/>`).join('');
  const gates = sets.map((set) => {
    const [only] = set;
    return set.length === 1 && only !== undefined ? events(set) : `<and>${events(set)}</and>`;
  });
  const [first] = gates;
  // A gate takes two arguments or more; a single cut set is the top event itself.
  const top =
    gates.length === 1 && first !== undefined ? first : `<or>\n      ${gates.join('\n      ')}\n    </or>`;
  return `  <define-fault-tree name="${tree}">
    <define-gate name="${tree}-top">
    <label>${escape(claim)}</label>
    ${top}
    </define-gate>
  </define-fault-tree>`;
}

/**
 * How likely the loss is, exactly, by inclusion and exclusion over the events one after the other: the events
 * are independent, and a loss is that all events of one of the sets happen.
 */
export function probabilityOfLoss(
  sets: readonly (readonly string[])[],
  probabilities: Readonly<Record<string, number>> = defaultProbabilities,
): number {
  const known = new Map<string, number>();
  const solve = (left: readonly (readonly string[])[]): number => {
    if (left.length === 0) return 0;
    if (left.some((set) => set.length === 0)) return 1;
    const key = left.map((set) => set.join('+')).join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const event = mostCommon(left);
    const likely = probabilityOf(event, probabilities);
    const happened = minimalSets(left.map((set) => set.filter((other) => other !== event)));
    const answer =
      likely * solve(happened) + (1 - likely) * solve(left.filter((set) => !set.includes(event)));
    known.set(key, answer);
    return answer;
  };
  return solve(
    sets.map((set) => set.toSorted()).toSorted((one, other) => (one.join() < other.join() ? -1 : 1)),
  );
}

function mostCommon(sets: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const event of sets.flat()) counts.set(event, (counts.get(event) ?? 0) + 1);
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['', 0])[0];
}

function minimalSets(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const kept: (readonly string[])[] = [];
  for (const set of sets.toSorted((one, other) => one.length - other.length)) {
    if (!kept.some((other) => other.every((event) => set.includes(event)))) kept.push(set);
  }
  return kept.toSorted((one, other) => (one.join() < other.join() ? -1 : 1));
}

/** One by one, the sets that a cut set stands for: its hosts in all their places. */
export function everySetOf({ events, hosts }: CutSet): readonly (readonly string[])[] {
  const ofHosts = new Set(
    hosts.flatMap(({ anyOf, faults }) =>
      anyOf.flatMap((host) => faults.flat().map((name) => `${name}(${host})`)),
    ),
  );
  const globals = events.filter((id) => !ofHosts.has(id));
  let sets: readonly (readonly string[])[] = [globals];
  for (const { anyOf, faults } of hosts) {
    const placed = placings(anyOf, faults);
    sets = sets.flatMap((set) => placed.map((more) => [...set, ...more]));
  }
  return sets;
}

/** All ways to give these faults to different hosts; equal faults are given once for each pair of hosts. */
function placings(
  hosts: readonly string[],
  faults: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const place = (index: number, taken: readonly number[], events: readonly string[]): void => {
    const mine = faults[index];
    if (mine === undefined) {
      found.push(events);
      return;
    }
    const alike = index > 0 && mine.join() === faults[index - 1]?.join();
    const least = alike ? (taken.at(-1) ?? -1) + 1 : 0;
    for (const [at, host] of hosts.entries()) {
      if (at < least || taken.includes(at)) continue;
      place(index + 1, [...taken, at], [...events, ...mine.map((name) => `${name}(${host})`)]);
    }
  };
  place(0, [], []);
  return found;
}

/** By id: its name, with a number where two ids would have the same one. */
function namesOf(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    const plain = nameOf(id);
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** A name as the format allows it: letters, digits, `_` and single dashes within. */
export function nameOf(id: string): string {
  const plain = id.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return /^[A-Za-z]/.test(plain) ? plain : `e-${plain}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
