/** The minimal cut sets of a certificate looked at again: each by its witness, all of them by the dual. */
import type { Reading } from '../../models/reading.ts';
import type { Event } from '../../models/events.ts';
import { rules } from '../../models/rules.ts';
import type { Loot, Site } from '../../models/site.ts';
import { secrecyOf } from '../../models/invariants.ts';
import { idOf, lootId } from '../cutsets/basic-event.ts';
import { bootyOpens } from '../cutsets/booty.ts';
import { type LossKind, lossKinds } from '../cutsets/loss.ts';
import { everyMove } from '../cutsets/oracle.ts';
import { everySetOf } from '../cutsets/open-psa.ts';
import { type Problem, problemsOf } from '../cutsets/problem.ts';
import { machineClasses } from '../cutsets/symmetry.ts';
import { smallSiteOf } from '../cutsets/witness.ts';
import { aimsOf } from '../lockstep/aims.ts';
import { dualFindings, setsUpTo } from './absence.ts';
import type { CertifiedCutSet, CertifiedLoss, CertifiedReading } from './format.ts';
import { doomStepOf, type Ground, groundOf, judgedOn, type Played, playedOn } from './ground.ts';
import type { Notes } from './report.ts';

const kinds = lossKinds;
/** Sets that are asked about one by one, at most; a site of 16 hosts has some 300,000 of order 3. */
const setsMax = 1_000_000;
const expandedMax = 500_000;

export function verifyLosses(
  site: Site,
  reading: Reading,
  { losses, claims }: CertifiedReading,
  notes: Notes,
): void {
  const grounds = new Map<string, Ground>();
  for (const machines of machineClasses(site)) {
    const [machine = ''] = machines;
    for (const kind of kinds) {
      const about = `${machine} ${kind}`;
      const found = losses.filter((loss) => loss.kind === kind && loss.machines.join() === machines.join());
      const [loss] = found;
      if (loss === undefined || found.length > 1) {
        notes.refute(`${about}: its cut sets stand ${found.length} times, expected once`);
        continue;
      }
      for (const name of claimsAgainst(site, kind, machine, loss))
        if (claims.some((claim) => claim.name === name && claim.verdict === 'holds'))
          notes.refute(`${about}: a cut set lies within the promise, and “${name}” is called holds`);
      const [problem] = problemsOf(site, reading, machine, [kind], Math.max(1, loss.completeTo)) ?? [];
      if (problem === undefined || loss.completeTo < 0) {
        notes.leave(`${about}: ${loss.cutSets.length} cut sets, no second method knows this kind of site`);
        continue;
      }
      verifyDual(problem, loss, about, notes);
      verifyWitnesses(problem, reading, loss, grounds, about, notes);
    }
  }
}

/** The claims that cannot hold when these cut sets are right. */
function claimsAgainst(
  { promise }: Site,
  kind: LossKind,
  machine: string,
  { cutSets }: CertifiedLoss,
): readonly string[] {
  const loses = (faults: number): boolean => cutSets.some(({ events }) => events.length <= faults);
  if (kind === 'unrecoverable') return loses(promise.recoverable) ? [`${machine} stays recoverable`] : [];
  if (kind === 'unavailable') return loses(promise.starts) ? [`${machine} starts again`] : [];
  return promise.secret
    .filter((loot) => cutSets.some(({ events }) => events.length === 1 && events[0] === lootId(loot)))
    .map((loot) => secrecyOf(loot).name);
}

function verifyDual(
  problem: Problem,
  { completeTo, cutSets }: CertifiedLoss,
  about: string,
  notes: Notes,
): void {
  const sets = cutSets.flatMap((set) => {
    const { events, alike, standsFor } = set;
    const expanded = everySetOf({ order: events.length, events, expanded: standsFor, hosts: alike });
    if (expanded.length !== standsFor)
      notes.refute(
        `${about}: ${events.join(' + ')} stands for ${expanded.length}, the certificate says ${standsFor}`,
      );
    return expanded;
  });
  if (sets.length > expandedMax || setsUpTo(problem.events.length, completeTo) > setsMax)
    return notes.leave(`${about}: too many sets of at most ${completeTo} events to ask about each`);
  const findings = dualFindings(problem, completeTo, sets);
  for (const { what, set } of findings.slice(0, 10))
    notes.refute(`${about}: ${what}: ${set.join(' + ') || 'no event'}`);
  if (findings.length === 0)
    notes.confirm(
      `${about}: ${sets.length} cut sets, each loses, none of them without any one event; no other set of at most ${completeTo} faults loses`,
    );
}

