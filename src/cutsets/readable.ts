/** Whether what a thief took opens the disks, after faults that leave a boot device unsealed. */
import { type Chosen, hostBits } from './chosen.ts';
import type { Copy, Facts } from './facts.ts';
import { outages } from './fate.ts';

export function isReadable(facts: Facts, chosen: Chosen): boolean {
  const { encryption, home, datastore, p12s, backups, plainDisks, vcenterDisk } = facts;
  const isPlain = home !== 'lockedVsan';
  if (encryption !== 'full' && isPlain && chosen.has(`diskIsStolen ${datastore}`)) return true;
  if (encryption === 'none' && isPlain) return false;
  if (vcenterDisk !== null && chosen.has(`diskIsStolen ${vcenterDisk}`)) return true;
  const taken = (place: string): boolean => {
    const disk = plainDisks.get(place);
    return chosen.has(`placeIsRobbed ${place}`) || (disk !== undefined && chosen.has(`diskIsStolen ${disk}`));
  };
  const robbed = ({ places }: Copy): boolean => places.every(taken);
  if ([...p12s, ...backups].some(robbed)) return true;
  const recoveryKeys = facts.recoveryKeys !== null && robbed(facts.recoveryKeys);
  return chosen.groups.some((entry) => tells(facts, chosen, entry, recoveryKeys));
}

function tells(
  facts: Facts,
  chosen: Chosen,
  { host, faults }: Chosen['groups'][number],
  recoveryKeys: boolean,
): boolean {
  const { hosts, archiveTells, tpmRequired } = facts;
  const { holdsKey, fileBound, chip, sealsKey } = hosts[host] as Facts['hosts'][number];
  if ((faults & hostBits.bootDeviceIsStolen) === 0 || !holdsKey) return false;
  if (recoveryKeys && chip && sealsKey) return true;
  if (!archiveTells) return false;
  if (fileBound) return true;
  // Installed again without its TPM, a host is not sealed any more, and vCenter gives it the key anew.
  const down = chosen.has('sitePowerFails') || (faults & outages) !== 0;
  const again = hostBits.reinstallHost | hostBits.tpmGoesMissing;
  return !tpmRequired && down && (faults & again) === again && givesAgain(facts, chosen);
}

/**
 * Whether a vCenter that has the key can be had while a host has none. Where vSAN does not do without that host, it
 * must be a new one, with the key from a file.
 */
function givesAgain({ vcenter, vsanLostAt, p12s, backups }: Facts, { has }: Chosen): boolean {
  if (vcenter !== 'lockedVsan' || vsanLostAt > 1) return true;
  const isNew = has('vcenterIsLost') || has('abandonVcenter');
  return isNew && [...p12s, ...backups].some(({ behindVsan }) => !behindVsan);
}
