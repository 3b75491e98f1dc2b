/** `breakglass replay`: a run that was found before, played again on model and twin. */
import { describeRefusal } from '../../models/describe.ts';
import { outsideHelp } from '../../models/promise.ts';
import { rules } from '../../models/rules.ts';
import { provisioning, steadyMachine } from '../../models/site-machine.ts';
import { compile } from '../explore/compile.ts';
import { recover } from '../lockstep/recover.ts';
import { type Lockstep, lockstepOf, send } from '../lockstep/run.ts';
import { randomOf } from '../random.ts';
import { quoteWord } from '../site/problem.ts';
import { createTwin } from '../twin/twin.ts';
import { describeLoot, readableWith } from '../../models/thief.ts';
import { plural } from '../verdict/claims.ts';
import { stepLine } from '../verdict/lines.ts';
import { readToken } from '../verdict/token.ts';
import { BadInput, exitCodes } from './exit.ts';
import { siteFrom } from './check-command.ts';
import { print } from './output.ts';
import { seedFrom } from './settings.ts';

const statesMax = 2_000_000;

const words = {
  recovered: 'comes back: the runbook was performed, the bytes are equal',
  lost: 'is lost: no procedure brings it back, and its bytes do not open',
  beyondProcedures: 'is lost to every procedure, though a key still exists as bytes',
  unpromised: 'comes back only if the system happens not to act first',
  unknown: 'not known: the search stopped before it was complete',
  disagrees: 'model and twin disagree, a defect of this tool',
} as const;

/** @returns the exit code: 1 when a machine does not come back as promised, or a thief reads data */
export async function replayCommand(
  path: string,
  token: string,
  { seed }: { seed: string },
): Promise<number> {
  seedFrom(seed);
  const { site } = await siteFrom(path);
  const replay = readToken(site, token);
  if ('problem' in replay) throw new BadInput([`token ${quoteWord(token)}: ${replay.problem}`]);
  const { reading, events } = replay;
  const { machine } = steadyMachine(site, reading.switches);
  const twin = createTwin({
    site,
    switches: reading.switches,
    random: randomOf(seed, 'replay'),
    defect: 'none',
  });
  const lockstep = lockstepOf(machine, twin, provisioning(site));
  print(`${path}, reading ${reading.name}: from the steady state`);
  for (const [index, event] of events.entries()) {
    const observed = send(lockstep, event);
    const refusal = observed.kind === 'refused' ? `: refused, ${describeRefusal(observed.refusal)}` : '';
    print(`  ${index + 1}. ${stepLine(event).text}${refusal}`);
  }
  const stolen = site.promise.secret.flatMap((loot) => {
    const read = lockstep.belief.flatMap((state) => readableWith(machine.site, state, loot));
    const taken = twin.steal(loot);
    const really = read.filter((name) => taken[name]);
    return really.length === 0 ? [] : [`  with ${describeLoot(loot)} a thief reads ${really.join(', ')}`];
  });
  for (const line of stolen) print(line);
  const compiled = compile(machine);
  const played = lockstep.sent.length;
  const ends = site.machines.map(({ name }) => {
    const { end, steps, detail } = recover(lockstep, compiled, name, statesMax);
    const help = usedHelp(lockstep, played) ? ', with what is kept outside' : '';
    const done = steps > 0 ? ` (${plural(steps, 'step')}${help})` : '';
    print(`  ${name} ${words[end]}${end === 'disagrees' ? `: ${detail}` : end === 'recovered' ? done : ''}`);
    return end;
  });
  twin.dispose();
  if (ends.includes('disagrees')) return exitCodes.defect;
  // Within the promise of starting again, help from outside is what must not be needed.
  const spent = events.filter(({ type }) => rules[type].spends === 1).length;
  const needsHelp = spent <= site.promise.starts && usedHelp(lockstep, played);
  if (stolen.length > 0 || needsHelp || ends.some((end) => end !== 'recovered' && end !== 'unknown'))
    return exitCodes.broken;
  return ends.includes('unknown') ? exitCodes.notTested : exitCodes.holds;
}

/** Whether a recovery after the run that was played used something kept outside the cluster. */
function usedHelp({ sent }: Lockstep, played: number): boolean {
  return sent.slice(played).some(({ event }) => outsideHelp.has(event.type));
}
