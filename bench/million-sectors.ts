/**
 * Do the two cipher stacks, and each fast way, agree on a million random sectors? `node bench/million-sectors.ts [COUNT]`
 * takes some minutes, prints what it compared, and fails at the first difference.
 */
import { nativeWay } from '../src/crypto/extent-native.ts';
import { wasmWay } from '../src/crypto/extent-wasm.ts';
import { keyFrom } from '../src/crypto/key.ts';
import { nobleStack } from '../src/crypto/noble-stack.ts';
import { nodeStack } from '../src/crypto/node-stack.ts';
import { randomOf } from '../src/random.ts';
import { numbersOf } from './arguments.ts';

const sectorBytes = 4096;
/** Sectors under one key; then comes the next key. */
const sectorsPerKey = 250;

const [count = 0] = numbersOf('node bench/million-sectors.ts', [
  { name: 'COUNT', otherwise: 1_000_000, least: 1 },
]);
const native = nativeWay();
const ways = native === undefined ? [wasmWay] : [wasmWay, native];
const random = randomOf('bench', 'million sectors');
// Random data as a cipher stream, which is a thousand times faster than drawing it.
let data = nodeStack.encryptSectors(
  keyFrom(random.bytes(64)),
  0,
  sectorBytes,
  new Uint8Array(sectorsPerKey * sectorBytes),
);

for (let done = 0; done < count; done += sectorsPerKey) {
  const key = keyFrom(random.bytes(64));
  const firstSector = random.below(2 ** 48);
  const direction = random.below(2) === 0 ? 'encrypt' : 'decrypt';
  const extent = data.subarray(0, Math.min(sectorsPerKey, count - done) * sectorBytes);
  const expected = nobleStack[`${direction}Sectors`](key, firstSector, sectorBytes, extent);
  const answers = [nodeStack[`${direction}Sectors`](key, firstSector, sectorBytes, extent)];
  for (const way of ways) {
    const out = new Uint8Array(extent.length);
    way.cipherFor(key, sectorBytes)[direction](firstSector, extent, out);
    answers.push(out);
  }
  if (answers.some((answer) => Buffer.compare(answer, expected) !== 0))
    throw new Error(
      `${direction} differs within ${sectorsPerKey} sectors from ${firstSector}, after ${done} sectors`,
    );
  // What comes out is what goes in next, under another key.
  data = expected;
}
const names = ['noble', 'node', ...ways.map((way) => way.name)].join(', ');
process.stdout.write(`${count} random sectors of ${sectorBytes} bytes are equal in ${names}\n`);
