/** vCenter Server and the one key provider. */
import type { RuleOf } from './events.ts';
import { type Host, originOf, type State, type Vcenter } from './state.ts';

export const vcenterCrashes: RuleOf<'vcenterCrashes'> = {
  claim: 'A core dump of vCenter Server is not encrypted.',
  sources: ['dumps-of-vcenter-clear', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'vcenterCrashes' }],
  parts: () => [
    {
      reads: ['vcenter', 'vcenterDump'],
      writes: ['vcenter', 'vcenterDump'],
      refusal: notRunning,
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, running: false }, vcenterDump: 'clear' }),
    },
  ],
};

export const startVcenter: RuleOf<'startVcenter'> = {
  claim: 'A crashed vCenter Server is started again.',
  sources: ['vcenter-down-is-harmless'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'startVcenter' }],
  parts: () => [
    {
      reads: ['vcenter'],
      writes: ['vcenter'],
      refusal: ({ vcenter }) => (vcenter.running ? 'vcenterRunning' : undefined),
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, running: true } }),
    },
  ],
};

export const deleteVcenterDump: RuleOf<'deleteVcenterDump'> = {
  claim: 'What a core dump of vCenter Server tells is told until it is deleted.',
  sources: ['dumps-of-vcenter-clear'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'deleteVcenterDump' }],
  parts: () => [
    {
      reads: ['vcenterDump'],
      writes: ['vcenterDump'],
      refusal: ({ vcenterDump }) => (vcenterDump === 'none' ? 'noVcenterDump' : undefined),
      apply: () => ({ vcenterDump: 'none' }),
    },
  ],
};

export const deleteProvider: RuleOf<'deleteProvider'> = {
  claim: 'A provider in use can be deleted, and no other becomes the default.',
  sources: ['delete-is-not-blocked', 'crypto-no-default', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'deleteProvider' }],
  parts: () => [
    {
      reads: ['vcenter'],
      writes: ['vcenter'],
      refusal: (state) => notRunning(state) ?? providerMissing(state),
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, key: 'none', isDefault: false } }),
    },
  ],
};

export const addProvider: RuleOf<'addProvider'> = {
  claim:
    'A native provider under its old name has a new key; a standard one has the key server’s keys again.',
  sources: ['same-name-recreated', 'crypto-standard-readd', 'bound-two-keys'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'addProvider' }],
  parts: ({ variant }) => {
    const native = variant.provider === 'native';
    return [
      {
        reads: ['vcenter'],
        writes: ['vcenter'],
        refusal: (state) => {
          const missing = notRunning(state) ?? providerExists(state);
          return missing ?? (native && state.vcenter.secondMade ? 'keysUsedUp' : undefined);
        },
        apply: ({ vcenter }): Partial<State> =>
          native
            ? { vcenter: { ...vcenter, key: '2', secondMade: true } }
            : { vcenter: { ...vcenter, key: '1' } },
      },
    ];
  },
};

export const importProvider: RuleOf<'importProvider'> = {
  claim: 'The .p12 file brings back the original key under the original name.',
  sources: ['import-restores-name-and-key', 'crypto-configure-repairs'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'importProvider' }],
  parts: ({ variant }) => [
    {
      reads: ['vcenter', 'p12'],
      writes: ['vcenter'],
      refusal: (state) => {
        if (!state.vcenter.running) return 'vcenterNotRunning';
        if (variant.provider !== 'native') return 'notNative';
        return providerExists(state) ?? (state.p12 === 'lost' ? 'fileLost' : undefined);
      },
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, key: '1' } }),
    },
  ],
};

export const setDefaultProvider: RuleOf<'setDefaultProvider'> = {
  claim: 'A default provider is set by hand.',
  sources: ['crypto-no-default'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'setDefaultProvider' }],
  parts: () => [
    {
      reads: ['vcenter'],
      writes: ['vcenter'],
      refusal: (state) => {
        const missing = notRunning(state) ?? providerMissing(state);
        return missing ?? (state.vcenter.isDefault ? 'isDefault' : undefined);
      },
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, isDefault: true } }),
    },
  ],
};

export const vcenterPushesKeys: RuleOf<'vcenterPushesKeys'> = {
  claim: 'vCenter brings a host’s provider in line with its own; what is in memory stays until a reboot.',
  sources: ['remediation-every-5-min', 'remediation-replaces', 'crypto-standard-reboot'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'vcenterPushesKeys' }],
  parts: ({ variant, switches }) => {
    const prunes = variant.provider === 'native' && switches.remediation === 'prunes';
    return [
      {
        reads: ['vcenter', 'host'],
        writes: ['host'],
        refusal: notRunning,
        apply: ({ vcenter, host }) => {
          const held = vcenter.key === 'none' && !prunes ? host.held : vcenter.key;
          const pushed: Host = { ...host, held };
          return { host: variant.provider === 'standard' ? reenabled(pushed) : pushed };
        },
      },
    ];
  },
};

export const p12IsLost: RuleOf<'p12IsLost'> = {
  claim: 'The backup of the provider is gone.',
  sources: ['gate-checks-nothing-else', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'p12IsLost' }],
  parts: () => [
    {
      reads: ['p12'],
      writes: ['p12'],
      refusal: ({ p12 }) => (p12 === 'lost' ? 'fileLost' : undefined),
      apply: () => ({ p12: 'lost' }),
    },
  ],
};

/** A rebooted host of a standard provider is safe again when it is given its host key. */
function reenabled(host: Host): Host {
  const resolves = host.hostKey !== 'none' && originOf(host.hostKey) === host.held;
  return host.crypto === 'incapable' && resolves ? { ...host, crypto: 'safe' } : host;
}

function notRunning({ vcenter }: Pick<State, 'vcenter'>): 'vcenterNotRunning' | undefined {
  return vcenter.running ? undefined : 'vcenterNotRunning';
}

function providerMissing({ vcenter }: { vcenter: Vcenter }): 'providerMissing' | undefined {
  return vcenter.key === 'none' ? 'providerMissing' : undefined;
}

function providerExists({ vcenter }: { vcenter: Vcenter }): 'providerExists' | undefined {
  return vcenter.key === 'none' ? undefined : 'providerExists';
}
