/** The twin of an encrypted machine and its copies, driven by the events of docs/machines/vm-copies.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { copyEvents } from './copy-events.ts';
import { type Files, isPlain, providerNames } from './files.ts';
import { machineEvents } from './machine-events.ts';
import { backupEvents, theftEvents } from './outside-events.ts';
import { providerEvents, siteEvents } from './site-events.ts';
import { verify } from './verify.ts';
import {
  cloneClosed,
  closedAt,
  createWorld,
  defects,
  holding,
  type Machine,
  type SiteName,
  type World,
} from './world.ts';

const handlers = {
  ...machineEvents,
  ...copyEvents,
  ...providerEvents,
  ...siteEvents,
  ...backupEvents,
  ...theftEvents,
};

export const vmCopiesTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { machine, clone, template, backup, restored } = world;
  const providersAt = (site: SiteName): unknown =>
    Object.fromEntries(providerNames.map((name) => [name, holding(world, site, name)]));
  return {
    mainLost: world.mainLost,
    providers: { main: providersAt('main'), dr: providersAt('dr') },
    p12: Object.fromEntries(providerNames.map((name) => [name, world.p12s.has(name)])),
    machine: machine === undefined ? null : machineLook(world, machine),
    clone:
      clone === undefined
        ? null
        : { kind: clone.kind, ...pairOf(clone.files), opens: cloneClosed(world) === undefined },
    template: template === undefined ? null : { form: template.form, ...pairOf(template.files) },
    disk: pairOrNull(world.disk),
    storageSnapshot: pairOrNull(world.storageSnapshot),
    replica: pairOrNull(world.replica),
    migration: world.migration,
    audit: audit(world),
    proxy: world.proxy,
    backup: backup === undefined ? null : { clear: isPlain(backup.bytes), home: backup.home !== undefined },
    restored:
      restored === undefined ? null : { provider: restored.files.lock?.by ?? null, vtpm: restored.vtpm },
    exported: world.ovf !== undefined,
  };
}

function machineLook(world: World, { site, on, files, snapshot }: Machine): unknown {
  const opens = closedAt(world, site, files) === undefined;
  return { site, power: on ? 'on' : 'off', ...pairOf(files), snapshot, opens };
}

function pairOrNull(files: Files | undefined): unknown {
  return files === undefined ? null : pairOf(files);
}

function pairOf({ generation, lock }: Files): { dek: number; provider: string | null } {
  return { dek: generation, provider: lock?.by ?? null };
}

/** The objects at main that vCenter knows to need provider `A`. */
function audit({ machine, clone, template, disk }: World): string[] {
  const needs = (files: Files | undefined): boolean => files?.lock?.by === 'A';
  const atMain = machine?.site === 'main' ? machine.files : undefined;
  const parent = clone?.kind === 'linked' ? atMain : undefined;
  const found: [string, boolean][] = [
    ['machine', needs(atMain)],
    ['clone', needs(clone?.files) || needs(parent)],
    ['template', needs(template?.files)],
    ['disk', needs(disk)],
  ];
  return found.flatMap(([name, needsIt]) => (needsIt ? [name] : []));
}
