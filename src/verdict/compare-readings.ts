/** Which readings of the sources a site, or a domain machine, can tell apart at all, and by which experiment. */
import { contradictions } from '../../models/contradictions.ts';
import type { Deployment } from '../../models/deployment.ts';
import { describe, describeRefusal, howTo } from '../../models/describe.ts';
import type { Event, Refusal } from '../../models/events.ts';
import type { Tagged } from '../../models/kernel/machine.ts';
import { domainMachines } from '../../models/machines/all.ts';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';
import { observe } from '../../models/observe.ts';
import { differing, readings, type Switches, switchValues } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import { describeLoot, readableWith } from '../../models/thief.ts';
import type { State } from '../../models/state.ts';
import { watched } from '../lockstep/watched.ts';
import { seenAt, seenValue } from './seen-in-words.ts';
import { type Difference, type TellApart, tellApart, type TellApartOptions } from './tell-apart.ts';

/** Two ways to read the sources: two named readings, or one switch of the second reading in two settings. */
export type ReadingPair = {
  readonly names: readonly [string, string];
  readonly switches: readonly [Switches, Switches];
  /** What the sources disagree about, where one switch makes the difference. */
  readonly question: string | undefined;
};

export type LabStep = { readonly text: string; readonly how: string | undefined };

export type Comparison = {
  readonly names: readonly [string, string];
  readonly question: string | undefined;
  /** `the site`, or a system of docs/machines and how it is set up there. */
  readonly where: string;
  readonly steps: readonly LabStep[];
  readonly difference: Difference;
  readonly complete: boolean;
  readonly pairs: number;
};

/** The named readings against each other, then every other switch by itself, from the vendor's reading. */
export function readingPairs(): readonly ReadingPair[] {
  const named = readings.flatMap((one, at) =>
    readings.slice(at + 1).map((other): ReadingPair => {
      const switches = [one.switches, other.switches] as const;
      return { names: [one.name, other.name], switches, question: questionOf(differing(...switches)) };
    }),
  );
  const base = readings.find(({ name }) => name === 'vendor')?.switches;
  if (base === undefined) return named;
  const single = (Object.keys(switchValues) as (keyof Switches)[]).flatMap((name) =>
    switchValues[name]
      .filter((value) => value !== base[name])
      .map((value): ReadingPair => {
        const names = [`${name}: ${base[name]}`, `${name}: ${value}`] as const;
        const switches = [base, { ...base, [name]: value }] as const;
        return { names, switches, question: questionOf([name]) };
      }),
  );
  const said = named.map(({ switches }) => differing(...switches).join());
  return [...named, ...single.filter(({ switches }) => !said.includes(differing(...switches).join()))];
}

/** What the sources disagree about, where it is one thing. */
function questionOf(names: readonly (keyof Switches)[]): string | undefined {
  const [name] = names;
  if (names.length !== 1 || name === undefined) return undefined;
  return contradictions.find(({ decidedBy }) => decidedBy === name)?.question;
}

/** Who looks: an administrator at what the product shows, or a thief at what a loot opens. */
type Eyes = 'administrator' | 'thief';

/** One pair on a site in its steady state. */
export function compareOnSite(
  site: Site,
  pair: ReadingPair,
  eyes: Eyes,
  options: TellApartOptions,
): Comparison {
  const side = (switches: Switches) => ({
    machine: steadyMachine(site, switches).machine,
    look: (state: State) =>
      eyes === 'administrator' ? flat(observe(site, state), '') : stolen({ site, switches }, state),
  });
  const told = tellApart([side(pair.switches[0]), side(pair.switches[1])], options);
  const lab = (event: Event): LabStep => ({ text: describe(event), how: howTo(event) });
  // What the site's machine refuses with is a reason of its own.
  const reasonOf = (refusal: string): string => describeRefusal(refusal as Refusal);
  return comparison(pair, 'the site', told, lab, reasonOf);
}

