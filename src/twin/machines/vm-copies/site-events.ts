/** The providers of both sites, the replica at the recovery site, and the machine's move there. */
import { mint } from '../../secrets.ts';
import { type Handler, here, providerIn, siteIn } from './asking.ts';
import { closedAt, isMigrating, keptKey, type World } from './world.ts';

export const providerEvents: Readonly<Record<string, Handler>> = {
  deleteProvider: ({ mainLost, sites }, event) => {
    if (siteIn(event) === 'main' && mainLost) return 'siteLost';
    return sites[siteIn(event)].delete(providerIn(event)) ? undefined : 'providerGone';
  },
  importProvider: (world, event) => {
    const providers = world.sites[siteIn(event)];
    if (siteIn(event) === 'main' && world.mainLost) return 'siteLost';
    if (providers.has(providerIn(event))) return 'providerPresent';
    const key = keptKey(world, providerIn(event));
    if (key === undefined) return 'noCopyKept';
    providers.set(providerIn(event), key);
    return undefined;
  },
  p12IsLost: ({ p12s }, event) => (p12s.delete(providerIn(event)) ? undefined : 'noCopyKept'),
  createProvider: (world, event) => {
    const { dr } = world.sites;
    if (dr.has(providerIn(event))) return 'providerPresent';
    dr.set(providerIn(event), mint(world, world.random, 32));
    return undefined;
  },
};

function loseMain(world: World): void {
  world.mainLost = true;
  world.sites.main.clear();
  if (world.machine?.site === 'main') world.machine = undefined;
  world.clone = undefined;
  world.template = undefined;
  world.disk = undefined;
  world.storageSnapshot = undefined;
  world.restored = undefined;
  world.migration = 'none';
}

/** The end of a migration: the machine opens at the other site, or stays where it is. */
function arrive(world: World): void {
  const { machine } = world;
  if (machine === undefined) return;
  const opens = closedAt(world, 'dr', machine.files) === undefined;
  world.migration = opens ? 'none' : 'failed';
  if (opens) machine.site = 'dr';
}

export const siteEvents: Readonly<Record<string, Handler>> = {
  replicate: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    world.replica = machine.files;
    return undefined;
  },
  mainIsLost: (world) => {
    if (world.mainLost) return 'siteLost';
    loseMain(world);
    return undefined;
  },
  failOver: (world) => {
    if (world.machine !== undefined) return 'machinePresent';
    if (world.replica === undefined) return 'noReplica';
    const refusal = closedAt(world, 'dr', world.replica);
    if (refusal !== undefined && world.defect !== 'failOverAsksNoKey') return refusal;
    world.machine = { site: 'dr', on: true, files: world.replica, snapshot: false };
    return undefined;
  },
  startMigration: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (!machine.on) return 'machineOff';
    if (isMigrating(world)) return 'migrationRunning';
    world.migration = '0';
    return undefined;
  },
  migrationAdvances: (world) => {
    if (!isMigrating(world)) return 'noMigration';
    if (world.migration === '0') world.migration = '50';
    else if (world.migration === '50') world.migration = '100';
    else arrive(world);
    return undefined;
  },
};
