/** The whole space of host encryption mode: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/host-encryption/events.ts';
import { hostEncryption } from '../../models/machines/host-encryption/host-encryption.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { type GuardRow, testGuards } from './suite.ts';
import { pictureOf, settingIn, soundWith, spaceOf } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(hostEncryption, name, reading, changed);

describe('every state', () => {
  it.each([
    ['8.0U3', 1, 4_260],
    ['8.0U3-force-enable', 1, 4_260],
    ['7.0U2', 1, 1_420],
    ['7.0U2', 2, 19_516],
    ['8.0U3-vsan', 1, 2_244],
    ['6.5', 1, 1_424],
    ['6.5', 2, 13_132],
  ] as const)('of %s within %i faults, %i of them, keeps the invariants', (name, faultsMax, count) => {
    expect(pictureOf(hostEncryption, settingOf(name), faultsMax)).toEqual(soundWith(count));
  });

  it('is the same under both readings, which differ in nothing that this machine reads', () => {
    for (const name of Object.keys(hostEncryption.variants)) {
      const [article, vendor] = (['article', 'vendor'] as const).map(
        (reading) => spaceOf(hostEncryption.machine(settingOf(name, reading)), 1).states,
      );
      expect(article, name).toEqual(vendor);
    }
  });

  it('keeps the invariants when dumps hold no keys and remediation takes nothing away', () => {
    const switches = { coredumpHasKeys: 'never', remediation: 'addsOnly' } as const;
    expect(pictureOf(hostEncryption, settingOf('7.0U2', 'vendor', switches), 1)).toEqual(soundWith(1_220));
    expect(pictureOf(hostEncryption, settingOf('8.0U3-vsan', 'vendor', switches), 1)).toEqual(
      soundWith(1_884),
    );
  });
});

const breaking: readonly GuardRow<Event['type']>[] = [
  ['prepareCrypto', '7.0U2', 1, 'machineRunsInMode'],
  ['enableCrypto', '7.0U2', 1, 'safeHasHostKey'],
  ['configureCryptoKey', '7.0U2', 1, 'safeHasHostKey'],
  ['changeKey', '6.5', 1, 'changeIsFromAnother'],
  ['dumpsAreRecrypted', '7.0U2', 1, 'machineDumpKey'],
  ['disableCrypto', '8.0U3-vsan', 1, 'changeIsFromAnother'],
  ['turnEncryptionModeOff', '7.0U2', 1, 'machineRunsInMode'],
  ['addKey', '6.5', 1, 'cacheNeedsMode'],
  ['setCryptoMode', '7.0U2', 1, 'policyNeedsVersion'],
  ['clusterEnablesHost', '7.0U2', 1, 'safeHasHostKey'],
  ['placeMachine', '7.0U2', 1, 'safeHasHostKey'],
  ['collectBundle', '7.0U2', 1, 'bundleIsNotClear'],
  ['passwordIsForgotten', '7.0U2', 1, 'bundleIsNotClear'],
];

/** Guards whose loss lets in states that no invariant is about, and which those are. */
const moving: readonly GuardRow<Event['type']>[] = [
  ['machineCrashes', '7.0U2', 1, 'the dump of a machine that never ran'],
  ['addProvider', '7.0U2', 1, 'a second key over the first, which nobody deleted'],
  ['importProvider', '7.0U2', 1, 'the first key over the second, which nobody deleted'],
  ['setDefaultProvider', '7.0U2', 1, 'a default provider without a key'],
];

const harmless: readonly GuardRow<Event['type']>[] = [
  ['dumpsAreLeft', '7.0U2', 1, 'without a change of the host key nothing is left'],
  ['removeKey', '7.0U2', 1, 'what is not cached stays out of the cache'],
  ['powerOffMachine', '7.0U2', 1, 'a machine that is off stays off'],
  ['rebootHost', '7.0U2', 1, 'it has no guard'],
  ['hostPanics', '7.0U2', 1, 'it has no guard'],
  ['hostdCrashes', '7.0U2', 1, 'it has no guard'],
  ['shareBundle', '7.0U2', 1, 'no bundle tells nothing'],
  ['bundleIsStolen', '7.0U2', 1, 'no bundle tells nothing'],
  ['vcenterCrashes', '7.0U2', 1, 'a vCenter that is down stays down, and its dump can be deleted in between'],
  ['startVcenter', '7.0U2', 1, 'a running vCenter runs on'],
  ['deleteVcenterDump', '7.0U2', 1, 'no dump stays no dump'],
  ['deleteProvider', '7.0U2', 1, 'what is gone stays gone, and a vCenter that is down costs the other fault'],
  ['vcenterPushesKeys', '7.0U2', 1, 'a vCenter that is down has the keys that it had when it ran'],
  ['p12IsLost', '7.0U2', 1, 'what is lost stays lost'],
];

testGuards(hostEncryption, { breaking, moving, harmless });
