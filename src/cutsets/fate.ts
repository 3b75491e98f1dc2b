/** What may become of one host, in the worst case, when some of its faults happen. */
import { hostBits } from './chosen.ts';
import type { Facts } from './facts.ts';

export const outages: number = hostBits.hostCrashes | hostBits.shutDownHost | hostBits.boardIsSwapped;
const chipFaults = hostBits.tpmIsCleared | hostBits.tpmGoesMissing | hostBits.boardIsSwapped;

/** What may have become of one host, in the worst case. */
export type Fate = {
  readonly outages: number;
  /** It went down. */
  readonly down: boolean;
  /** It went down and does not boot again by itself. */
  readonly unbootable: boolean;
  /** It went down and comes on again without the key, if need be before its other faults happen. */
  readonly wakes: boolean;
  /** It comes on again after an outage, if need be before its other faults happen. */
  readonly returns: boolean;
  /** It went down and boots without the key. */
  readonly keyless: boolean;
  /** It went down, and nothing of its own brings the key back. */
  readonly dead: boolean;
  /** vCenter took the key from it while it was on, and does not give it back. */
  readonly pruned: boolean;
  /** vCenter, or a Trust Authority, may give it the key. */
  readonly eligible: boolean;
  /** It was installed again, and so has no host key. */
  readonly fresh: boolean;
};

/** @param recoverable whether the recovery keys are there in the end */
export function fateOf(
  facts: Facts,
  host: number,
  faults: number,
  power: boolean,
  recoverable: boolean,
): Fate {
  const { fileBound, holdsKey, chip, keepsKey } = facts.hosts[host] as Facts['hosts'][number];
  const has = (bits: number): boolean => (faults & bits) !== 0;
  const down = power || has(outages);
  const pruned = facts.tpmRequired && has(hostBits.tpmGoesMissing);
  const fresh = has(hostBits.reinstallHost);
  const blank = !keepsKey || fresh;
  const forgets = blank || pruned || !holdsKey;
  const gone = has(hostBits.bootDeviceFails);
  // A host whose TPM was not in use may have put it to use before that TPM failed.
  const chipHit = has(chipFaults);
  const keysOutside = facts.recoveryKeys?.behindHosts === false;
  // A missing TPM leaves nothing that a recovery key opens; a new board brings one.
  const opensPruned = fileBound || (has(hostBits.boardIsSwapped) && keysOutside);
  const returns = power || has(outages & ~hostBits.boardIsSwapped) || blank || fileBound || keysOutside;
  return {
    outages: bitCount(faults & outages),
    down,
    unbootable: down && (gone || chipHit),
    wakes: down && (blank || (pruned && opensPruned) || (!holdsKey && returns)),
    returns,
    keyless: down && forgets,
    dead: down && (gone || forgets || (chipHit && !recoverable)),
    pruned,
    // A host whose boot device failed is not attested.
    eligible:
      !facts.chipAsked || (chip && !has(hostBits.tpmGoesMissing) && (facts.keyServer === null || !gone)),
    fresh,
  };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
