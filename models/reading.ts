/**
 * Readings. Where the sources disagree, each side is a setting, and a reading is a named set of settings.
 * Every verdict names the reading it holds under.
 */

export type Switches = {
  /** What an ESXi host without a sealed configuration still holds after a reboot. Fact C1. */
  readonly noTpmRetention: 'persists' | 'volatile';
  /** Whether a thief reads an archive whose key lies in a file beside it. Fact C3. */
  readonly noTpmArchive: 'readable' | 'opaque';
  /** What a provider that requires TPMs asks of a host: a chip, or a configuration sealed by it. Fact C4. */
  readonly tpmGate: 'present' | 'modeTpm';
  /** Whether remediation takes away keys of providers that vCenter does not know. Facts C5 and C9. */
  readonly remediation: 'prunes' | 'addsOnly';
  /** Whether an imported provider counts as backed up. Fact C20. */
  readonly importCountsAsBackup: boolean;
  /** Whether hosts receive the key before the provider was backed up. Fact 3.7b. */
  readonly pushBeforeActivation: boolean;
  /** Whether vSAN ESA has one data key for the cluster or one for each device. Fact C17. */
  readonly esaDekScope: 'cluster' | 'device';
  /** Whether a core dump that can be read contains keys. Fact C12. */
  readonly coredumpHasKeys: 'may' | 'never';
  /** Whether a firmware update may break the seal of a configuration. Fact C14. */
  readonly firmwareUpdateUnseal: 'nondet' | 'ok';
  /** Whether a TPM that is locked out fails to unseal for a while. Fact 7.15. */
  readonly tpmLockout: 'off' | 'transient';
  /** Whether a changed configuration waits for the hourly write to the boot device. Fact 3.29. */
  readonly cfgDirtyWindow: 'hourly' | 'none';
};

/** Every setting of every switch. */
export const switchValues: { readonly [Switch in keyof Switches]: readonly Switches[Switch][] } = {
  noTpmRetention: ['persists', 'volatile'],
  noTpmArchive: ['readable', 'opaque'],
  tpmGate: ['present', 'modeTpm'],
  remediation: ['prunes', 'addsOnly'],
  importCountsAsBackup: [true, false],
  pushBeforeActivation: [false, true],
  esaDekScope: ['cluster', 'device'],
  coredumpHasKeys: ['may', 'never'],
  firmwareUpdateUnseal: ['nondet', 'ok'],
  tpmLockout: ['off', 'transient'],
  cfgDirtyWindow: ['hourly', 'none'],
};

/** The switches that are set differently. */
export function differing(one: Switches, other: Switches): readonly (keyof Switches)[] {
  return (Object.keys(switchValues) as (keyof Switches)[]).filter((name) => one[name] !== other[name]);
}

export type ReadingName = 'article' | 'vendor';

export type Reading = {
  readonly name: ReadingName;
  /** What it reads, in one sentence. */
  readonly claim: string;
  readonly switches: Switches;
};

const vendor: Switches = {
  noTpmRetention: 'persists',
  noTpmArchive: 'readable',
  tpmGate: 'present',
  remediation: 'prunes',
  importCountsAsBackup: true,
  pushBeforeActivation: false,
  esaDekScope: 'cluster',
  coredumpHasKeys: 'may',
  firmwareUpdateUnseal: 'nondet',
  tpmLockout: 'off',
  cfgDirtyWindow: 'hourly',
};

export const readings: readonly Reading[] = [
  {
    name: 'article',
    claim: 'As the article reads it: an ESXi host without a TPM has lost its keys after a reboot.',
    switches: { ...vendor, noTpmRetention: 'volatile' },
  },
  {
    name: 'vendor',
    claim:
      'As the vendor documents it: an ESXi host keeps its keys over a reboot with or without a TPM, but without one a thief can read them.',
    switches: vendor,
  },
];
