import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { decryptBackup, encryptBackup } from './backup.ts';
import { nobleStack } from './noble-stack.ts';
import { nodeStack } from './node-stack.ts';

const plain = new TextEncoder().encode('the configuration of a vCenter');
const options = { iterations: 3 };

function backupOf(password: string): Uint8Array {
  return encryptBackup(nodeStack, randomOf('backup.test', 'backup'), password, plain, options);
}

test('what one stack encrypts under a password, both open', () => {
  for (const stack of [nodeStack, nobleStack]) {
    const answer = decryptBackup(stack, 'Pässwörd ✓', backupOf('Pässwörd ✓'));
    expect(answer.ok && Buffer.from(answer.value).equals(plain)).toBe(true);
  }
  expect(
    Buffer.from(encryptBackup(nobleStack, randomOf('backup.test', 'backup'), 'a', plain, options)).equals(
      backupOf('a'),
    ),
  ).toBe(true);
});

test('a wrong password is refused', () => {
  expect(decryptBackup(nodeStack, 'b', backupOf('a'))).toMatchObject({ ok: false, refusal: 'wrongPassword' });
  expect(decryptBackup(nodeStack, '', backupOf('a'))).toMatchObject({ ok: false, refusal: 'wrongPassword' });
});

test('any truncation and any flipped bit is refused', () => {
  const file = backupOf('a');
  for (let length = 0; length < file.length; length += 1)
    expect(decryptBackup(nodeStack, 'a', file.subarray(0, length)).ok).toBe(false);
  for (let bit = 0; bit < file.length * 8; bit += 1) {
    const damaged = Uint8Array.from(file);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(decryptBackup(nodeStack, 'a', damaged, { iterationsMax: 10_000 }).ok).toBe(false);
  }
});

test('a file that asks for endless key derivation is refused before any', () => {
  const file = backupOf('a');
  file.fill(0xff, 9, 13);
  expect(decryptBackup(nodeStack, 'a', file)).toMatchObject({ ok: false, refusal: 'tooExpensive' });
});
