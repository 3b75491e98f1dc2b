/** The runbooks of a certificate looked at again: each is played from its disaster, and must reach what it promises. */
import { disastersOf } from '../../models/disasters.ts';
import type { Deployment } from '../../models/deployment.ts';
import type { Event, Refusal } from '../../models/events.ts';
import { run } from '../../models/kernel/step.ts';
import { outsideHelp, readable } from '../../models/promise.ts';
import { type State, slice } from '../../models/state.ts';
import { survives } from '../../models/copies.ts';
import { aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import type { CertifiedReading, CertifiedRunbook } from './format.ts';
import { type Ground, judgedOn, playedOn } from './ground.ts';
import type { Notes } from './report.ts';

export function verifyRunbooks(ground: Ground, { runbooks }: CertifiedReading, notes: Notes): void {
  const { site } = ground.machine.site;
  let confirmed = 0;
  for (const { name: disaster, events } of disastersOf(site)) {
    const start = run<Deployment, State, Event, Refusal>(ground.machine, events);
    for (const { name: machine } of site.machines) {
      const found = runbooks.filter((entry) => entry.disaster === disaster && entry.machine === machine);
      const [runbook] = found;
      const what = `way back of ${machine} from “${disaster}”`;
      if (runbook === undefined || found.length > 1) {
        notes.refute(`${what} stands ${found.length} times, expected once`);
        continue;
      }
      const fault = faultIn(ground, start, runbook);
      if (fault === 'open') notes.leave(`${what}: ${runbook.outcome}`);
      else if (fault !== undefined) notes.refute(`${what}: ${fault}`);
      else confirmed++;
    }
  }
  const asked = disastersOf(site).length * site.machines.length;
  if (runbooks.length > asked) notes.refute(`${runbooks.length} ways back, expected ${asked}`);
  notes.confirm(
    `${confirmed} of ${asked} ways back played or judged again, each with the outcome that is said`,
  );
}

function faultIn(
  ground: Ground,
  start: State,
  { machine, outcome, events }: CertifiedRunbook,
): string | undefined {
  const { site } = ground.machine;
  const runsIn = (state: State): boolean => slice(state, `machine/${machine}`).on !== null;
  if (outcome === 'unknown') return 'open';
  if (outcome === 'runs') return runsIn(start) && events.length === 0 ? undefined : 'it does not run';
  if (outcome === 'luck' || outcome === 'lost' || outcome === 'beyondProcedures') {
    return events.length > 0 ? 'it has steps without an end' : lostFault(ground, start, machine, outcome);
  }
  const played = playedOn(ground, events, start);
  if ('problem' in played) return played.problem;
  if (outcome === 'starts' && played.events.some(({ type }) => outsideHelp.has(type)))
    return 'it uses what is kept outside the cluster';
  if (outcome !== 'disksOnly')
    return runsIn(played.states.at(-1) as State) ? undefined : 'it does not run in the end';
  const last = played.events.at(-1);
  const attached = last?.type === 'attachDisks' && last.machine === machine;
  const before = played.states.at(-2);
  return attached && before !== undefined && readable(site, machine).reached(before)
    ? undefined
    : 'its disks cannot be read in the end';
}

/** Whether what is called lost is lost, by playing the game from this one state. */
function lostFault(
  { machine, compiled }: Ground,
  start: State,
  name: string,
  outcome: 'luck' | 'lost' | 'beyondProcedures',
): string | undefined {
  const aims = aimsOf(compiled, machine, name);
  const judged = [aims.runs, aims.readable].map((aim) =>
    judgedOn(compiled, [start], aim, recoveryMoves(machine.site, [name])),
  );
  if (judged.includes(undefined)) return 'open';
  if (judged.some((one) => one?.won[0] === true)) return 'a recovery wins';
  const lucky = judged.some((one) => one?.possible[0] === true);
  if (lucky !== (outcome === 'luck')) return lucky ? 'it can come back with luck' : 'no luck brings it back';
  if (outcome === 'luck') return undefined;
  const kept = survives(machine.site, start, name);
  return kept === (outcome === 'beyondProcedures')
    ? undefined
    : `a key ${kept ? 'still exists' : 'no longer exists'}`;
}
