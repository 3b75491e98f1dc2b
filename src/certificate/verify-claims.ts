/** The claims of a certificate looked at again: every counterexample is played, and its end must break the claim. */
import { productInvariants, secrecyOf, type SiteInvariant } from '../../models/invariants.ts';
import { type AimKind, aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import type { CertifiedClaim, CertifiedReading } from './format.ts';
import { doomStepOf, type Ground, judgedOn, playedOn } from './ground.ts';
import type { Notes } from './report.ts';

type Question =
  | { readonly kind: 'game'; readonly machine: string; readonly aim: AimKind; readonly faults: number }
  | { readonly kind: 'invariant'; readonly invariant: SiteInvariant };

/** What a check asks of every site, by the names that its claims have. */
function questionsOf({ machine: { site: deployment } }: Ground): ReadonlyMap<string, Question> {
  const { machines, promise } = deployment.site;
  const invariants = [...promise.secret.map(secrecyOf), ...productInvariants(deployment)];
  return new Map<string, Question>([
    ...machines.map(({ name }): [string, Question] => [
      `${name} stays recoverable`,
      { kind: 'game', machine: name, aim: 'readable', faults: promise.recoverable },
    ]),
    ...machines.map(({ name }): [string, Question] => [
      `${name} starts again`,
      { kind: 'game', machine: name, aim: 'starts', faults: promise.starts },
    ]),
    ...invariants.map((invariant): [string, Question] => [invariant.name, { kind: 'invariant', invariant }]),
  ]);
}

export function verifyClaims(ground: Ground, { claims, search }: CertifiedReading, notes: Notes): void {
  const questions = questionsOf(ground);
  for (const name of questions.keys()) {
    const times = claims.filter((claim) => claim.name === name).length;
    if (times !== 1) notes.refute(`claim “${name}” stands ${times} times, expected once`);
  }
  for (const claim of claims) {
    const question = questions.get(claim.name);
    if (question === undefined)
      notes.leave(`claim “${claim.name}”: ${claim.verdict}; it is no claim about states`);
    else if (claim.verdict === 'broken') verifyBroken(ground, question, claim, search.faultsMax, notes);
    else if (claim.counterexample !== undefined)
      notes.refute(`claim “${claim.name}” is called ${claim.verdict} and has a counterexample`);
    else if (claim.verdict === 'holds' && !isCovered(question, search))
      notes.refute(`claim “${claim.name}” is called holds, though the search was not complete`);
  }
}

/** Whether some search was complete for all that a question is about. */
function isCovered(
  question: Question,
  { complete, completeFaults = 0 }: CertifiedReading['search'],
): boolean {
  return complete || (question.kind === 'game' && question.faults <= completeFaults);
}

function verifyBroken(
  ground: Ground,
  question: Question,
  { name, counterexample }: CertifiedClaim,
  faultsMax: number,
  notes: Notes,
): void {
  if (counterexample === undefined)
    return notes.refute(`claim “${name}” is called broken without a counterexample`);
  const played = playedOn(ground, counterexample.events);
  if ('problem' in played) return notes.refute(`counterexample of “${name}”: ${played.problem}`);
  const allowed = question.kind === 'game' ? question.faults : faultsMax;
  if (played.spent > allowed)
    return notes.refute(
      `counterexample of “${name}” spends ${played.spent} faults, expected at most ${allowed}`,
    );
  const { machine, compiled } = ground;
  if (question.kind === 'invariant') {
    const end = played.states.at(-1);
    if (end === undefined || question.invariant.always(end, machine.site))
      return notes.refute(`counterexample of “${name}”: its end does not break the claim`);
    return notes.confirm(`counterexample of “${name}”: played, and its end breaks the claim`);
  }
  const { machine: subject, aim } = question;
  const moves = recoveryMoves(
    machine.site,
    machine.site.site.machines.map((entry) => entry.name),
  );
  const judged = judgedOn(compiled, played.states, aimsOf(compiled, machine, subject)[aim], moves);
  if (judged === undefined)
    return notes.leave(`counterexample of “${name}”: recoveries from its end are too many`);
  if (judged.won.at(-1) === true)
    return notes.refute(`counterexample of “${name}”: a recovery wins from its end`);
  const doomStep = doomStepOf(judged);
  if ((counterexample.doomStep ?? -1) !== doomStep)
    return notes.refute(
      `counterexample of “${name}”: the step that dooms is ${doomStep + 1}, the certificate says ${(counterexample.doomStep ?? -1) + 1}`,
    );
  notes.confirm(
    `counterexample of “${name}”: played, no recovery wins from its end, doomed by step ${doomStep + 1}`,
  );
}
