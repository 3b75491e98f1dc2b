/**
 * The structure function of one machine: whether a set of basic events loses it, worked out from where copies
 * of its key are instead of by search. Derived by hand, page docs/decisions/0080-minimal-cut-sets.md says how; equal to the
 * search with the real rules on every small site that was tried.
 */
import type { Facts } from './facts.ts';
import type { LossKind } from './loss.ts';

/** The faults of one host, bit by bit. */
export const hostBits = {
  hostCrashes: 1,
  shutDownHost: 2,
  boardIsSwapped: 4,
  bootDeviceFails: 8,
  reinstallHost: 16,
  tpmIsCleared: 32,
  tpmGoesMissing: 64,
  bootDeviceIsStolen: 128,
} as const;

/** Faults that no host has of its own. */
export type Global =
  | 'sitePowerFails'
  | 'deleteProvider'
  | 'createProvider'
  | 'vcenterStops'
  | 'vcenterIsLost'
  | 'abandonVcenter'
  | 'powerOffMachine'
  | `placeIsLost ${string}`
  | `backupGoesStale ${string}`
  | `placeIsRobbed ${string}`
  | 'diskIsStolen';

/**
 * A set of basic events as the structure function sees it. Every host is in one of the groups: `host` is one
 * of `times` hosts that are alike and that the same happens to.
 */
export type Chosen = {
  readonly has: (event: Global) => boolean;
  readonly groups: readonly { readonly host: number; readonly faults: number; readonly times: number }[];
};

const outages = hostBits.hostCrashes | hostBits.shutDownHost | hostBits.boardIsSwapped;
const chipFaults = hostBits.tpmIsCleared | hostBits.tpmGoesMissing | hostBits.boardIsSwapped;

/** What may have become of one host, in the worst case. */
type Fate = {
  readonly outages: number;
  /** It went down. */
  readonly down: boolean;
  /** It went down and does not boot again by itself. */
  readonly unbootable: boolean;
  /** It does not come on again between the power failure and the end. */
  readonly asleep: boolean;
  /** It went down and boots without the key. */
  readonly keyless: boolean;
  /** It went down, and nothing of its own brings the key back. */
  readonly dead: boolean;
  /** vCenter took the key from it while it was on, and does not give it back. */
  readonly pruned: boolean;
  /** vCenter may give it the key. */
  readonly eligible: boolean;
};

/** Whether these events may lose the machine. Adding an event never turns a loss into none. */
export type Structure = (chosen: Chosen) => boolean;

export function structureOf(facts: Facts, kind: LossKind): Structure {
  if (kind === 'readable') return (chosen) => isReadable(facts, chosen);
  const fates = new Map<number, Fate>();
  const fate = (host: number, faults: number, power: boolean, recoverable: boolean): Fate => {
    const key = host * 1024 + (power ? 512 : 0) + (recoverable ? 256 : 0) + faults;
    const known = fates.get(key) ?? fateOf(facts, host, faults, power, recoverable);
    fates.set(key, known);
    return known;
  };
  const judge = kind === 'unavailable' ? isUnavailable : isUnrecoverable;
  return (chosen) => judge(viewOf(facts, chosen, fate));
}

type View = {
  readonly facts: Facts;
  readonly chosen: Chosen;
  readonly power: boolean;
  /** How many hosts such a thing may have happened to at once. */
  readonly count: (what: (fate: Fate, host: number) => boolean) => number;
  readonly hostsMax: number;
  readonly ownDown: boolean;
};

function viewOf(
  facts: Facts,
  chosen: Chosen,
  fate: (host: number, faults: number, power: boolean, recoverable: boolean) => Fate,
): View {
  const power = chosen.has('sitePowerFails');
  const { recoveryKeys, hosts, ownHost } = facts;
  const recoverable =
    recoveryKeys !== null &&
    !recoveryKeys.behindVsan &&
    !recoveryKeys.places.some((place) => chosen.has(`placeIsLost ${place}`));
  const fates = chosen.groups.map(({ host, faults }) => fate(host, faults, power, recoverable));
  const own = fates[chosen.groups.findIndex(({ host }) => hosts[host]?.name === ownHost)];
  return {
    facts,
    chosen,
    power,
    hostsMax: hosts.length,
    count: (what) => {
      let total = 0;
      for (const [index, { host, times }] of chosen.groups.entries()) {
        if (what(fates[index] as Fate, host)) total += times;
      }
      return total;
    },
    ownDown: own?.down === true,
  };
}

