/** The hosts: what they lose when they go down, and how they get their keys back. */
import { when } from '../rule-of.ts';
import { hostNames } from './names.ts';
import { type Host, hostSlices, keysWhere, machineKeysOf, rule, type RuleFor } from './state.ts';
import {
  asked,
  booted,
  keyRefusal,
  kmsRefusal,
  loginRefusal,
  neededKey,
  outageSlices,
  trustOf,
  vcenterRefusal,
  withHostsDown,
  withKeys,
  withoutKey,
} from './words.ts';

export const hostCrashes: RuleFor<'hostCrashes'> = rule({
  claim: 'A host that goes down has lost the keys in its memory.',
  sources: ['standard-cache', 'kms-on-its-own-vsan', 'bound-faults'],
  by: 'fault',
  spends: 1,
  events: () => hostNames.map((host) => ({ type: 'hostCrashes' as const, host })),
  reads: () => outageSlices,
  writes: () => outageSlices,
  refusal: (state, { host }) => when(state[`host/${host}`].power === 'off', 'hostNotOn'),
  apply: (state, { host }) => withHostsDown(state, [host]),
});

export const sitePowerFails: RuleFor<'sitePowerFails'> = rule({
  claim: 'With the power of the site every host goes down, and a KMS on their vSAN with them.',
  sources: ['standard-cache', 'kms-on-its-own-vsan', 'bound-faults'],
  by: 'fault',
  spends: 1,
  events: () => [{ type: 'sitePowerFails' }],
  reads: () => outageSlices,
  writes: () => outageSlices,
  refusal: (state) =>
    when(
      hostSlices.every((slice) => state[slice].power === 'off'),
      'siteDark',
    ),
  apply: (state) => withHostsDown(state, hostNames),
});

export const bootHost: RuleFor<'bootHost'> = rule({
  claim: 'A host boots without keys, unless Key Persistence stored them.',
  sources: ['standard-cache', 'key-persistence', 'persistence-survives-outage'],
  by: 'operator',
  spends: 0,
  events: () => hostNames.map((host) => ({ type: 'bootHost' as const, host })),
  reads: () => ['hostKey'],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => when(state[`host/${host}`].power === 'on', 'hostOn'),
  apply: (state, { host }) => ({ [`host/${host}`]: booted(state[`host/${host}`], state.hostKey) }),
});

export const hostUnlocksVsan: RuleFor<'hostUnlocksVsan'> = rule({
  claim: 'A vSAN host asks the KMS itself, with the login it remembers; vCenter is not needed.',
  sources: ['vsan-asks-kms', 'kms-down-at-reboot', 'vecs-entry-missing', 'kms-round-robin'],
  by: 'system',
  spends: 0,
  events: () => hostNames.map((host) => ({ type: 'hostUnlocksVsan' as const, host })),
  reads: () => ['keys'],
  writes: ({ host }) => [`host/${host}`, 'kms'],
  refusal: (state, { host }) => {
    const { power, mounted, configuration } = state[`host/${host}`];
    return (
      when(power === 'off', 'hostNotOn') ??
      when(mounted, 'hostMounted') ??
      loginRefusal(configuration) ??
      kmsRefusal(state, configuration) ??
      keyRefusal(state, 'vsan#1')
    );
  },
  apply: (state, { host }, { variant }) => ({
    [`host/${host}`]: { ...withKeys(state[`host/${host}`], ['vsan#1'], variant), mounted: true },
    kms: asked(state.kms),
  }),
});

export const enterCryptoSafe: RuleFor<'enterCryptoSafe'> = rule({
  claim: 'A rebooted host is safe again when vCenter fetched its host key for it.',
  sources: ['standard-keys-pushed', 'standard-needs-both', 'hsm-fails-unseen', 'kms-round-robin'],
  by: 'system',
  spends: 0,
  events: () => hostNames.map((host) => ({ type: 'enterCryptoSafe' as const, host })),
  reads: () => ['vcenter', 'provider/kms', 'provider/kms-new', 'keys', 'hostKey'],
  writes: ({ host }) => [`host/${host}`, 'kms'],
  refusal: (state, { host }) => {
    const { provider, key } = state.hostKey;
    return (
      when(state[`host/${host}`].power === 'off', 'hostNotOn') ??
      when(state[`host/${host}`].safe, 'hostSafe') ??
      vcenterRefusal(state, provider) ??
      kmsRefusal(state, trustOf(state, provider)) ??
      keyRefusal(state, key)
    );
  },
  apply: (state, { host }, { variant }) => ({
    [`host/${host}`]: { ...withKeys(state[`host/${host}`], [state.hostKey.key], variant), safe: true },
    kms: asked(state.kms),
  }),
});

