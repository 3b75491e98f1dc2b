/**
 * Does every verdict name what it rests on? Each rule in turn is taken away, or loses its reasons to refuse, and a small
 * site is searched again: where that changes a verdict, the facts of the rule that no source says must stand with it.
 */
import { expect, it } from 'vitest';
import { type FactId, factOf, isUnproven } from '../models/evidence.ts';
import type { Event } from '../models/events.ts';
import { productInvariants, secrecyOf } from '../models/invariants.ts';
import type { Rule } from '../models/kernel/machine.ts';
import type { Verdict } from '../models/kernel/verdict.ts';
import { smallSite, steady, vendor } from '../models/play.fixture.ts';
import { type Reading, readings } from '../models/reading.ts';
import type { ClaimResult } from '../models/result.ts';
import { rules } from '../models/rules.ts';
import type { Loot } from '../models/site.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import { restsOnCount, restsOnText } from '../reports/rests-on.ts';
import { textOf as cutSetsText } from '../src/cli/cutsets-command.ts';
import { cutSetsOf } from '../src/cutsets/cut-sets.ts';
import { compile } from '../src/explore/compile.ts';
import { search } from '../src/explore/search.ts';
import { claimsOf } from '../src/verdict/claims.ts';
import { exploreSite } from '../src/verdict/explored.ts';

const secret: readonly Loot[] = [
  { kind: 'disk', datastore: 'san' },
  { kind: 'bootDevice', host: 'esx-1' },
  { kind: 'place', place: 'safe' },
];
const site = smallSite({ promise: { recoverable: 1, starts: 1, secret, deduplication: null } });
const bounds = { faultsMax: 1, statesMax: 20_000 };
const vendorReading: Reading = { ...(readings[0] as Reading), name: 'vendor', switches: vendor };
const claims = claimsOf(exploreSite(site, vendorReading, bounds), 'replay');
const machine = steady(site, vendor);

type AnyRule = Rule<SiteMachine['site'], SiteMachine['initial'], Event, string>;

function without(type: Event['type'], what: 'rule' | 'guards'): SiteMachine {
  const rule = rules[type] as unknown as AnyRule;
  const mutant: AnyRule =
    what === 'rule'
      ? { ...rule, candidates: () => [] }
      : {
          ...rule,
          parts: (deployment, event) =>
            rule.parts(deployment, event).map((part) => ({ ...part, refusal: () => undefined })),
        };
  return { ...machine, rules: { ...machine.rules, [type]: mutant } };
}

/** By name: what is true of every state, and asked of one at least. */
function verdictsOn(changed: SiteMachine): ReadonlyMap<string, Verdict> {
  const compiled = compile(changed);
  const found = search(compiled, bounds);
  const tuple = new Uint16Array(compiled.initial.length);
  const states = Array.from({ length: found.states.size() }, (_, id) => {
    found.states.read(id, tuple);
    return compiled.decode(tuple);
  });
  const asked = [...secret.map(secrecyOf), ...productInvariants(changed.site)];
  return new Map(
    asked.map(({ name, always, sometimes }) => {
      const broken = states.some((state) => !always(state, changed.site));
      const tested = states.some((state) => sometimes(state, changed.site));
      return [name, broken ? 'broken' : tested ? 'holds' : 'notTested'];
    }),
  );
}

function unprovenOf(type: Event['type']): readonly string[] {
  return rules[type].sources.filter((id) => isUnproven(factOf(id as FactId).confidence));
}

it('a rule whose change changes a verdict has its unproven facts named with the verdict', () => {
  const sound = verdictsOn(machine);
  const judged = claims.filter(({ name }) => sound.has(name));
  expect(judged.map(({ name, verdict }) => [name, verdict])).toEqual([...sound]);
  const types = Object.keys(rules) as Event['type'][];
  const deciding = types
    .filter((type) => unprovenOf(type).length > 0)
    .flatMap((type) =>
      (['rule', 'guards'] as const).flatMap((what) => {
        const changed = verdictsOn(without(type, what));
        return judged
          .filter(({ name }) => changed.get(name) !== sound.get(name))
          .map((claim) => ({ type, claim }));
      }),
    );
  const unsaid = deciding.flatMap(({ type, claim }) =>
    unprovenOf(type)
      .filter((id) => !claim.restsOn.some((fact) => fact.id === id))
      .map((id) => `${claim.name} does not say that it rests on ${id}`),
  );
  expect(unsaid).toEqual([]);
  expect(new Set(deciding.map(({ type }) => type)).size).toBeGreaterThan(1);
});

it('every decided verdict says which of its own facts no source states, and an undecided one rests on nothing', () => {
  const unsaid = (claim: ClaimResult): readonly string[] =>
    claim.sources
      .filter(({ confidence, id }) => isUnproven(confidence) && !claim.restsOn.some((fact) => fact.id === id))
      .map(({ id }) => `${claim.name}: ${id}`);
  const decided = claims.filter(({ verdict }) => verdict !== 'notTested');
  expect(decided.flatMap(unsaid)).toEqual([]);
  expect(decided.filter(({ restsOn }) => restsOn.length > 0).length).toBeGreaterThan(4);
  const idle = claims.filter(({ verdict }) => verdict === 'notTested');
  expect(idle.flatMap(({ restsOn }) => restsOn)).toEqual([]);
  for (const { restsOn, confidence } of decided.filter((claim) => claim.restsOn.length > 0)) {
    expect(restsOn.filter((fact) => !isUnproven(fact.confidence))).toEqual([]);
    expect(isUnproven(confidence)).toBe(true);
  }
});

it('a loss of the cut sets says how much of it no source says, and the text tells what', async () => {
  const result = await cutSetsOf(site, vendorReading, { orderMax: 1 });
  const text = cutSetsText(result);
  expect(result.losses.length).toBeGreaterThan(2);
  for (const { restsOn, claim } of result.losses) {
    expect(restsOn.length, claim).toBeGreaterThan(0);
    expect(text).toContain(`this ${restsOnCount(restsOn)}`);
    for (const fact of restsOn) expect(text).toContain(restsOnText(fact));
  }
});
