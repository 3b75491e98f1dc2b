/** What no source says, and a loss rests on: the facts of every rule that has a say in it. */
import type { Reading } from '../../models/reading.ts';
import type { SourceLine } from '../../models/result-lines.ts';
import { secrecyOf } from '../../models/invariants.ts';
import { readable } from '../../models/promise.ts';
import { groupBy } from '../../models/site-graph.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import { named, type Site } from '../../models/site.ts';
import { compile } from '../explore/compile.ts';
import { influencing } from '../explore/influence.ts';
import { rescueOf } from '../verdict/claims.ts';
import { factsOf, unprovenLines } from '../verdict/lines.ts';
import { lootsOf } from './basic-event.ts';
import { bootyReads } from './booty.ts';
import type { Loss, LossKind } from './loss.ts';
import { machineClasses } from './symmetry.ts';

/**
 * Whether a set of faults loses a machine is said of all moves there are, so it rests on every rule that has a say. The
 * structure function is worked out from the same rules.
 */
export function restsOnIn(site: Site, reading: Reading): (loss: Loss) => readonly SourceLine[] {
  const { machine } = steadyMachine(oneOfEachClass(site), reading.switches);
  const compiled = compile(machine);
  return ({ kind, machine: name }) => {
    const reads = kind === 'readable' ? bootyReads(machine.site.site) : readable(machine.site, name).reads;
    return unprovenLines([...ownFacts(site, kind, name), ...factsOf(influencing(compiled, reads))]);
  };
}

/** Rules have the same say about the hundredth host as about the second: of what is alike, a few stand for all. */
function oneOfEachClass(site: Site): Site {
  const first = new Set(machineClasses(site).map(([machine]) => machine));
  const machines = site.machines.filter(({ name }) => first.has(name));
  const own = new Set(machines.map(({ host }) => host));
  const idle = groupBy(
    site.hosts.filter(({ name }) => !own.has(name)),
    (host) => JSON.stringify({ ...host, name: '' }),
  );
  const kept = new Set([
    ...own,
    ...idle.flatMap((alike) => alike.slice(0, idleKept).map(({ name }) => name)),
  ]);
  return { ...site, machines, hosts: site.hosts.filter(({ name }) => kept.has(name)) };
}

const idleKept = 2;

function ownFacts(site: Site, kind: LossKind, machine: string): readonly string[] {
  switch (kind) {
    case 'unrecoverable':
      return rescueOf(named(site.machines, machine));
    case 'unavailable':
      return [];
    case 'readable':
      return lootsOf(site).flatMap((loot) => (loot.kind === 'loot' ? secrecyOf(loot.loot).sources : []));
  }
}
