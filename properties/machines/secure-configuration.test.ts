/** The whole space of the secure configuration: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import { secureConfiguration } from '../../models/machines/secure-configuration/secure-configuration.ts';
import type { ConfigurationSetting, State } from '../../models/machines/secure-configuration/state.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { secureConfigurationGuards } from '../guards/secure-configuration.ts';
import { testGuards } from './suite.ts';
import { pictureOf, settingIn, soundWith, spaceOf } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(secureConfiguration, name, reading, changed);

describe('every state within two faults', () => {
  it.each([
    ['tpm-2.0', 2_334, 2_340],
    ['tpm-unusable', 4_303, 2_085],
    ['tpm-added-later', 5_830, 3_616],
    ['tpm-1.2', 65, 57],
    ['no-tpm', 65, 57],
    ['vendor-7.0U2', 1_475, 721],
    ['8.0-quick-boot', 2_334, 2_340],
    ['auto-deploy', 116, 116],
  ] as const)(
    'of %s keeps the invariants: %i as the article reads, %i as the vendor',
    (name, article, vendor) => {
      expect(pictureOf(secureConfiguration, settingOf(name, 'article'), 2)).toEqual(soundWith(article));
      expect(pictureOf(secureConfiguration, settingOf(name, 'vendor'), 2)).toEqual(soundWith(vendor));
    },
  );

  it('keeps them with every switch the other way', () => {
    const switches = {
      noTpmArchive: 'opaque',
      firmwareUpdateUnseal: 'ok',
      tpmLockout: 'transient',
      cfgDirtyWindow: 'none',
    } as const;
    expect(pictureOf(secureConfiguration, settingOf('tpm-2.0', 'vendor', switches), 2)).toEqual(
      soundWith(2_234),
    );
    expect(pictureOf(secureConfiguration, settingOf('tpm-unusable', 'vendor', switches), 2)).toEqual(
      soundWith(1_764),
    );
  });
});

describe('what the readings say of a host that seals nothing', () => {
  const goal = (name: string, setting: ConfigurationSetting, state: State): boolean =>
    secureConfiguration.goals(setting).some((each) => each.name === name && each.reached(state));

  it.each(['no-tpm', 'tpm-1.2'])('%s: it never starts with the KDK, or a thief can read it', (name) => {
    const article = settingOf(name, 'article');
    const vendor = settingOf(name, 'vendor');
    const volatile = spaceOf(secureConfiguration.machine(article), 2).states;
    const kept = spaceOf(secureConfiguration.machine(vendor), 2).states;
    expect(volatile.filter((state) => goal('startsWithKdk', article, state))).toEqual([]);
    expect(volatile.filter((state) => !goal('bootDeviceSecret', article, state))).toEqual([]);
    const starts = kept.filter((state) => goal('startsWithKdk', vendor, state));
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.filter((state) => goal('bootDeviceSecret', vendor, state))).toEqual([]);
  });
});

testGuards(secureConfiguration, secureConfigurationGuards);
