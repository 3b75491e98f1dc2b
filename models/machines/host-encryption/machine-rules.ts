/** The encrypted machine, the key cache of the host, and reboots. */
import type { RuleOf } from './events.ts';
import { givenKey, keyReads, madeSafe, refusalOf } from './giving-keys.ts';
import { booted } from './state.ts';

export const addKey: RuleOf<'addKey'> = {
  claim: 'Somebody who has the machine’s key in the clear can put it into the cache of a safe host.',
  sources: ['crypto-add-key', 'crypto-no-plain-key'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'addKey' }],
  parts: ({ variant }) => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => {
        if (host.crypto !== 'safe') return 'hostNotSafe';
        if (host.machineKeyCached) return 'keyCached';
        return variant.provider === 'native' ? 'plainKeyUnknown' : undefined;
      },
      apply: ({ host }) => ({ host: { ...host, machineKeyCached: true } }),
    },
  ],
};

export const removeKey: RuleOf<'removeKey'> = {
  claim: 'A key is dropped from the cache of a host whatever uses it; a running machine runs on.',
  sources: ['crypto-remove-key'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'removeKey' }],
  parts: () => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => (host.machineKeyCached ? undefined : 'keyNotCached'),
      apply: ({ host }) => ({ host: { ...host, machineKeyCached: false } }),
    },
  ],
};

export const placeMachine: RuleOf<'placeMachine'> = {
  claim: 'Placing an encrypted machine needs its key, and turns encryption mode on for a user who may.',
  sources: ['crypto-auto-enable', 'host-safe', 'locked-without-key', 'host-key-must-resolve'],
  by: 'operator',
  spends: 0,
  candidates: () =>
    (['administrator', 'withoutRegisterHost'] as const).map((user) => ({
      type: 'placeMachine' as const,
      user,
    })),
  parts: (_, { user }) => [
    {
      reads: [...keyReads, 'machine'],
      writes: ['host', 'machine'],
      refusal: (state) => {
        const { host, machine } = state;
        if (machine === 'running') return 'machineRunning';
        if (!host.machineKeyCached && host.held !== '1') return 'machineKeyMissing';
        if (host.crypto === 'safe') return undefined;
        if (host.crypto === 'pendingIncapable') return 'rebootPending';
        return user === 'withoutRegisterHost' ? 'noRegisterHost' : refusalOf(givenKey(state));
      },
      apply: (state) => {
        const { host } = state;
        const safe = host.crypto === 'safe' ? host : madeSafe(host, givenKey(state));
        return { machine: 'running', host: { ...safe, machineKeyCached: true } };
      },
    },
  ],
};

export const powerOffMachine: RuleOf<'powerOffMachine'> = {
  claim: 'A machine that is powered off needs its key again; the cache keeps it until a reboot.',
  sources: ['locked-without-key', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'powerOffMachine' }],
  parts: () => [
    {
      reads: ['machine'],
      writes: ['machine'],
      refusal: ({ machine }) => (machine === 'running' ? undefined : 'machineNotRunning'),
      apply: () => ({ machine: 'off' }),
    },
  ],
};

export const rebootHost: RuleOf<'rebootHost'> = {
  claim: 'After a reboot a host is safe only if it can have its host key again.',
  sources: [
    'crypto-boot-inferred',
    'host-key-must-resolve',
    'crypto-disable-pending',
    'crypto-standard-reboot',
    'bound-faults',
  ],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'rebootHost' }],
  parts: (setting) => [
    {
      reads: ['host', 'machine'],
      writes: ['host', 'machine'],
      apply: ({ host }) => ({ host: booted(setting, host), machine: 'off' }),
    },
  ],
};