export const pushMachineKey: RuleFor<'pushMachineKey'> = rule({
  claim: 'Keys of machines are fetched by vCenter alone and given to safe hosts.',
  sources: ['standard-keys-pushed', 'add-key-needs-safe', 'remove-key', 'wrapping-from-9'],
  by: 'system',
  spends: 0,
  events: () => hostNames.map((host) => ({ type: 'pushMachineKey' as const, host })),
  reads: () => ['vcenter', 'provider/kms', 'provider/kms-new', 'keys', 'db'],
  writes: ({ host }) => [`host/${host}`, 'kms'],
  refusal: (state, { host }) => {
    const { power, safe, cache } = state[`host/${host}`];
    const { provider, key } = state.db;
    return (
      when(power === 'off', 'hostNotOn') ??
      when(!safe, 'hostNotSafe') ??
      when(cache.includes(key), 'keyCached') ??
      vcenterRefusal(state, provider) ??
      when(!state.vcenter.knows.includes(key), 'keyUnknown') ??
      kmsRefusal(state, trustOf(state, provider)) ??
      keyRefusal(state, neededKey(state.db))
    );
  },
  apply: (state, { host }, { variant }) => ({
    [`host/${host}`]: withKeys(state[`host/${host}`], [state.db.key], variant),
    kms: asked(state.kms),
  }),
});

export const enableKeyPersistence: RuleFor<'enableKeyPersistence'> = rule({
  claim: 'Key Persistence, host by host, keeps keys in the configuration that the TPM seals.',
  sources: ['key-persistence', 'persistence-vsan-later'],
  by: 'operator',
  spends: 0,
  groups: ['persistence'],
  events: () => hostNames.map((host) => ({ type: 'enableKeyPersistence' as const, host })),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { power, persistence } = state[`host/${host}`];
    return when(power === 'off', 'hostNotOn') ?? when(persistence, 'persistenceEnabled');
  },
  apply: (state, { host }, { variant }) => {
    const enabled: Host = { ...state[`host/${host}`], persistence: true };
    return { [`host/${host}`]: withKeys(enabled, enabled.cache, variant) };
  },
});

export const disableKeyPersistence: RuleFor<'disableKeyPersistence'> = rule({
  claim: 'Keys stored before stay stored, unless they are removed with it.',
  sources: ['key-persistence', 'persistence-weakens-theft'],
  by: 'operator',
  spends: 0,
  groups: ['persistence'],
  events: () =>
    hostNames.flatMap((host) =>
      [false, true].map((removeStored) => ({ type: 'disableKeyPersistence' as const, host, removeStored })),
    ),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { power, persistence } = state[`host/${host}`];
    return when(power === 'off', 'hostNotOn') ?? when(!persistence, 'persistenceDisabled');
  },
  apply: (state, { host, removeStored }) => {
    const present = state[`host/${host}`];
    return {
      [`host/${host}`]: { ...present, persistence: false, stored: removeStored ? [] : present.stored },
    };
  },
});

export const removeKeyFromHost: RuleFor<'removeKeyFromHost'> = rule({
  claim: 'Removing a key at a host always drops it: hosts do not track use.',
  sources: ['remove-key', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['remove'],
  events: (variant) =>
    hostNames.flatMap((host) =>
      machineKeysOf(variant).map((key) => ({ type: 'removeKeyFromHost' as const, host, key })),
    ),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host, key }) =>
    when(state[`host/${host}`].power === 'off', 'hostNotOn') ??
    when(!state[`host/${host}`].cache.includes(key), 'keyNotCached'),
  apply: (state, { host, key }) => ({ [`host/${host}`]: withoutKey(state[`host/${host}`], key) }),
});

export const removeKey: RuleFor<'removeKey'> = rule({
  claim: 'Removing a key at vCenter by force takes it from the hosts in use; the KMS keeps it.',
  sources: ['remove-key', 'kms-keys-never-deleted', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['remove'],
  events: (variant) =>
    machineKeysOf(variant).flatMap((key) =>
      [false, true].map((force) => ({ type: 'removeKey' as const, key, force })),
    ),
  reads: () => ['db'],
  writes: () => ['vcenter', ...hostSlices],
  refusal: ({ vcenter, db }, { key, force }) =>
    when(vcenter.state !== 'running', 'vcenterNotRunning') ??
    when(!vcenter.knows.includes(key), 'keyUnknown') ??
    when(!force && db.key === key, 'keyInUse'),
  apply: (state, { key }) => {
    const taken = hostSlices.map((slice) => {
      const host = state[slice];
      return [slice, host.power === 'on' ? withoutKey(host, key) : host] as const;
    });
    const knows = keysWhere((known) => known !== key && state.vcenter.knows.includes(known));
    return { ...Object.fromEntries(taken), vcenter: { ...state.vcenter, knows } };
  },
});
