/** The state of the secure-configuration machine, as docs/machines/secure-configuration.md describes it. */
import type { Setting } from '../domain-machine.ts';

export type Variant = {
  readonly version: '7.0U2' | '8.0' | '8.0U3';
  readonly tpm: 'none' | '1.2' | '2.0';
  readonly usable: boolean;
  readonly inUse: boolean;
  readonly stateless: boolean;
  readonly setFails: boolean;
};

export type ConfigurationSetting = Setting<Variant>;

export type Board = 'first' | 'second';
export type SettingName = 'secureBoot' | 'tpm' | 'execInstalledOnly';
export type RecoveryKey = 'none' | 'first' | 'rotated';

export type Vcenter = { readonly running: boolean; readonly member: boolean; readonly knowsEk: Board };

export type Host = {
  readonly power: 'on' | 'off' | 'halted';
  /** The class of the message it halted with. */
  readonly error: 'none' | 'A' | 'B' | 'C';
  readonly kdk: boolean;
  readonly sealPending: boolean;
  readonly esxiUpToDate: boolean;
};

export type BootDevice = {
  readonly state: 'intact' | 'gone' | 'none';
  readonly mode: 'none' | 'tpm';
  readonly secureBoot: 'free' | 'sealed' | 'required';
  readonly execInstalledOnly: boolean;
  readonly kdk: boolean;
};

export type Tpm = {
  readonly board: Board;
  readonly state: 'absent' | 'failed' | 'unusable' | 'foreign' | 'stale' | 'sealed' | 'locked';
};

export type Recovery = { readonly current: RecoveryKey; readonly kept: RecoveryKey };

export type State = {
  readonly vcenter: Vcenter;
  readonly host: Host;
  readonly bootDevice: BootDevice;
  readonly settings: Readonly<Record<SettingName, boolean>>;
  readonly tpm: Tpm;
  readonly recovery: Recovery;
};

export const settingNames: readonly SettingName[] = ['secureBoot', 'tpm', 'execInstalledOnly'];

export function initialState({ variant, switches }: ConfigurationSetting): State {
  const { inUse, setFails, stateless } = variant;
  const kdk = inUse || switches.noTpmRetention === 'persists';
  const used: BootDevice = {
    state: 'intact',
    mode: 'tpm',
    secureBoot: 'sealed',
    execInstalledOnly: false,
    kdk,
  };
  const bootDevice = stateless ? emptyDevice('none') : inUse ? used : { ...emptyDevice('intact'), kdk };
  return {
    vcenter: { running: true, member: true, knowsEk: 'first' },
    host: { power: 'on', error: 'none', kdk: true, sealPending: false, esxiUpToDate: !setFails },
    bootDevice,
    settings: { secureBoot: true, tpm: true, execInstalledOnly: true },
    tpm: { board: 'first', state: initialChip(variant) },
    recovery: inUse ? { current: 'first', kept: 'first' } : { current: 'none', kept: 'none' },
  };
}

/** A boot device that seals nothing and has no KDK. */
export function emptyDevice(state: BootDevice['state']): BootDevice {
  return { state, mode: 'none', secureBoot: 'free', execInstalledOnly: false, kdk: false };
}

/** A chip that is there and works, usable or not. */
export function hasChip({ state }: Tpm): boolean {
  return state !== 'absent' && state !== 'failed';
}

/** A chip that would open this archive's key, now or when its lockout ends. */
export function sealsKey({ state }: Tpm): boolean {
  return state === 'sealed' || state === 'locked';
}

/** Whether TPM, secure boot and execInstalledOnly are as the sealed policy wants them. */
export function policyIsMet({ bootDevice, settings }: Pick<State, 'bootDevice' | 'settings'>): boolean {
  return (
    settings.tpm &&
    (settings.secureBoot || bootDevice.secureBoot === 'free') &&
    (settings.execInstalledOnly || !bootDevice.execInstalledOnly)
  );
}

function initialChip({ tpm, usable, inUse }: Variant): Tpm['state'] {
  if (tpm === 'none') return 'absent';
  if (!usable) return 'unusable';
  return inUse ? 'sealed' : 'foreign';
}
