import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../models/events.ts';
import { observe } from '../../models/observe.ts';
import { readings } from '../../models/reading.ts';
import { provisioning, type SiteMachine, steadyMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import { type MovableKind, symmetriesOf } from '../../models/symmetry.ts';
import { run } from '../../models/kernel/step.ts';
import { drawnSites, siteOf } from '../cutsets/random-site.ts';
import { compile } from '../explore/compile.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { search } from '../explore/search.ts';
import { randomOf } from '../random.ts';
import { parseSite } from '../site/read-site.ts';
import { createTwin } from '../twin/twin.ts';
import { aimsOf, recoveryMoves } from './aims.ts';
import { lockstepOf, send } from './run.ts';
import { siteSymmetry } from './site-symmetry.ts';

const [reading] = readings;
if (reading === undefined) throw new Error('there is no reading');

function parsed(text: string): Site {
  const read = parseSite(text, 'site.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read));
  return read.value.site;
}

/** Four hosts, of which three have no machine of their own; two backups and two machines that are alike. */
const alike = parsed(`
name: alike
hosts: { count: 4, tpm: 2.0 }
vcenter: { datastore: san }
keyProviders:
  - { name: nkp, tpmRequired: true, backups: [{ at: safe }] }
vcenterBackups:
  - { at: east }
  - { at: west }
datastores:
  - { name: san, kind: external }
machines:
  - { name: one, count: 1, encrypted: true, datastore: san, host: esx-01 }
  - { name: two, count: 3, encrypted: true, datastore: san, host: esx-01 }
promise: { recoverable: 1, starts: 1, secret: [] }
`);

function explored(machine: SiteMachine, faultsMax: number, fixed: readonly MovableKind[], reduced: boolean) {
  const compiled = compile(machine);
  const symmetry = siteSymmetry(machine, compiled, fixed);
  const { canonical } = symmetry;
  const found = search(compiled, { faultsMax, statesMax: 1e6, ...(reduced && { canonical }) });
  expect(found.complete).toBe(true);
  return { machine, compiled, symmetry, found, reached: found.states.size() };
}

type Searched = ReturnType<typeof explored>;

/** What the states of a search stand for, each by its text. */
function orbitsOf({ compiled, symmetry, found, reached }: Searched): ReadonlySet<string> {
  const tuple = compiled.initial.slice();
  return new Set(
    Array.from({ length: reached }, (_, state) => {
      found.states.read(state, tuple);
      symmetry.canonical(tuple);
      return tuple.join();
    }),
  );
}

function machineOf(site: Site): SiteMachine {
  return steadyMachine(site, (reading as NonNullable<typeof reading>).switches).machine;
}

describe('renamings of a site', () => {
  test('hosts without machines of their own, machines and backups change places', () => {
    // 3! hosts, 2 machines, and 2 backups with their places.
    expect(symmetriesOf(alike)).toHaveLength(24);
    expect(symmetriesOf(alike, ['machine'])).toHaveLength(12);
    expect(symmetriesOf(alike, ['machine', 'host', 'backup'])).toHaveLength(1);
  });

  test('a host takes its machines along', () => {
    const machines = alike.machines.map((entry, at) => ({ ...entry, host: `esx-0${at + 1}` }));
    expect(symmetriesOf({ ...alike, machines }, ['backup', 'place'])).toHaveLength(4);
    expect(symmetriesOf({ ...alike, machines }, ['backup', 'place', 'machine'])).toHaveLength(2);
  });

  test('one difference between two things, or in what is promised of them, keeps them apart', () => {
    const [first, second, third, fourth] = alike.hosts as [Site['hosts'][0], ...Site['hosts']];
    const other = { ...fourth, tpm: 'none', encryptionMode: 'none' } as typeof first;
    const hosts = [first, second, third, other] as Site['hosts'];
    expect(symmetriesOf({ ...alike, hosts }, ['machine', 'backup'])).toHaveLength(2);
    const promise = { ...alike.promise, secret: [{ kind: 'bootDevice', host: 'esx-03' }] as const };
    expect(symmetriesOf({ ...alike, promise }, ['machine', 'backup'])).toHaveLength(2);
    const backups = alike.backups.map((entry, at) => ({ ...entry, passwordAt: at === 0 ? 'safe' : null }));
    expect(symmetriesOf({ ...alike, backups }, ['machine', 'host'])).toHaveLength(1);
  });
});

describe('a search that takes states for one that are the same but for names', () => {
  const drawn = fc
    .sample(drawnSites(3, 3), { numRuns: 60, seed: 5 })
    .map(siteOf)
    .filter((site) => symmetriesOf(site).length > 1)
    .slice(0, 4);

  test('reaches exactly what the whole search reaches, on sites by chance', () => {
    expect(drawn).toHaveLength(4);
    for (const site of drawn) {
      const whole = explored(machineOf(site), 1, [], false);
      const reduced = explored(machineOf(site), 1, [], true);
      expect(reduced.reached).toBe(orbitsOf(whole).size);
      expect(reduced.reached).toBeLessThan(whole.reached);
      expect(reduced.found.depth).toBe(whole.found.depth);
    }
  });

  test('reaches every orbit of hosts, machines and backups once, and its ways are runs on machine and twin', () => {
    const machine = machineOf(alike);
    const whole = explored(machine, 1, [], false);
    const reduced = explored(machine, 1, [], true);
    expect(reduced.reached).toBe(orbitsOf(whole).size);
    expect(orbitsOf(reduced).size).toBe(reduced.reached);
    const { compiled, symmetry, found } = reduced;
    const tuple = compiled.initial.slice();
    for (let node = 0; node < found.nodes; node += 211) {
      const events = symmetry.asRun(found.pathTo(node));
      found.states.read(found.stateOf(node), tuple);
      const end = compiled.encode(run(machine, events));
      symmetry.canonical(end);
      expect(end).toEqual(tuple);
    }
    expectTwinAgrees(machine, symmetry.asRun(found.pathTo(found.nodes - 1)));
  });

  test('loses the same machines, as soon, and in the same orbits', () => {
    // Without TPMs, hosts lose their keys in a power failure, and vCenter with them.
    const vsan = {
      name: 'vsan',
      kind: 'vsan',
      encryptedBy: 'nkp',
      deduplication: false,
      failuresToTolerate: 1,
    } as const;
    const machine = machineOf({
      ...alike,
      hosts: alike.hosts.map((host) => ({ ...host, tpm: 'none', encryptionMode: 'none' })),
      providers: alike.providers.map((provider) => ({ ...provider, tpmRequired: false })),
      datastores: [vsan, ...alike.datastores],
      vcenterAt: 'vsan',
    });
    const [whole, reduced] = [false, true].map((way) => lossesOf(explored(machine, 1, ['machine'], way)));
    expect(reduced).toEqual(whole);
    expect(whole?.filter(({ orbits }) => orbits > 0).length).toBeGreaterThan(0);
  });
});

/** By machine and aim: how many orbits are lost, and after how many events the first of them. */
function lossesOf({ machine, compiled, symmetry, found, reached }: Searched) {
  const names = machine.site.site.machines.map(({ name }) => name);
  const aims = names.flatMap((name) => {
    const { starts, readable } = aimsOf(compiled, machine, name);
    return [starts, readable];
  });
  const moves = { ...recoveryMoves(machine.site, names), statesMax: 1e6 };
  const { solutions, complete } = recoveriesFrom(compiled, found.states, aims, moves);
  expect(complete).toBe(true);
  const tuple = compiled.initial.slice();
  return solutions.map(({ won }) => {
    const orbits = new Set<string>();
    for (let state = 0; state < reached; state++) {
      if (won[state] !== -1) continue;
      found.states.read(state, tuple);
      symmetry.canonical(tuple);
      orbits.add(JSON.stringify(compiled.decode(tuple)));
    }
    const nodes = Array.from({ length: found.nodes }, (_, node) => node);
    const first = nodes.find((node) => won[found.stateOf(node)] === -1);
    return { orbits: orbits.size, after: first === undefined ? -1 : found.pathTo(first).length };
  });
}

function expectTwinAgrees(machine: SiteMachine, events: readonly Event[]): void {
  const { site, switches } = machine.site;
  const twin = createTwin({ site, switches, random: randomOf('1', 'symmetry'), defect: 'none' });
  const lockstep = lockstepOf(machine, twin, provisioning(site));
  for (const event of events) expect(send(lockstep, event)).toEqual({ kind: 'accepted' });
  expect(lockstep.disagreement).toBeUndefined();
  expect(twin.look()).toEqual(observe(machine.site.site, run(machine, events)));
  twin.dispose();
}