/** What each loot of the promise lets a thief read. */
function stolen(deployment: Deployment, state: State): Record<string, unknown> {
  const loots = deployment.site.promise.secret;
  const entries = loots.map((loot) => [
    `what a thief with ${describeLoot(loot)} reads`,
    readableWith(deployment, state, loot),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Pairs of states that are looked at in one variant: there are many variants, and an experiment should be short. */
const pairsMaxOfVariant = 1_000;

/** One pair on the domain machines: the shortest experiment among all of them, near the start of their variants. */
export function compareOnMachines(pair: ReadingPair, options: TellApartOptions): Comparison | undefined {
  const bounds = { ...options, pairsMax: Math.min(options.pairsMax, pairsMaxOfVariant) };
  const asked = differing(...pair.switches);
  const all = domainMachines.flatMap((machine) =>
    Object.keys(machine.variants)
      .filter((variant) => asked.some((name) => switchesRead(machine, variant, pair, bounds).has(name)))
      .map((variant) => onMachine(machine, variant, pair, bounds)),
  );
  const apart = all.filter(({ difference }) => difference.kind !== 'none');
  return apart.toSorted((a, b) => a.steps.length - b.steps.length)[0];
}

const readBy = new Map<string, ReadonlySet<string>>();

/** The switches that a variant looks at near its start: the others cannot make a difference there. */
function switchesRead(
  machine: AnyDomainMachine,
  variantName: string,
  { switches: [base] }: ReadingPair,
  options: TellApartOptions,
): ReadonlySet<string> {
  const key = `${machine.name} ${variantName} ${JSON.stringify([base, options])}`;
  const known = readBy.get(key);
  if (known !== undefined) return known;
  const { switches, read } = watched(base);
  onMachine(
    machine,
    variantName,
    { names: ['', ''], switches: [switches, switches], question: undefined },
    options,
  );
  readBy.set(key, read);
  return read;
}

function onMachine(
  machine: AnyDomainMachine,
  variantName: string,
  pair: ReadingPair,
  options: TellApartOptions,
): Comparison {
  const side = (switches: Switches) => {
    const setting = { variant: machine.variants[variantName], switches };
    const goals = machine.goals(setting);
    return {
      machine: machine.machine(setting),
      look: (state: Record<string, unknown>) => ({
        ...flat(machine.observe(state, setting), ''),
        ...Object.fromEntries(
          goals.map(({ claim, reached }) => [`whether this is so: ${claim}`, reached(state)]),
        ),
      }),
    };
  };
  const told = tellApart([side(pair.switches[0]), side(pair.switches[1])], options);
  const lab = (event: Tagged): LabStep => ({ text: machine.describe(event), how: undefined });
  const where = `the domain machine docs/machines/${machine.name}.md, set up as ${variantName}`;
  return comparison(pair, where, told, lab, (refusal) => machine.describeRefusal(refusal) ?? refusal);
}

function comparison<Event>(
  { names, question }: ReadingPair,
  where: string,
  { events, difference, complete, pairs }: TellApart<Event>,
  lab: (event: Event) => LabStep,
  reasonOf: (refusal: string) => string,
): Comparison {
  const inWords = differenceInWords(difference, reasonOf);
  return { names, question, where, steps: events.map(lab), difference: inWords, complete, pairs };
}

function differenceInWords(difference: Difference, reasonOf: (refusal: string) => string): Difference {
  if (difference.kind === 'none') return difference;
  const [one, other] = difference.said;
  if (difference.kind === 'sight') {
    const what = difference.what.includes(' ') ? difference.what : seenAt(difference.what);
    return { ...difference, what, said: [seenValue(one), seenValue(other)] };
  }
  const answer = (said: string): string => (said === 'accepted' ? 'done' : `refused: ${reasonOf(said)}`);
  return { ...difference, said: [answer(one), answer(other)] };
}

/** A picture as one line for each leaf: `hosts.esx-01.safe`. */
function flat(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [path]: value };
  const entries = Object.entries(value).map(([key, below]) =>
    flat(below, path === '' ? key : `${path}.${key}`),
  );
  return Object.assign({}, ...entries) as Record<string, unknown>;
}
