/**
 * Does the law predict a thousand random layouts within one percent of what is counted on really enciphered bytes?
 * `node bench/law.ts [COUNT]` prints the worst, and fails when one is farther off.
 */
import { loadFingerprint } from '../src/workload/fingerprint.ts';
import { checkLaw } from '../src/workload/law-check.ts';
import { numbersOf } from './arguments.ts';

const bar = 0.01;
const [count = 0] = numbersOf('node bench/law.ts', [{ name: 'COUNT', otherwise: 1000, least: 1 }]);
const fingerprint = await loadFingerprint('xxh64Pair');

let worst = 0;
let saving = 0;
const outside: number[] = [];
for (let number = 0; number < count; number += 1) {
  const { predicted, measured } = checkLaw('law', number, fingerprint);
  const off = Math.abs(predicted.ratio - measured.ratio) / measured.ratio;
  worst = Math.max(worst, off);
  if (measured.ratio > 1.5) saving += 1;
  if (off > bar || predicted.logicalBlocks !== measured.logicalBlocks) outside.push(number);
}
process.stdout.write(
  `${count} layouts, ${saving} of them with a ratio above 1.5: the worst is off by ${(100 * worst).toFixed(2)} %, ` +
    `${outside.length} by more than ${100 * bar} %${outside.length === 0 ? '' : ` (${outside.join(', ')})`}\n`,
);
if (outside.length > 0) process.exitCode = 1;
