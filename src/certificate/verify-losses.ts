/** The minimal cut sets of a certificate looked at again: each by its witness, all of them by the dual. */
import type { Reading } from '../../models/reading.ts';
import type { Event } from '../../models/events.ts';
import { rules } from '../../models/rules.ts';
import type { Site } from '../../models/site.ts';
import { idOf } from '../cutsets/basic-event.ts';
import { everyMove } from '../cutsets/oracle.ts';
import { everySetOf } from '../cutsets/open-psa.ts';
import { type Problem, problemsOf } from '../cutsets/problem.ts';
import { machineClasses } from '../cutsets/symmetry.ts';
import { smallSiteOf } from '../cutsets/witness.ts';
import { aimsOf } from '../lockstep/aims.ts';
import { dualFindings, setsUpTo } from './absence.ts';
import type { CertifiedCutSet, CertifiedLoss, CertifiedReading } from './format.ts';
import { doomStepOf, type Ground, groundOf, judgedOn, playedOn } from './ground.ts';
import type { Notes } from './report.ts';

const kinds = ['unrecoverable', 'unavailable'] as const;
/** Sets that are asked about one by one, at most; a site of 16 hosts has some 300,000 of order 3. */
const setsMax = 1_000_000;
const expandedMax = 500_000;

export function verifyLosses(
  site: Site,
  reading: Reading,
  { losses, claims }: CertifiedReading,
  notes: Notes,
): void {
  const promised = { unrecoverable: site.promise.recoverable, unavailable: site.promise.starts };
  const claimed = { unrecoverable: 'stays recoverable', unavailable: 'starts again' };
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
      const holds = claims.some(
        ({ name, verdict }) => name === `${machine} ${claimed[kind]}` && verdict === 'holds',
      );
      if (holds && loss.cutSets.some(({ events }) => events.length <= promised[kind]))
        notes.refute(`${about}: a cut set lies within the promise, and the claim about it is called holds`);
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
  notes.confirm(`${about}: ${confirmed} witnesses played to a state that no recovery wins from`);
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
  const played = playedOn(ground, witness.events);
  if ('problem' in played) return played.problem;
  const spent = played.events
    .filter(({ type }) => rules[type].spends === 1)
    .map((event: Event) => idOf(event));
  if (spent.some((id) => !events.includes(id)) || new Set(spent).size < spent.length)
    return 'it spends other faults than those of the set, or one of them twice';
  const { machine, compiled } = ground;
  const aim = aimsOf(compiled, machine, problem.machine)[
    problem.kind === 'unavailable' ? 'starts' : 'readable'
  ];
  const judged = judgedOn(compiled, played.states, aim, everyMove(machine));
  if (judged === undefined) return 'recoveries from its end are too many';
  if (judged.won.at(-1) === true) return 'a recovery wins from its end';
  const doomStep = doomStepOf(judged);
  return doomStep === witness.doomStep
    ? undefined
    : `the step that dooms is ${doomStep + 1}, the certificate says ${witness.doomStep + 1}`;
}
