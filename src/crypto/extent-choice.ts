/** Which way of enciphering extents this thread takes. The choice changes the speed and no byte of a result. */
import { plainWay } from './extent.ts';
import type { ExtentCipher, ExtentWay } from './extent.ts';
import { nativeWay } from './extent-native.ts';
import { wasmWay } from './extent-wasm.ts';
import { keyFrom } from './key.ts';

/** The way taken, and why, for a report or a bench. */
export type ExtentChoice = { readonly way: ExtentWay; readonly reason: string };

const sectorBytes = 4096;
/** Lengths of the self-test, in sectors: around one batch of the fast way, and around the width of its vectors. */
const lengthsSectors = [1, 2, 7, 8, 9, 11, 12, 13, 25, 33];

let choiceOfThread: ExtentChoice | undefined;

/** The fastest way that passes its self-test here. Decided at the first call of each thread, in some 20 ms. */
export function extentChoice(): ExtentChoice {
  choiceOfThread ??= choose();
  return choiceOfThread;
}

function choose(): ExtentChoice {
  const choice = chooseBetween(plainWay, wasmWay);
  const native = nativeWay();
  if (native === undefined) return choice;
  const { way, reason } = chooseBetween(choice.way, native);
  return { way, reason: `${choice.reason}; ${reason}` };
}

/** Takes `fast` when it gives the bytes of `proven` and takes less time for them. */
export function chooseBetween(proven: ExtentWay, fast: ExtentWay): ExtentChoice {
  const key = keyFrom(Uint8Array.from({ length: 64 }, (_, index) => index * 7 + 1));
  let fastCipher: ExtentCipher;
  try {
    fastCipher = fast.cipherFor(key, sectorBytes);
  } catch (error) {
    return { way: proven, reason: `the ${fast.name} way does not start: ${String(error)}` };
  }
  const provenCipher = proven.cipherFor(key, sectorBytes);
  const unequal = lengthsSectors.find((length) => !areEqual(provenCipher, fastCipher, length));
  if (unequal !== undefined)
    return { way: proven, reason: `the ${fast.name} way fails its self-test at ${unequal} sectors` };
  const ratio = shortestMs(provenCipher) / shortestMs(fastCipher);
  const reason = `the ${fast.name} way passes its self-test and has ${ratio.toFixed(2)} of the ${proven.name} way's speed`;
  return { way: ratio > 1 ? fast : proven, reason };
}

/** Same bytes both ways, from a sector number past 32 bits and from an odd address. */
function areEqual(proven: ExtentCipher, fast: ExtentCipher, lengthSectors: number): boolean {
  const firstSector = 2 ** 32 - 3;
  const data = new Uint8Array(lengthSectors * sectorBytes + 1).subarray(1);
  for (let index = 0; index < data.length; index += 1) data[index] = index * 31 + (index >> 8);
  const expected = new Uint8Array(data.length);
  const seen = new Uint8Array(data.length);
  proven.encrypt(firstSector, data, expected);
  fast.encrypt(firstSector, data, seen);
  if (Buffer.compare(expected, seen) !== 0) return false;
  fast.decrypt(firstSector, seen, seen);
  return Buffer.compare(data, seen) === 0;
}

/** The shortest of several runs over 256 KiB: what is left when others use the processor, and after compilation. */
function shortestMs(cipher: ExtentCipher): number {
  const data = new Uint8Array(64 * sectorBytes);
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 40; run += 1) {
    const startedAt = performance.now();
    cipher.encrypt(0, data, data);
    shortest = Math.min(shortest, performance.now() - startedAt);
  }
  return shortest;
}