function fateOf(facts: Facts, host: number, faults: number, power: boolean, recoverable: boolean): Fate {
  const { fileBound, holdsKey, chip } = facts.hosts[host] as Facts['hosts'][number];
  const has = (bits: number): boolean => (faults & bits) !== 0;
  const down = power || has(outages);
  const pruned = facts.tpmRequired && has(hostBits.tpmGoesMissing);
  const blank = (facts.volatile && fileBound) || has(hostBits.reinstallHost);
  const forgets = blank || pruned || !holdsKey;
  const gone = has(hostBits.bootDeviceFails);
  // A host whose TPM was not in use may have put it to use before that TPM failed.
  const chipHit = has(chipFaults);
  return {
    outages: bitCount(faults & outages),
    down,
    unbootable: down && (gone || chipHit),
    asleep: !has(outages) && !blank && (gone || (pruned ? !fileBound : chipHit && !recoverable)),
    keyless: down && forgets,
    dead: down && (gone || forgets || (chipHit && !recoverable)),
    pruned,
    eligible: !facts.tpmRequired || (chip && !has(hostBits.tpmGoesMissing)),
  };
}

/** vCenter no longer has the key, and it was taken from every host and every backup that it could reach. */
function isRemoved(view: View): boolean {
  const { has } = view.chosen;
  if (has('deleteProvider') || has('vcenterIsLost')) return true;
  return has('abandonVcenter') && (has('vcenterStops') || mayStop(view));
}

/** vCenter may stop because what it stands on went down. */
function mayStop({ power, count, hostsMax, facts: { vcenter, vsanLostAt } }: View): boolean {
  if (vcenter === 'outside') return false;
  const down = count(({ outages: times }) => times > 0);
  return power || down === hostsMax || (onVsan(vcenter) && down >= vsanLostAt);
}

function onVsan(home: Facts['home']): boolean {
  return home === 'plainVsan' || home === 'lockedVsan';
}

/** The machine may be powered off, or lose its host or its datastore. */
function mayBeDown({ chosen, power, ownDown, count, facts: { home, vsanLostAt } }: View): boolean {
  if (chosen.has('powerOffMachine') || power || ownDown) return true;
  return onVsan(home) && count(({ down }) => down) >= vsanLostAt;
}

/**
 * Whether vSAN stays dark once the key was removed. Hosts that stay up keep it mounted, so they have to go
 * down afterwards; where they first had to go down for vCenter to be given up, that outage is spent.
 */
function isDarkOnceRemoved(view: View, bad: (fate: Fate) => boolean): boolean {
  const {
    chosen,
    power,
    count,
    hostsMax,
    facts: { vsanLostAt, vcenter },
  } = view;
  const { has } = chosen;
  const atOnce = has('deleteProvider') || has('vcenterIsLost') || has('vcenterStops');
  if (atOnce) return count(({ down }) => down) >= vsanLostAt;
  const stopsAt = onVsan(vcenter) ? vsanLostAt : hostsMax;
  const hit = count(({ outages: times }) => times > 0);
  if (hit >= stopsAt && power) return true;
  const again = Math.max(
    count((fate) => bad(fate) || fate.outages > 0),
    sacrificed(view),
  );
  if (power && again >= vsanLostAt) return true;
  if (hit < stopsAt) return false;
  const badAnyway = count(bad);
  const twice = count((fate) => !bad(fate) && fate.outages > 1);
  const once = count((fate) => !bad(fate) && fate.outages === 1);
  const spare = count((fate) => bad(fate) && fate.outages > 0) + twice;
  return badAnyway + twice + Math.max(0, once - Math.max(0, stopsAt - spare)) >= vsanLostAt;
}

/**
 * Recovery keys on a datastore are read by a host. Where every host waits for its own, the first must be
 * installed again, and what its configuration held is gone.
 */
function sacrificed({ count, hostsMax, facts: { recoveryKeys } }: View): number {
  return recoveryKeys?.behindHosts === true && count(({ unbootable }) => unbootable) === hostsMax ? 1 : 0;
}

/** Whether no host can come on to run a new vCenter, so that the backups are not overwritten by it. */
function keepsBackups({ chosen, count, hostsMax, facts: { vsanLostAt, vcenter } }: View): boolean {
  const { has } = chosen;
  if (has('deleteProvider') || has('vcenterIsLost') || has('vcenterStops') || vcenter === 'outside')
    return false;
  return vsanLostAt === hostsMax && count(({ asleep }) => asleep) === hostsMax;
}

