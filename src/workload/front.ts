/** The first half of an extent's work: fill, encrypt if that comes first, take fingerprints. */
import type { ExtentCipher } from '../crypto/extent.ts';
import { cipherOf, sectorBytesMax } from './cipher.ts';
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
  const sectorBytes = Math.min(blockBytes, sectorBytesMax);
  const { addresses, failures } = timed(spent, 'source', () => fill(task));
  const data = slot.subarray(0, addresses.length * blockBytes);
  let wrongBlocks = 0;
  const { dataEncryptionKey } = task;
  if (dataEncryptionKey !== null && happensBefore(layers, 'vmEncryption', 'dedup')) {
    const plain = task.verify ? Buffer.from(data) : undefined;
    const cipher = cipherOf(task.seed, 'vm', dataEncryptionKey, sectorBytes);
    const through = (pass: ExtentCipher['encrypt'], bytes: Uint8Array): void =>
      eachRun(addresses, bytes, blockBytes, (firstBlock, run) =>
        pass((firstBlock * blockBytes) / sectorBytes, run, run),
      );
    timed(spent, 'vmEncryption', () => through(cipher.encrypt, data));
    if (plain !== undefined)
      wrongBlocks = timed(spent, 'verify', () => {
        const again = Uint8Array.from(data);
        through(cipher.decrypt, again);
        return plain.equals(again) ? 0 : addresses.length;
      });
  }
  if (happensBefore(layers, 'vsanEncryption', 'dedup')) {
    const cipher = cipherOf(task.seed, 'device', task.domain, sectorBytes);
    const first = (task.datastoreBlock * blockBytes) / sectorBytes;
    timed(spent, 'vsanEncryption', () => cipher.encrypt(first, data, data));
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

/** Consecutive addresses at a time, because tweaks count up within one call. */
function eachRun(
  addresses: readonly number[],
  data: Uint8Array,
  blockBytes: number,
  work: (firstBlock: number, run: Uint8Array) => void,
): void {
  let start = 0;
  for (let next = 1; next <= addresses.length; next += 1) {
    const first = addresses[start];
    if (first === undefined || addresses[next] === first + next - start) continue;
    work(first, data.subarray(start * blockBytes, next * blockBytes));
    start = next;
  }
}
