/** What several events do: writing the configuration, going down, booting. */
import { type BootDevice, type ConfigurationSetting, type Host, policyIsMet, type State } from './state.ts';

/** The slices that are looked at and changed by {@link written}, {@link wentDown} and {@link booted}. */
export const configurationSlices = ['host', 'bootDevice', 'tpm', 'recovery'] as const;
/** The same, with the settings that they look at. */
export const configurationReads = ['host', 'bootDevice', 'tpm', 'recovery', 'settings'] as const;

type Configuration = Pick<State, (typeof configurationReads)[number]>;

/** After the configuration was written to the boot device; the same where there is none that could be written. */
export function written(setting: ConfigurationSetting, state: Configuration): Configuration {
  const { host, bootDevice } = state;
  if (bootDevice.state !== 'intact') return state;
  const sealed = host.sealPending && state.tpm.state === 'foreign' ? withSeal(state) : state;
  const device = sealed.bootDevice;
  const keeps = device.mode === 'tpm' || setting.switches.noTpmRetention === 'persists';
  return {
    ...sealed,
    host: { ...host, sealPending: false },
    bootDevice: { ...device, kdk: host.kdk && keeps },
  };
}

function withSeal(state: Configuration): Configuration {
  const { bootDevice, settings, tpm, recovery } = state;
  const free = bootDevice.secureBoot === 'free';
  const device: BootDevice = {
    ...bootDevice,
    mode: 'tpm',
    secureBoot: free && settings.secureBoot ? 'sealed' : bootDevice.secureBoot,
  };
  return {
    ...state,
    bootDevice: device,
    tpm: { ...tpm, state: 'sealed' },
    recovery: { ...recovery, current: recovery.current === 'none' ? 'first' : recovery.current },
  };
}

/** A host without power has nothing in memory. */
export function off(host: Host): Host {
  return { ...host, power: 'off', error: 'none', kdk: false, sealPending: false };
}

/** After the host went down, if it was on with its configuration written first. */
export function wentDown(setting: ConfigurationSetting, state: Configuration): Configuration {
  const before = state.host.power === 'on' ? written(setting, state) : state;
  return { ...before, host: off(before.host) };
}

/** The host after a boot. Its boot device is not gone. */
export function booted({ host, bootDevice, settings, tpm }: Omit<Configuration, 'recovery'>): Host {
  if (bootDevice.mode === 'none') return on(host, bootDevice);
  if (!policyIsMet({ bootDevice, settings })) return halted(host, 'A');
  return tpm.state === 'sealed' ? on(host, bootDevice) : halted(host, 'B');
}

/** The host running on the configuration of its boot device. */
export function on(host: Host, { kdk }: BootDevice): Host {
  return { ...host, power: 'on', error: 'none', kdk, sealPending: false };
}

export function halted(host: Host, error: 'A' | 'B' | 'C'): Host {
  return { ...host, power: 'halted', error, kdk: false, sealPending: false };
}

/** Only the slices that a rule may change: settings are looked at by these effects and stay. */
export function changed({ host, bootDevice, tpm, recovery }: Configuration): Partial<State> {
  return { host, bootDevice, tpm, recovery };
}
