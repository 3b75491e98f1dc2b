/**
 * The structure function of a machine whose key lies in a key server. Nothing takes such a key from a host that is on,
 * and no file has a copy of it: it is in the key server, in the server's own backup, in the memory of hosts, and with
 * key persistence on their sealed boot devices.
 */
import type { Facts, Home } from './facts.ts';
import type { Fate } from './fate.ts';
import { isLeft, mayBeDown, mayStop, sacrificed, type View } from './view.ts';

/** Nothing kept outside helps: no provider is registered, no key server restored, no vCenter replaced. */
export function isUnavailableServed(view: View): boolean {
  const { chosen, count, hostsMax, facts } = view;
  const { keyServer, encryption, vsanLostAt } = facts;
  const unbootable = count((fate) => fate.unbootable);
  const isThere = (home: Home, dark: boolean): boolean => {
    if (home === 'outside') return true;
    if (home === 'external') return unbootable < hostsMax;
    return home === 'plainVsan' ? unbootable < vsanLostAt : !dark;
  };
  const isUp = keyServer !== null && !chosen.has('keyServerIsLost');
  // vSAN is opened by a key server that runs without it, vCenter or none.
  const opens = isUp && isThere(keyServer.home, true);
  const unmounted = count((fate) => fate.unbootable || (fate.keyless && !(opens && fate.eligible)));
  const dark = unmounted >= vsanLostAt;
  if (!isThere(facts.home, dark)) return true;
  if (encryption === 'none' || !mayBeDown(view)) return false;
  const answers = isUp && isThere(keyServer.home, dark);
  const vcenterRuns = !isVcenterGone(view) && isThere(facts.vcenter, dark);
  const isGiven = (fate: Fate, host: number): boolean => {
    if (!answers || !fate.eligible) return false;
    if (keyServer.kind === 'standard') return vcenterRuns && !chosen.has('deleteProvider');
    // A host asks a Trust Authority by itself; one without a host key is made safe by vCenter.
    return vcenterRuns || (holdsKey(facts, host) && !fate.fresh);
  };
  const without = count(
    (fate, host) => fate.unbootable || ((fate.keyless || !holdsKey(facts, host)) && !isGiven(fate, host)),
  );
  return without === hostsMax;
}

/** A new vCenter can be had where a host is, and the provider be registered with it, so the key server decides. */
export function isUnrecoverableServed(view: View): boolean {
  const { chosen, count, hostsMax, facts } = view;
  const { keyServer, encryption, home, vsanLostAt } = facts;
  const full = encryption === 'full';
  if (keyServer === null || (!full && home !== 'lockedVsan')) return false;
  const { backup } = keyServer;
  const isRestorable = backup !== null && !backup.behindVsan && isLeft(view, backup);
  const isLost = chosen.has('keyServerIsLost') && !isRestorable;
  // A key server that only went dark with vSAN is not lost, and so is not restored.
  if (!isLost && keyServer.home !== 'lockedVsan') return false;
  const dead = Math.max(
    count((fate, host) => fate.dead || !holdsKey(facts, host)),
    sacrificed(view),
  );
  if (home === 'lockedVsan') return dead >= vsanLostAt;
  return mayBeDown(view) && dead === hostsMax;
}

function isVcenterGone(view: View): boolean {
  const { has } = view.chosen;
  return has('vcenterIsLost') || (has('abandonVcenter') && (has('vcenterStops') || mayStop(view)));
}

function holdsKey({ hosts }: Facts, host: number): boolean {
  return hosts[host]?.holdsKey === true;
}
