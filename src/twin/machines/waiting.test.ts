/** Twins whose models do not stand yet: they start as their contract pages say. */
import { expect, test } from 'vitest';
import { randomOf } from '../../random.ts';
import { vmCopiesTwin } from './vm-copies/vm-copies.ts';
import { vmEncryptionTwin } from './vm-encryption/vm-encryption.ts';
import { vtpmTwin } from './vtpm/vtpm.ts';

const switches = { noTpmRetention: 'persists', remediation: 'prunes' };

test('an encrypted machine is readable, and no plaintext is left', () => {
  const variant = {
    release: '8.0',
    starts: 'encrypted',
    tpm: true,
    cbt: false,
    ide: false,
    kekLimit: { A: 2, B: 1 },
    dekLimit: 3,
  };
  const twin = vmEncryptionTwin.create({ variant, switches, random: randomOf('1', 'twin'), defect: 'none' });
  expect(twin.send({ type: 'powerOn' })).toEqual({ kind: 'accepted' });
  expect(twin.verify()).toMatchObject({ machineRuns: true, dataReadable: true, noPlaintextLeft: true });
  twin.dispose();
});

test('a guest that sealed its volume runs in its vTPM', () => {
  const variant = {
    release: '8.0',
    provider: 'native',
    seals: true,
    needsTpm: false,
    recoveryPassword: true,
    starts: 'vtpm',
    ekLimit: 3,
  };
  const twin = vtpmTwin.create({ variant, switches, random: randomOf('1', 'twin'), defect: 'none' });
  expect(twin.send({ type: 'powerOn' })).toEqual({ kind: 'accepted' });
  expect(twin.verify()).toMatchObject({ guestRuns: true, dataReadable: true, recoverable: true });
  twin.dispose();
});

test('a thief with an old copy and its key reads what is shared with the present machine', () => {
  const variant = {
    release: '8.0',
    dekLimit: 2,
    productEncrypts: false,
    asks: ['shallow', 'deep', 'storage', 'theft'],
  };
  const twin = vmCopiesTwin.create({ variant, switches, random: randomOf('1', 'twin'), defect: 'none' });
  for (const event of [
    { type: 'filesAreStolen' },
    { type: 'shallowRecrypt', object: 'machine', provider: 'B' },
    { type: 'keyLeaks', provider: 'A' },
  ])
    expect(twin.send(event)).toEqual({ kind: 'accepted' });
  expect(twin.verify()).toMatchObject({ stolenCopiesSecret: false, presentDataSecret: false });
  const deep = { type: 'deepRecrypt', object: 'machine' };
  expect(twin.send(deep)).toEqual({ kind: 'accepted' });
  expect(twin.verify()).toMatchObject({ stolenCopiesSecret: false, presentDataSecret: true });
  twin.dispose();
});
