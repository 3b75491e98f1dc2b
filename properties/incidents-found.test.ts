/**
 * The incidents of our own that docs/incidents.md says were found by search are found again: the shortest run, with as few
 * faults, after which this very event ends every way back to the goal.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compile } from '../src/explore/compile.ts';
import { recoveriesFrom } from '../src/explore/recovery.ts';
import { search } from '../src/explore/search.ts';
import type { MachineScenario } from '../src/site/machine-scenario.ts';
import { parseMachineScenario } from '../src/site/read-machine-scenario.ts';
import { readingNamed } from './examples.ts';

type Question = {
  readonly scenario: MachineScenario;
  readonly goal: string;
  readonly event: string;
  readonly faultsMax: number;
};

it.each([
  ['D01-unused-provider-deleted', 'machineStarts', 'vcenterRemediatesHost', 1],
  ['D03-last-copy-overwritten', 'machineKeyExists', 'backupRuns', 2],
  ['D03-key-server-backup-overwritten', 'vsanKeyExists', 'kmsBackupRuns', 2],
  ['D04-born-on-a-host', 'machineKeyExists', 'vcenterRemediatesHost', 0],
  ['D08-nvram-put-back-too-late', 'recoverable', 'putNvramBack', 1],
])('%s: %s is lost by %s, faults: %i', (file, goal, event, faultsMax) => {
  const text = readFileSync(new URL(`../examples/incidents/${file}.yaml`, import.meta.url), 'utf8');
  const read = parseMachineScenario(text, file);
  if (!read.ok) throw new Error(`${file} cannot be read`);
  const accepted = read.value.steps.flatMap((step) =>
    step.kind === 'event' && step.refused.vendor === null ? step.event.type : [],
  );
  const length = shortestRun({ scenario: read.value, goal, event, faultsMax });
  expect(accepted.lastIndexOf(event) + 1).toBe(length);
});

/** How many events it takes; infinitely many where nothing is found. */
function shortestRun({ scenario, goal: name, event, faultsMax }: Question): number {
  const { machine, variantName } = scenario;
  const { switches } = readingNamed('vendor');
  const setting = { variant: machine.variants[variantName], switches };
  const goal = machine.goals(setting).find((one) => one.name === name);
  if (goal === undefined) throw new Error(`${machine.name} has no goal ${name}`);
  const compiled = compile(machine.machine(setting));
  const found = search(compiled, { faultsMax, statesMax: 100_000 });
  const allowed = (): boolean => true;
  const aim = { reached: compiled.predicate(goal.reads, goal.reached), allowed, daring: allowed };
  const moves = { useful: allowed, destructive: allowed, statesMax: 400_000 };
  const { solutions, complete } = recoveriesFrom(compiled, found.states, [aim], moves);
  expect([found.complete, complete]).toEqual([true, true]);
  const won = solutions[0]?.won as Int32Array;
  const [from, to] = [new Uint16Array(compiled.initial.length), new Uint16Array(compiled.initial.length)];
  const instances = compiled.instances.flatMap((one, at) => (one.event.type === event ? at : []));
  const ends = (instance: number): boolean =>
    compiled.next(instance, from, to) && won[found.states.find(to)] === -1;
  // Nodes are in the order of their distance from the start.
  for (let node = 0; node < found.nodes; node++) {
    const state = found.stateOf(node);
    if (won[state] === -1) continue;
    found.states.read(state, from);
    if (instances.some(ends)) return found.pathTo(node).length + 1;
  }
  return Number.POSITIVE_INFINITY;
}
