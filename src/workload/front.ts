/** The first half of an extent's work: fill, encrypt if that comes first, take fingerprints. */
import type { KeyObject } from 'node:crypto';
import { dataKeyOf, decryptInPlace, encryptInPlace, sectorBytesMax } from './cipher.ts';
import { fillBlocks } from './content.ts';
import { timed } from './cpu.ts';
import type { CpuMicros } from './cpu.ts';
import type { FrontResult, FrontTask } from './extent.ts';
import { readSegments } from './file-content.ts';
import type { FileFailure } from './file-content.ts';
import { fingerprintWords } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import { happensBefore } from './layers.ts';

/** Every block as it lies in the slot, and the address it has on its disk. */
type Filled = { readonly addresses: readonly number[]; readonly failures: readonly FileFailure[] };

/** See `FrontTask`. */
export function runFront(task: FrontTask, fingerprint: Fingerprint): FrontResult {
  const { blockBytes, layers, slot } = task;
  const spent: CpuMicros = {};
  const { addresses, failures } = timed(spent, 'source', () => fill(task));
  const data = slot.subarray(0, addresses.length * blockBytes);
  let wrongBlocks = 0;
  if (happensBefore(layers, 'vmEncryption', 'dedup')) {
    const plain = task.verify ? Buffer.from(data) : undefined;
    const key = dataKeyOf(task.seed, 'vm', task.piece.dataEncryptionKey);
    timed(spent, 'vmEncryption', () => eachRun(addresses, data, blockBytes, key, encryptInPlace));
    if (plain !== undefined)
      wrongBlocks = timed(spent, 'verify', () => {
        const again = Uint8Array.from(data);
        eachRun(addresses, again, blockBytes, key, decryptInPlace);
        return plain.equals(again) ? 0 : addresses.length;
      });
  }
  if (happensBefore(layers, 'vsanEncryption', 'dedup')) {
    const key = dataKeyOf(task.seed, 'device', task.domain);
    const sectorBytes = Math.min(blockBytes, sectorBytesMax);
    const first = (task.datastoreBlock * blockBytes) / sectorBytes;
    timed(spent, 'vsanEncryption', () => encryptInPlace(key, first, sectorBytes, data));
  }
  const fingerprints = new Uint32Array(addresses.length * fingerprintWords);
  timed(spent, 'fingerprint', () => {
    for (let block = 0; block < addresses.length; block += 1) {
      const at = block * blockBytes;
      fingerprint(data.subarray(at, at + blockBytes), fingerprints, block * fingerprintWords);
    }
  });
  return { blocks: addresses.length, fingerprints, spent, wrongBlocks, failures };
}

function fill({ piece, blockBytes, slot }: FrontTask): Filled {
  const { from, firstBlock, count } = piece;
  if (from.kind === 'clone')
    return { addresses: fillBlocks(from.content, from.clone, firstBlock, count, slot), failures: [] };
  const { blocks, failures } = readSegments(from.segments, blockBytes, slot);
  return { addresses: Array.from({ length: blocks }, (_, index) => firstBlock + index), failures };
}

type InPlace = (key: KeyObject, firstSector: number, sectorBytes: number, data: Uint8Array) => void;

/** Consecutive addresses at a time, because tweaks count up within one call. */
function eachRun(
  addresses: readonly number[],
  data: Uint8Array,
  blockBytes: number,
  key: KeyObject,
  transform: InPlace,
): void {
  const sectorBytes = Math.min(blockBytes, sectorBytesMax);
  let start = 0;
  for (let next = 1; next <= addresses.length; next += 1) {
    const first = addresses[start];
    if (first === undefined || addresses[next] === first + next - start) continue;
    transform(
      key,
      (first * blockBytes) / sectorBytes,
      sectorBytes,
      data.subarray(start * blockBytes, next * blockBytes),
    );
    start = next;
  }
}
