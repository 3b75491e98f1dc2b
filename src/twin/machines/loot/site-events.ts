/** What the site does about its host, its vSAN and its keys. */
import { derive, mint } from '../../secrets.ts';
import type { HandlerOf } from '../twin-of.ts';
import { rewrap } from './files.ts';
import { bindToChip } from './host.ts';
import { keyBytes } from './stolen.ts';
import { closeLink, openLink } from './thief-events.ts';
import { newFiles, newVsanKey, presentKdk, vsanKek, type World } from './world.ts';

/** Bounds of this machine: numbers of KDKs and of generations of data keys. */
const kdksMax = 2;
const generationsMax = 2;

export const siteEvents: Readonly<Record<string, HandlerOf<World>>> = {
  sealConfiguration: (world) => {
    const { host, defect } = world;
    if (host.chip === undefined) return 'noTpm';
    if (host.binding === 'tpm') return 'alreadySealed';
    bindToChip(world, host, host.chip, defect === 'sealLeavesKeyFile');
    return undefined;
  },
  enforceSecureBoot: ({ host }) => {
    if (host.binding !== 'tpm') return 'notSealed';
    if (host.secureBoot) return 'alreadyEnforced';
    host.secureBoot = true;
    return undefined;
  },
  enablePersistence: ({ host }) => {
    if (host.persistence) return 'persistenceOn';
    host.persistence = true;
    return undefined;
  },
  enableDare: (world) => {
    if (world.vsan.wrapped !== undefined) return 'dareOn';
    newVsanKey(world);
    if (world.variant.architecture === 'esa') world.vsan = { ...world.vsan, transit: true };
    return undefined;
  },
  enableTransit: (world) => {
    if (world.variant.architecture === 'esa') return 'transitIsAutomatic';
    if (world.vsan.transit) return 'transitOn';
    world.vsan = { ...world.vsan, transit: true };
    return undefined;
  },
  rotateKdk: (world) => {
    if (world.kdks.length >= kdksMax) return 'kdkLimit';
    rotate(world);
    if (openLink(world) !== undefined) closeLink(world);
    return undefined;
  },
  deepRekey: (world) => {
    if (world.files.generation >= generationsMax) return 'dekLimit';
    world.files = newFiles(world, world.data, presentKdk(world), 2);
    if (world.vsan.wrapped !== undefined) newVsanKey(world);
    return undefined;
  },
};

/** A new KDK; every data key that the one before had wrapped is unwrapped with it, and wrapped anew. */
function rotate(world: World): void {
  const old = presentKdk(world);
  const oldVsanKek = vsanKek(world);
  const fresh = mint(world, world.random, keyBytes);
  world.kdks.push(fresh);
  const { generation, db, desktop } = world.files;
  const anew = (label: string): readonly [typeof old, typeof old] => [
    derive(world, old, label),
    derive(world, fresh, label),
  ];
  world.files = {
    generation,
    db: rewrap(world, db, ...anew(db.label)),
    desktop: rewrap(world, desktop, ...anew(desktop.label)),
  };
  const { wrapped, transit } = world.vsan;
  if (wrapped !== undefined)
    world.vsan = { transit, ...rewrap(world, { wrapped }, oldVsanKek, vsanKek(world)) };
}
