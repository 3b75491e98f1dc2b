/** One number for a set of states, the same whatever order they were found in and however they are numbered. */
import { createHash } from 'node:crypto';
import type { Slot } from '../explore/interning.ts';
import type { StateSet } from '../explore/state-set.ts';

const digestBytes = 32;

/**
 * The SHA-256 of every state, added up modulo 2^256, in hexadecimal digits. A state is hashed from the text of its
 * slices, so that the integers that a search happened to give to their values do not show.
 *
 * @param count how many states of the set count; those after them are not part of it
 */
export function stateSetFingerprint(slots: readonly Slot[], states: StateSet, count: number): string {
  const digests = slots.map(({ name, values }) =>
    values.map((value) =>
      createHash('sha256')
        .update(`${name}=${JSON.stringify(value)}`)
        .digest(),
    ),
  );
  const tuple = new Uint16Array(slots.length);
  const text = Buffer.alloc(slots.length * digestBytes);
  const sum = new Float64Array(digestBytes / 2);
  for (let state = 0; state < count; state++) {
    states.read(state, tuple);
    for (const [slot, ofSlot] of digests.entries()) {
      text.set(ofSlot[tuple[slot] as number] as Buffer, slot * digestBytes);
    }
    const digest = createHash('sha256').update(text).digest();
    for (let limb = 0; limb < sum.length; limb++) {
      sum[limb] = (sum[limb] as number) + digest.readUInt16LE(2 * limb);
    }
  }
  // Limbs of 16 bits in numbers of 53: the carries of 2^37 states wait until the end.
  let carry = 0;
  const limbs = Array.from(sum, (limb) => {
    const whole = limb + carry;
    carry = Math.floor(whole / 65536);
    return (whole % 65536).toString(16).padStart(4, '0');
  });
  return limbs.toReversed().join('');
}