function verifyWitnesses(
  problem: Problem,
  reading: Reading,
  { cutSets }: CertifiedLoss,
  grounds: Map<string, Ground>,
  about: string,
  notes: Notes,
): void {
  let confirmed = 0;
  for (const cutSet of cutSets) {
    if (cutSet.witness === undefined) continue;
    const fault = witnessFault(problem, reading, cutSet, grounds);
    if (fault === undefined) confirmed++;
    else notes.refute(`${about}: witness of ${cutSet.events.join(' + ')}: ${fault}`);
  }
  const without = cutSets.filter(({ witness }) => witness === undefined).length;
  notes.confirm(
    `${about}: ${confirmed} witnesses played to a state that ${problem.kind === 'readable' ? 'a thief reads it in' : 'no recovery wins from'}`,
  );
  if (without > 0)
    notes.leave(
      `${about}: ${without} cut sets come without a witness; only the second method looked at them`,
    );
}

function witnessFault(
  problem: Problem,
  reading: Reading,
  { events, witness }: CertifiedCutSet,
  grounds: Map<string, Ground>,
): string | undefined {
  const set = problem.events.filter(({ id }) => events.includes(id));
  if (set.length < events.length || witness === undefined)
    return 'it names an event that this site does not have';
  const small = smallSiteOf(problem, set);
  const key = `${problem.machine} ${small.hosts.map(({ name }) => name).join()}`;
  const ground = grounds.get(key) ?? groundOf(small, reading);
  grounds.set(key, ground);
  const thefts = set.flatMap((basic) => (basic.kind === 'loot' ? [basic] : []));
  const steps = witness.events.slice(0, witness.events.length - thefts.length);
  const played = playedOn(ground, steps);
  if ('problem' in played) return played.problem;
  const spent = played.events
    .filter(({ type }) => rules[type].spends === 1)
    .map((event: Event) => idOf(event));
  if (spent.some((id) => !events.includes(id)) || new Set(spent).size < spent.length)
    return 'it spends other faults than those of the set, or one of them twice';
  if (problem.kind === 'readable') return theftFault(ground, problem.machine, played, thefts, witness);
  const { machine, compiled } = ground;
  const aims = aimsOf(compiled, machine, problem.machine);
  const aim = problem.kind === 'unavailable' ? aims.starts : aims.readable;
  const judged = judgedOn(compiled, played.states, aim, everyMove(machine));
  if (judged === undefined) return 'recoveries from its end are too many';
  if (judged.won.at(-1) === true) return 'a recovery wins from its end';
  const doomStep = doomStepOf(judged);
  return doomStep === witness.doomStep
    ? undefined
    : `the step that dooms is ${doomStep + 1}, the certificate says ${witness.doomStep + 1}`;
}

type Theft = { readonly id: string; readonly loot: Loot };

/** What is stolen is stolen at the end of the run, all at once, and read at once: with all of it, and not without the last. */
function theftFault(
  { machine }: Ground,
  name: string,
  { states }: Played,
  thefts: readonly Theft[],
  { events, doomStep }: NonNullable<CertifiedCutSet['witness']>,
): string | undefined {
  const end = states.at(-1);
  const named = events.slice(events.length - thefts.length);
  if (end === undefined || named.join() !== thefts.map(({ id }) => id).join())
    return 'it does not end with the thefts of the set';
  const opens = (stolen: readonly Theft[]): boolean =>
    bootyOpens(
      machine.site,
      end,
      name,
      stolen.map(({ loot }) => loot),
    );
  if (!opens(thefts)) return 'a thief reads nothing in its end';
  if (opens(thefts.slice(0, -1))) return 'a thief reads it without the last theft';
  return doomStep === events.length - 1
    ? undefined
    : `the step that dooms is ${events.length}, the certificate says ${doomStep + 1}`;
}