function isUnavailable(view: View): boolean {
  const {
    count,
    hostsMax,
    facts: { encryption, home, vcenter, vsanLostAt },
  } = view;
  const needsKey = encryption !== 'none';
  const removed = isRemoved(view);
  if (needsKey && removed && mayBeDown(view)) return true;
  const unbootable = count((fate) => fate.unbootable);
  const circular = vcenter === 'lockedVsan';
  const unmounted = count((fate) => fate.unbootable || (fate.keyless && (circular || !fate.eligible)));
  const vsanGone = home === 'plainVsan' ? unbootable >= vsanLostAt : unmounted >= vsanLostAt;
  if (onVsan(home) && vsanGone) return true;
  if (home === 'lockedVsan' && removed && isDarkOnceRemoved(view, isBad)) return true;
  if (home === 'external' && unbootable === hostsMax) return true;
  if (!needsKey || !mayBeDown(view)) return false;
  const vcenterGone =
    (circular && unmounted >= vsanLostAt) || (vcenter === 'plainVsan' && unbootable >= vsanLostAt);
  const without = count(
    (fate, host) =>
      fate.unbootable ||
      fate.pruned ||
      (view.facts.hosts[host]?.holdsKey === false && !fate.eligible) ||
      (fate.keyless && (vcenterGone || !fate.eligible)),
  );
  return without === hostsMax;
}

function isBad({ unbootable, keyless }: Fate): boolean {
  return unbootable || keyless;
}

function isUnrecoverable(view: View): boolean {
  const {
    count,
    hostsMax,
    facts: { encryption, home, vcenter, vsanLostAt },
  } = view;
  const full = encryption === 'full';
  if (!full && home !== 'lockedVsan') return false;
  if (isRemoved(view)) {
    const overwritten = view.chosen.has('createProvider');
    const backups = keepsBackups(view) ? backupsLeft(view) : [];
    const p12s = overwritten ? [] : view.facts.p12s.filter((copy) => isLeft(view, copy));
    const copies = [...p12s, ...backups];
    const dark =
      (home === 'lockedVsan' ||
        vcenter === 'lockedVsan' ||
        view.facts.p12s.some(({ behindVsan }) => behindVsan)) &&
      isDarkOnceRemoved(view, ({ dead }) => dead);
    const reachable = copies.filter(({ behindVsan }) => !behindVsan);
    if (!full && reachable.length === 0 && dark) return true;
    if (full && mayBeDown(view) && (copies.length === 0 || (dark && reachable.length === 0))) return true;
  }
  if (vcenter !== 'lockedVsan') return false;
  const dead = Math.max(
    count((fate) => fate.dead),
    sacrificed(view),
  );
  // No host may have the key until its board is swapped, and vSAN does not outlast a single swap.
  const stuck = full && vsanLostAt === 1 && mayBeDown(view) && count(({ pruned }) => pruned) === hostsMax;
  if (dead < vsanLostAt && !stuck) return false;
  const left = [...view.facts.p12s.filter((copy) => isLeft(view, copy)), ...backupsLeft(view)].some(
    ({ behindVsan }) => !behindVsan,
  );
  if (left) return false;
  if (home === 'lockedVsan' || stuck) return true;
  return mayBeDown(view) && count((fate) => fate.dead || fate.pruned) === hostsMax;
}

function backupsLeft(view: View): readonly Facts['backups'][number][] {
  return view.facts.backups.filter(
    (copy) => !view.chosen.has(`backupGoesStale ${copy.name}`) && isLeft(view, copy),
  );
}

function isLeft({ chosen }: View, { places }: Facts['p12s'][number]): boolean {
  return places.every((place) => !chosen.has(`placeIsLost ${place}`));
}

/** Whether what a thief took opens the disks, after faults that leave a boot device unsealed. */
function isReadable(facts: Facts, chosen: Chosen): boolean {
  const { encryption, home, p12s, backups } = facts;
  if (encryption !== 'full' && home !== 'lockedVsan' && chosen.has('diskIsStolen')) return true;
  if (encryption === 'none' && home !== 'lockedVsan') return false;
  const robbed = ({ places }: Facts['p12s'][number]): boolean =>
    places.every((place) => chosen.has(`placeIsRobbed ${place}`));
  if ([...p12s, ...backups].some(robbed)) return true;
  const recoveryKeys = facts.recoveryKeys !== null && robbed(facts.recoveryKeys);
  return chosen.groups.some((entry) => tells(facts, chosen, entry, recoveryKeys));
}

function tells(
  { hosts, volatile, archiveReadable, tpmRequired }: Facts,
  chosen: Chosen,
  { host, faults }: Chosen['groups'][number],
  recoveryKeys: boolean,
): boolean {
  const { holdsKey, fileBound, chip } = hosts[host] as Facts['hosts'][number];
  if ((faults & hostBits.bootDeviceIsStolen) === 0 || !holdsKey) return false;
  if (recoveryKeys && chip) return true;
  if (!archiveReadable || volatile) return false;
  if (fileBound) return true;
  // Installed again without its TPM, a host is not sealed any more, and vCenter gives it the key anew.
  const down = chosen.has('sitePowerFails') || (faults & outages) !== 0;
  const again = hostBits.reinstallHost | hostBits.tpmGoesMissing;
  return !tpmRequired && down && (faults & again) === again;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
