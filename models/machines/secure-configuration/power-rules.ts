/** Boot, shutdown, Quick Boot, writing the configuration. */
import type { Part } from '../../kernel/machine.ts';
import {
  booted,
  changed,
  configurationReads,
  configurationSlices,
  off,
  wentDown,
  written,
} from './effects.ts';
import type { Refusal, RuleOf } from './events.ts';
import type { ConfigurationSetting, State } from './state.ts';

export const bootHost: RuleOf<'bootHost'> = {
  claim:
    'A host boots into the archive whose key it has: from the file, or from the TPM if the policy is met.',
  sources: [
    'kdk-in-configuration',
    'config-encrypted',
    'config-policy-secure-boot',
    'config-error-policy',
    'config-error-others',
    'halted-without-tpm',
    'config-stateless',
    'config-stolen-host',
  ],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'bootHost' }],
  parts: () => [
    {
      reads: ['host', 'bootDevice', 'settings', 'tpm'],
      writes: ['host'],
      refusal: (state) => (state.host.power === 'on' ? 'hostOn' : bootDeviceGone(state)),
      apply: (state) => ({ host: booted(state) }),
    },
  ],
};

export const shutDownHost: RuleOf<'shutDownHost'> = {
  claim: 'A clean shutdown writes the configuration first.',
  sources: ['configuration-written-later', 'persists-insecurely', 'article-needs-tpm', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'shutDownHost' }],
  parts: (setting) => [
    {
      reads: configurationReads,
      writes: configurationSlices,
      refusal: notOn,
      apply: (state) => changed(wentDown(setting, state)),
    },
  ],
};

export const hostCrashes: RuleOf<'hostCrashes'> = {
  claim: 'A crash undoes what was not written.',
  sources: ['configuration-written-later', 'config-hourly', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'hostCrashes' }],
  parts: () => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: notOn,
      apply: ({ host }) => ({ host: off(host) }),
    },
  ],
};

export const quickBoot: RuleOf<'quickBoot'> = {
  claim: 'Quick Boot restarts ESXi without the firmware; with a TPM only since 8.0 U1.',
  sources: ['config-quick-boot', 'configuration-written-later', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'quickBoot' }],
  parts: (setting) => [
    {
      reads: configurationReads,
      writes: configurationSlices,
      refusal: (state) => {
        const { tpm, version } = setting.variant;
        const possible = tpm !== '2.0' || version === '8.0U3';
        return notOn(state) ?? bootDeviceGone(state) ?? (possible ? undefined : 'quickBootNotPossible');
      },
      apply: (state) => {
        const down = wentDown(setting, state);
        return changed({ ...down, host: booted(down) });
      },
    },
  ],
};

export const updateEsxi: RuleOf<'updateEsxi'> = {
  claim: 'An update of ESXi goes on unsealing, and brings support for more vendors’ TPMs.',
  sources: ['config-esxi-update', 'config-set-fails', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'updateEsxi' }],
  parts: (setting) => [
    {
      reads: configurationReads,
      writes: configurationSlices,
      refusal: (state) => {
        const refusal = notOn(state) ?? bootDeviceGone(state);
        return refusal ?? (state.host.esxiUpToDate ? 'esxiIsUpToDate' : undefined);
      },
      apply: (state) => {
        const down = wentDown(setting, state);
        return changed({ ...down, host: { ...down.host, esxiUpToDate: true } });
      },
    },
  ],
};

export const cronWrites: RuleOf<'cronWrites'> = {
  claim: 'The configuration is written to the boot device from time to time.',
  sources: ['configuration-written-later', 'config-hourly'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'cronWrites' }],
  parts: (setting) => [writing(setting)],
};

export const autoBackup: RuleOf<'autoBackup'> = {
  claim: 'auto-backup.sh writes the configuration at once.',
  sources: ['configuration-written-later', 'rebind-after-swap'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'autoBackup' }],
  parts: (setting) => [writing(setting)],
};

function writing(setting: ConfigurationSetting): Part<State, Refusal> {
  return {
    reads: configurationReads,
    writes: configurationSlices,
    refusal: (state) => notOn(state) ?? isStateless(state) ?? bootDeviceGone(state),
    apply: (state) => changed(written(setting, state)),
  };
}

/** Why something that needs a running host is refused. */
export function notOn({ host }: State): 'hostNotOn' | undefined {
  return host.power === 'on' ? undefined : 'hostNotOn';
}

/** Why something that needs a boot device is refused on a stateless host. */
export function isStateless({ bootDevice }: State): 'stateless' | undefined {
  return bootDevice.state === 'none' ? 'stateless' : undefined;
}

/** Why something that needs the archive is refused. */
export function bootDeviceGone({ bootDevice }: State): 'bootDeviceGone' | undefined {
  return bootDevice.state === 'gone' ? 'bootDeviceGone' : undefined;
}
