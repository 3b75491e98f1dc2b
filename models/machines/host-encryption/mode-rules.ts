/** Turning host encryption mode on and off, and the host key. */
import type { RuleOf } from './events.ts';
import { givenKey, keyReads, madeSafe, newKey, refusalOf } from './giving-keys.ts';
import { canDerive, hostKeys, inMode } from './state.ts';

export const prepareCrypto: RuleOf<'prepareCrypto'> = {
  claim: 'A host is prepared before it gets its first key.',
  sources: ['crypto-states', 'crypto-prepare-enable'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'prepareCrypto' }],
  parts: () => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => (host.crypto === 'incapable' ? undefined : 'hostNotIncapable'),
      apply: ({ host }) => ({ host: { ...host, crypto: 'prepared' } }),
    },
  ],
};

export const enableCrypto: RuleOf<'enableCrypto'> = {
  claim: 'A prepared host becomes safe with its recorded host key, or with a new one if it has none.',
  sources: ['crypto-prepare-enable', 'crypto-policy-pins', 'host-key-must-resolve', 'crypto-no-default'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'enableCrypto' }],
  parts: () => [
    {
      reads: keyReads,
      writes: ['host'],
      refusal: (state) => (state.host.crypto === 'prepared' ? refusalOf(givenKey(state)) : 'hostNotPrepared'),
      apply: (state) => ({ host: madeSafe(state.host, givenKey(state)) }),
    },
  ],
};

export const configureCryptoKey: RuleOf<'configureCryptoKey'> = {
  claim: 'A new host key makes a host safe whose old one cannot be had, and leaves the dumps as they are.',
  sources: ['crypto-configure-key', 'crypto-configure-repairs', 'crypto-configure-no-machine'],
  by: 'operator',
  spends: 0,
  candidates: () =>
    (['unset', ...hostKeys] as const).map((key) => ({ type: 'configureCryptoKey' as const, key })),
  parts: (_, { key }) => {
    const given = (state: Parameters<typeof newKey>[0]): ReturnType<typeof newKey> => {
      const { host } = state;
      if (key !== 'unset') return canDerive(host, key) ? { key } : { refusal: 'keyNotOnHost' };
      const kept = host.hostKey !== 'none' && canDerive(host, host.hostKey);
      return kept ? { key: host.hostKey } : newKey(state);
    };
    return [
      {
        reads: keyReads,
        writes: ['host'],
        refusal: (state) => {
          if (state.host.crypto === 'pendingIncapable') return 'rebootPending';
          if (state.host.changingFrom !== 'none') return 'keyChangeRuns';
          return state.vcenter.running ? refusalOf(given(state)) : 'vcenterNotRunning';
        },
        apply: (state) => ({ host: madeSafe(state.host, given(state)) }),
      },
    ];
  },
};

export const changeKey: RuleOf<'changeKey'> = {
  claim: 'The host key of a safe host is changed; until the dumps are done it has both.',
  sources: ['crypto-change-key', 'crypto-one-host-key'],
  by: 'operator',
  spends: 0,
  candidates: () => hostKeys.map((key) => ({ type: 'changeKey' as const, key })),
  parts: (_, { key }) => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => {
        if (host.crypto !== 'safe') return 'hostNotSafe';
        if (host.changingFrom !== 'none') return 'keyChangeRuns';
        if (host.hostKey === key) return 'isHostKey';
        return canDerive(host, key) ? undefined : 'keyNotOnHost';
      },
      apply: ({ host }) => ({ host: { ...host, changingFrom: host.hostKey, hostKey: key } }),
    },
  ],
};

export const disableCrypto: RuleOf<'disableCrypto'> = {
  claim: 'A safe host becomes incapable only at its next reboot, a prepared one at once.',
  sources: ['crypto-disable-pending', 'crypto-disable-directly', 'crypto-disable-not-vsan'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'disableCrypto' }],
  parts: ({ variant }) => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => {
        if (variant.vsanEncrypted) return 'vsanEncryptedCluster';
        return host.changingFrom === 'none' ? undefined : 'keyChangeRuns';
      },
      apply: ({ host }) => ({
        host: { ...host, crypto: inMode(host) ? 'pendingIncapable' : 'incapable' },
      }),
    },
  ],
};

export const turnEncryptionModeOff: RuleOf<'turnEncryptionModeOff'> = {
  claim: 'The client turns encryption mode off only when no key is on the host any more.',
  sources: ['crypto-toggle-refused', 'crypto-disable-not-vsan'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'turnEncryptionModeOff' }],
  parts: ({ variant }) => [
    {
      reads: ['host', 'vcenter'],
      writes: ['host'],
      refusal: ({ host, vcenter }) => {
        if (!vcenter.running) return 'vcenterNotRunning';
        if (variant.vsanEncrypted) return 'vsanEncryptedCluster';
        return inMode(host) || host.machineKeyCached ? 'keyMaterialOnHost' : undefined;
      },
      apply: ({ host }) => ({ host: { ...host, crypto: 'incapable', hostKey: 'none' } }),
    },
  ],
};

export const setCryptoMode: RuleOf<'setCryptoMode'> = {
  claim: 'A cluster says when encryption mode is turned on, and since 8.0.3 with which host key.',
  sources: ['crypto-cluster-modes', 'crypto-policy-pins'],
  by: 'operator',
  spends: 0,
  candidates: () =>
    (['onDemand', 'forceEnable'] as const).flatMap((mode) =>
      (['none', 'provider', 'key'] as const).map((policy) => ({
        type: 'setCryptoMode' as const,
        mode,
        policy,
      })),
    ),
  parts: ({ variant }, { mode, policy }) => [
    {
      reads: ['vcenter', 'cluster'],
      writes: ['cluster'],
      refusal: ({ vcenter }) => {
        if (!vcenter.running) return 'vcenterNotRunning';
        return policy === 'none' || variant.version === '8.0U3' ? undefined : 'policyNotSupported';
      },
      apply: () => ({ cluster: { mode, policy } }),
    },
  ],
};

export const clusterEnablesHost: RuleOf<'clusterEnablesHost'> = {
  claim:
    'In mode forceEnable the cluster turns encryption mode on by itself, with the key it would be given.',
  sources: ['crypto-cluster-modes', 'crypto-policy-pins', 'host-key-must-resolve'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'clusterEnablesHost' }],
  parts: () => [
    {
      reads: keyReads,
      writes: ['host'],
      refusal: (state) => {
        if (state.cluster.mode === 'onDemand') return 'modeOnDemand';
        if (state.host.crypto === 'safe') return 'hostIsSafe';
        if (state.host.crypto === 'pendingIncapable') return 'rebootPending';
        return refusalOf(givenKey(state));
      },
      apply: (state) => ({ host: madeSafe(state.host, givenKey(state)) }),
    },
  ],
};
