/**
 * The structure function of one machine: whether a set of basic events loses it, worked out from where copies
 * of its key are instead of by search. Derived by hand, page docs/decisions/0080-minimal-cut-sets.md says how; equal to the
 * search with the real rules on every small site that was tried.
 */
import type { Chosen } from './chosen.ts';
import type { Facts } from './facts.ts';
import { type Fate, fateOf } from './fate.ts';
import { isUnavailableServed, isUnrecoverableServed } from './key-served.ts';
import type { LossKind } from './loss.ts';
import { isReadable } from './readable.ts';
import { isLeft, mayBeDown, mayStop, onVsan, sacrificed, type View, viewOf } from './view.ts';

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
  const judge = judges[facts.keyServer === null ? 'native' : 'served'][kind];
  return (chosen) => judge(viewOf(facts, chosen, fate));
}

/** By where the key of the machine lies: in vCenter, or in a key server. */
const judges = {
  native: { unavailable: isUnavailable, unrecoverable: isUnrecoverable },
  served: { unavailable: isUnavailableServed, unrecoverable: isUnrecoverableServed },
} as const;

/** vCenter no longer has the key, and it was taken from every host and every backup that it could reach. */
function isRemoved(view: View): boolean {
  const { has } = view.chosen;
  if (has('deleteProvider') || has('vcenterIsLost')) return true;
  return has('abandonVcenter') && (has('vcenterStops') || mayStop(view));
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
  const dark = badAnyway + twice + Math.max(0, once - Math.max(0, stopsAt - spare));
  return Math.max(dark, sacrificed(view)) >= vsanLostAt;
}

/** vCenter is gone while hosts are on, or while some of them are: a new one can follow at once. */
function isReplacedAtOnce({
  chosen: { has },
  count,
  hostsMax,
  facts: { vcenter, vsanLostAt },
}: View): boolean {
  if (has('deleteProvider') || has('vcenterIsLost') || has('vcenterStops')) return true;
  return onVsan(vcenter) && vsanLostAt < hostsMax && count(({ outages: times }) => times > 0) >= vsanLostAt;
}

/**
 * Whether a new vCenter can run, which overwrites backups and may create the provider anew. It needs a host; where
 * all of them had to go down for vCenter to be given up, one must come on again.
 *
 * @param dark whether vSAN must stay dark all the same: what comes on again with its key has to go down once more,
 *   and only where vSAN is lost without it, it need not
 */
function runsAnew(view: View, dark: boolean): boolean {
  const { power, count, hostsMax, facts } = view;
  if (isReplacedAtOnce(view)) return true;
  if (!dark || facts.vsanLostAt < hostsMax) return count(({ returns }) => returns) > 0;
  const spare = power ? 0 : 1;
  return count((fate) => fate.outages > spare || fate.wakes) > 0;
}

/** Copies of the key that the events leave. */
function copiesLeft(view: View, dark: boolean): readonly Facts['backups'][number][] {
  const anew = runsAnew(view, dark);
  const overwritten = anew && view.chosen.has('createProvider');
  const p12s = overwritten ? [] : view.facts.p12s.filter((copy) => isLeft(view, copy));
  return [...p12s, ...(anew ? [] : backupsLeft(view))];
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
    const dark =
      (home === 'lockedVsan' ||
        vcenter === 'lockedVsan' ||
        view.facts.p12s.some(({ behindVsan }) => behindVsan)) &&
      isDarkOnceRemoved(view, ({ dead }) => dead);
    const isShut = dark && copiesLeft(view, true).every(({ behindVsan }) => behindVsan);
    if (!full && isShut) return true;
    if (full && mayBeDown(view) && (isShut || copiesLeft(view, false).length === 0)) return true;
  }
  if (vcenter !== 'lockedVsan') return false;
  const dead = Math.max(
    count((fate) => fate.dead),
    sacrificed(view),
  );
  // No host may have the key until its board is swapped, and vSAN does not outlast a single swap.
  const stuck = full && vsanLostAt === 1 && mayBeDown(view) && count(({ pruned }) => pruned) === hostsMax;
  if (dead < vsanLostAt && !stuck) return false;
  // Until that swap vCenter runs, and its next backup has the key, however old the one before was.
  const backups =
    dead < vsanLostAt ? view.facts.backups.filter((copy) => isLeft(view, copy)) : backupsLeft(view);
  const left = [...view.facts.p12s.filter((copy) => isLeft(view, copy)), ...backups].some(
    ({ behindVsan }) => !behindVsan,
  );
  if (left) return false;
  if (home === 'lockedVsan' || stuck) return true;
  const keyless = Math.max(
    count((fate) => fate.dead || fate.pruned),
    sacrificed(view),
  );
  return mayBeDown(view) && keyless === hostsMax;
}

function backupsLeft(view: View): readonly Facts['backups'][number][] {
  return view.facts.backups.filter(
    (copy) => !view.chosen.has(`backupGoesStale ${copy.name}`) && isLeft(view, copy),
  );
}
