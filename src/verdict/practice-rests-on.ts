/** What no source says, and the answer about a practice rests on. */
import type { Tagged } from '../../models/kernel/machine.ts';
import { domainMachines } from '../../models/machines/all.ts';
import { readable } from '../../models/promise.ts';
import type { MachineQuestion, Question, SiteQuestion } from '../../models/proofs/proof.ts';
import { secrecyOf } from '../../models/invariants.ts';
import type { Reading } from '../../models/reading.ts';
import type { SourceLine } from '../../models/result-lines.ts';
import { named } from '../../models/site.ts';
import { lootReads } from '../../models/thief.ts';
import { compile } from '../explore/compile.ts';
import { influencing } from '../explore/influence.ts';
import { rescueOf } from './claims.ts';
import { factsOf, unprovenLines } from './lines.ts';
import { type AnyMachine, without } from './practice-on-machine.ts';
import type { Explorations } from './practice-on-site.ts';

const sides = ['dropped', 'kept'] as const;

/**
 * An answer compares what is lost without the practice with what is kept with it, so it rests on every rule that has a
 * say on either side.
 */
export function practiceRestsOn(
  question: Question,
  reading: Reading,
  searched: Explorations,
): readonly SourceLine[] {
  switch (question.on) {
    case 'site':
      return unprovenLines(sides.flatMap((side) => siteFacts(question, side, searched)));
    case 'machine':
      return unprovenLines(sides.flatMap((side) => machineFacts(question, side, reading)));
    case 'law':
      // The law of deduplication is no rule of the models: it is measured.
      return [];
  }
}

function siteFacts(
  { claim, faultsMax, ...question }: SiteQuestion,
  side: (typeof sides)[number],
  searched: Explorations,
): readonly string[] {
  const { compiled, machine } = searched(question[side], faultsMax);
  const { site } = machine.site;
  if (claim.kind === 'secret') {
    const { sources } = secrecyOf(claim.loot);
    return [...sources, ...factsOf(influencing(compiled, lootReads(site, claim.loot)))];
  }
  const rescued = claim.kind === 'recoverable' ? rescueOf(named(site.machines, claim.machine)) : [];
  return [...rescued, ...factsOf(influencing(compiled, readable(machine.site, claim.machine).reads))];
}

function machineFacts(
  { goal, machine: wanted, variant: usual, leavesOut = [], ...question }: MachineQuestion,
  side: (typeof sides)[number],
  { switches }: Reading,
): readonly string[] {
  const { variant = usual, never = [] } = question[side];
  const domain = domainMachines.find(({ name }) => name === wanted);
  if (domain === undefined) throw new Error(`there is no machine ${wanted}`);
  const setting = { variant: domain.variants[variant], switches };
  const model = without(domain.machine(setting), [...never, ...leavesOut]);
  const reads =
    typeof goal === 'string'
      ? (domain.goals(setting).find(({ name }) => name === goal)?.reads ?? [])
      : readsOf(model, goal);
  const asked = typeof goal === 'string' ? [] : [goal];
  const heard = [...asked, ...influencing(compile(model), reads)];
  return heard.flatMap(({ type }) => model.rules[type]?.sources ?? []);
}

/** What decides whether an event is accepted. */
function readsOf({ rules, site }: AnyMachine, event: Tagged): readonly string[] {
  return rules[event.type]?.parts(site, event).flatMap(({ reads }) => reads) ?? [];
}
