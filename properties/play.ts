/** One sequence of commands on model and twin, and the recoveries after it: what the properties look at. */
import { readableWith } from '../models/thief.ts';
import { type Ground, partlySetUp } from '../chaos/run.ts';
import { recover, type Recovery } from '../src/lockstep/recover.ts';
import { type Command, type Lockstep, lockstepOf, look, runCommand } from '../src/lockstep/run.ts';
import { randomOf } from '../src/random.ts';
import type { Defect } from '../src/twin/defects.ts';
import { createTwin } from '../src/twin/twin.ts';

export type Played = { readonly lockstep: Lockstep; readonly problem: string | undefined };

const statesMax = 60_000;

/** What fast-check draws: commands, and where in the set-up of the site they begin. */
export type Drawn = { readonly commands: readonly Command[]; readonly provisioned: number | null };

/** Plays what was drawn. @returns the lockstep, and what went wrong in words */
export function play(
  ground: Ground,
  seed: string,
  { commands, provisioned }: Drawn,
  defect: Defect = 'none',
): Played {
  const { site, switches } = ground.deployment;
  const twin = createTwin({ site, switches, random: randomOf(seed, 'property'), defect });
  const setup = provisioned === null ? ground.setup : ground.setup.slice(0, provisioned);
  const machine = provisioned === null ? ground.steady : partlySetUp(ground.deployment, setup);
  const lockstep = lockstepOf(machine, twin, setup);
  for (const command of commands) runCommand(lockstep, command);
  look(lockstep, undefined);
  return { lockstep, problem: problemOf(lockstep) };
}

function problemOf(lockstep: Lockstep): string | undefined {
  const { disagreement } = lockstep;
  if (disagreement === undefined) return theftProblem(lockstep);
  const { after, event, expected, seen } = disagreement;
  return `after ${after} events, at ${JSON.stringify(event)}: expected ${expected}, saw ${seen}`;
}

/** Performs the recovery of every machine that the model promises, and tries the bytes of the others. */
export function recoverAll({ compiled, deployment }: Ground, lockstep: Lockstep): readonly Recovery[] {
  const recoveries = deployment.site.machines.map(({ name }) => recover(lockstep, compiled, name, statesMax));
  lockstep.twin.dispose();
  return recoveries;
}

function theftProblem({ machine, twin, belief }: Lockstep): string | undefined {
  const { site } = machine.site;
  for (const loot of site.promise.secret) {
    const taken = twin.steal(loot);
    const read = site.machines.filter(({ name }) => taken[name]).map(({ name }) => name);
    const expected = belief.map((state) => readableWith(machine.site, state, loot));
    if (!expected.some((names) => names.join() === read.join())) {
      return `with ${JSON.stringify(loot)} a thief reads [${read.join()}] of the twin, expected [${expected.join('] or [')}]`;
    }
  }
  return undefined;
}
