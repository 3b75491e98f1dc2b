/** What a set of events makes of a site, as far as every structure function asks for it. */
import type { Chosen } from './chosen.ts';
import type { Copy, Facts, Home } from './facts.ts';
import type { Fate } from './fate.ts';

/** A set of events, and what it makes of the hosts. */
export type View = {
  readonly facts: Facts;
  readonly chosen: Chosen;
  readonly power: boolean;
  /** How many hosts such a thing may have happened to at once. */
  readonly count: (what: (fate: Fate, host: number) => boolean) => number;
  readonly hostsMax: number;
  readonly ownDown: boolean;
};

export function viewOf(
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

/** vCenter may stop because what it stands on went down. */
export function mayStop({ power, count, hostsMax, facts: { vcenter, vsanLostAt } }: View): boolean {
  if (vcenter === 'outside') return false;
  const down = count(({ outages: times }) => times > 0);
  return power || down === hostsMax || (onVsan(vcenter) && down >= vsanLostAt);
}

/** Whether it lies on the vSAN datastore. */
export function onVsan(home: Home): boolean {
  return home === 'plainVsan' || home === 'lockedVsan';
}

/** The machine may be powered off, or lose its host or its datastore. */
export function mayBeDown({ chosen, power, ownDown, count, facts: { home, vsanLostAt } }: View): boolean {
  if (chosen.has('powerOffMachine') || power || ownDown) return true;
  return onVsan(home) && count(({ down }) => down) >= vsanLostAt;
}

/**
 * Recovery keys on a datastore are read by a host. Where every host waits for its own, the first must be
 * installed again, and what its configuration held is gone.
 */
export function sacrificed({ count, hostsMax, facts: { recoveryKeys } }: View): number {
  return recoveryKeys?.behindHosts === true && count(({ unbootable }) => unbootable) === hostsMax ? 1 : 0;
}

/** Whether the places of a copy are left. */
export function isLeft({ chosen }: View, { places }: Copy): boolean {
  return places.every((place) => !chosen.has(`placeIsLost ${place}`));
}
