/** The whole space of the Standard Key Provider: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/standard-key-provider/events.ts';
import type { Variant } from '../../models/machines/standard-key-provider/state.ts';
import { standardKeyProvider } from '../../models/machines/standard-key-provider/standard-key-provider.ts';
import { readings, type Switches } from '../../models/reading.ts';
import { effectsOf, type Trial, typesThat } from './guards.ts';
import { pictureOf, soundWith, spaceOf } from './whole.ts';

const { variants } = standardKeyProvider;

const vendor = readings.find(({ name }) => name === 'vendor')?.switches as Switches;

/** A third key of the machine tells nothing new, and costs many states. */
const wrapping = {
  variant: { ...(variants['wrapping-9.0'] as Variant), keysMax: 2 },
  switches: vendor,
};

describe('every state', () => {
  it.each([
    ['kms-outside', 2, 5_574],
    ['kms-behind-hsm', 2, 2_336],
    ['kms-on-its-vsan', 2, 570],
    ['kms-moved-with-backup', 2, 585],
    ['persistence-7.0U2', 2, 3_052],
    ['persistence-7.0U3', 2, 12_725],
    ['keys-removed', 1, 3_793],
    ['wrapping-9.0', 0, 84],
  ])('of %s within %i faults, %i of them, keeps the invariants', (name, faultsMax, count) => {
    const setting = { variant: variants[name] as Variant, switches: vendor };
    const picture = pictureOf(standardKeyProvider, setting, faultsMax);
    // Without a fault no host ever goes down, and the questions do not come up.
    const untested = faultsMax === 0 ? picture.untested : [];
    expect(picture).toEqual({ ...soundWith(count), untested });
  });

  it('of wrapping-9.0 with one key less, within one fault, keeps the invariants', () => {
    expect(pictureOf(standardKeyProvider, wrapping, 1)).toEqual(soundWith(10_849));
  });

  it('is the same under both readings, which differ in nothing that this machine reads', () => {
    const sizes = readings.map(({ switches }) =>
      Object.values(variants)
        .slice(0, 6)
        .map((variant) => spaceOf(standardKeyProvider.machine({ variant, switches }), 1).states.length),
    );
    expect(sizes).toEqual([
      [151, 119, 132, 103, 481, 2_083],
      [151, 119, 132, 103, 481, 2_083],
    ]);
  });

  it('of a vCenter that only adds is fewer: no host loses its login', () => {
    const setting = {
      variant: variants['kms-outside'] as Variant,
      switches: { ...vendor, remediation: 'addsOnly' as const },
    };
    const { states } = spaceOf(standardKeyProvider.machine(setting), 2);
    expect(states.length).toBe(3_354);
    expect(states.some((state) => state['host/esx-1'].configuration === 'none')).toBe(false);
  });
});

const breaking: readonly Event['type'][] = [
  'bootHost',
  'enterCryptoSafe',
  'hostUnlocksVsan',
  'pushMachineKey',
  'rekeyHosts',
  'startKmsNode',
  'startMachine',
];

const moving: readonly Event['type'][] = [
  'addProvider',
  'enableKeyPersistence',
  'establishTrust',
  'keyExpires',
  'kmsBackupRuns',
  'moveKmsOffVsan',
  'reactivateKey',
  'registerMachine',
  'rekeyMachine',
  'rotateWrappingKey',
  'vcenterRemediatesHost',
];

/** Rules that may lose their guards without any state being new within one fault, and why that is so. */
const harmless: Readonly<Partial<Record<Event['type'], string>>> = {
  certificateExpires: 'what expired stays expired',
  deleteProvider: 'what is gone stays gone',
  disableKeyPersistence:
    'a host that is off keeps what it stored, as one that was disabled before it went off',
  hostCrashes: 'what is off stays off',
  hsmFails: 'a root key that is gone is a second fault',
  keyIsDestroyed: 'what is destroyed stays destroyed',
  kmsIsLost: 'what is lost stays lost',
  kmsNodeStops: 'what is down stays down',
  moveKmsOntoVsan: 'a KMS that is down is moved as if before it went down',
  powerOffMachine: 'a machine that is off stays off',
  rebuildVcenter: 'building anew what was only stopped is like starting it',
  removeKey: 'what is in use can be removed by force',
  removeKeyFromHost: 'what is not there cannot be removed',
  repairHsm: 'an HSM is repaired to what it was at first',
  restoreKms: 'a KMS that runs has the keys of its backup, or lost one by the only fault',
  rootKeyIsDeleted: 'what is gone stays gone',
  sitePowerFails: 'a dark site stays dark',
  startVcenter: 'starting a lost vCenter is like building it anew',
  vcenterIsLost: 'what is lost stays lost',
  vcenterStops: 'a lost vCenter that is stopped is a second fault',
  vecsEntryIsLost: 'a provider whose trust is gone was deleted first, by another fault',
};

const trial = (name: string, types?: readonly Event['type'][]): Trial<Variant, Event['type']> => ({
  setting: { variant: variants[name] as Variant, switches: vendor },
  ...(types && { types }),
});

const trials = [
  trial('kms-outside'),
  trial('kms-behind-hsm'),
  trial('kms-moved-with-backup'),
  trial('kms-on-its-vsan', ['startKmsNode', 'moveKmsOffVsan']),
  trial('persistence-7.0U2', ['enableKeyPersistence', 'disableKeyPersistence']),
  trial('keys-removed', ['removeKey', 'removeKeyFromHost', 'registerMachine', 'rekeyMachine', 'rekeyHosts']),
  {
    setting: { ...wrapping, variant: { ...wrapping.variant, keysMax: 1 } },
    types: ['rotateWrappingKey', 'keyExpires'],
  },
] as const;

describe('guards', () => {
  it('are each needed, or harmless for a reason', () => {
    const effects = effectsOf(standardKeyProvider, trials, { faultsMax: 1, statesMax: 1_000 });
    expect(typesThat(effects, 'breaks')).toEqual(breaking);
    expect(typesThat(effects, 'moves')).toEqual(moving);
    expect(typesThat(effects, 'nothing')).toEqual(Object.keys(harmless));
    expect(effects.size).toBe(Object.keys(standardKeyProvider.machine(wrapping).rules).length);
  });
});
