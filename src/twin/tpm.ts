/** A software TPM: what its chip sealed, only its chip opens. */
import type { Key } from '../crypto/key.ts';
import type { Random } from '../random.ts';
import { derive, mint, unwrap } from './secrets.ts';
import type { Bench } from './secrets.ts';
import type { Chip } from './world.ts';

/** A chip as it comes from the factory, or after it was cleared. */
export function freshChip(bench: Bench, random: Random): Chip {
  return { seed: mint(bench, random, 32), isSealed: false };
}

export function sealWith(bench: Bench, chip: Chip, secret: Key): Uint8Array {
  return bench.stack.wrapKey(storageKey(bench, chip), secret);
}

export function unsealWith(bench: Bench, chip: Chip, sealed: Uint8Array): Key | undefined {
  return unwrap(bench, storageKey(bench, chip), sealed);
}

function storageKey(bench: Bench, chip: Chip): Key {
  return derive(bench, chip.seed, 'storage root key');
}
