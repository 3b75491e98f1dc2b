/** Core dumps, what becomes of them when the host key changes, and support bundles. */
import type { Part } from '../../kernel/machine.ts';
import type { Refusal, RuleOf } from './events.ts';
import {
  booted,
  type Bundle,
  type Host,
  type HostDump,
  type HostSetting,
  inMemory,
  inMode,
  type State,
} from './state.ts';

export const dumpsAreRecrypted: RuleOf<'dumpsAreRecrypted'> = {
  claim: 'After a change of the host key the dumps are put under the new one.',
  sources: ['crypto-change-key'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'dumpsAreRecrypted' }],
  parts: () => [
    {
      reads: ['host', 'hostDump', 'machineDump'],
      writes: ['host', 'hostDump', 'machineDump'],
      refusal: noKeyChange,
      apply: ({ host, hostDump, machineDump }) => {
        const { changingFrom, hostKey } = host;
        const key = hostDump.key === changingFrom ? hostKey : hostDump.key;
        return {
          host: { ...host, changingFrom: 'none' },
          hostDump: { ...hostDump, key },
          machineDump: machineDump === changingFrom ? hostKey : machineDump,
        };
      },
    },
  ],
};

export const dumpsAreLeft: RuleOf<'dumpsAreLeft'> = {
  claim: 'The recrypt of the dumps is an effort only: they may stay under the old host key.',
  sources: ['crypto-change-key', 'dumps-old-unreadable'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'dumpsAreLeft' }],
  parts: () => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: noKeyChange,
      apply: ({ host }) => ({ host: { ...host, changingFrom: 'none' } }),
    },
  ],
};

export const hostPanics: RuleOf<'hostPanics'> = {
  claim: 'A kernel dump is encrypted with the host key while encryption mode is on; the host reboots.',
  sources: ['dumps-encrypted-in-mode', 'dumps-by-which-key', 'crypto-vsan-host-key', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'hostPanics' }],
  parts: (setting) => [
    {
      reads: ['host', 'machine', 'hostDump', 'bundle'],
      writes: ['host', 'machine', 'hostDump', 'bundle'],
      apply: ({ host, bundle }) => ({
        host: booted(setting, host),
        machine: 'off',
        hostDump: newDump(host),
        bundle: outdated(bundle),
      }),
    },
  ],
};

export const hostdCrashes: RuleOf<'hostdCrashes'> = {
  claim: 'A dump of hostd is encrypted with the host key while encryption mode is on.',
  sources: ['dumps-encrypted-in-mode', 'dumps-by-which-key', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'hostdCrashes' }],
  parts: () => [
    {
      reads: ['host', 'hostDump', 'bundle'],
      writes: ['hostDump', 'bundle'],
      apply: ({ host, bundle }) => ({ hostDump: newDump(host), bundle: outdated(bundle) }),
    },
  ],
};

export const machineCrashes: RuleOf<'machineCrashes'> = {
  claim: 'The dump of an encrypted machine is encrypted with the machine’s key, in 6.5 with the host key.',
  sources: ['dumps-by-which-key', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'machineCrashes' }],
  parts: ({ variant }) => [
    {
      reads: ['host', 'machine', 'machineDump'],
      writes: ['machine', 'machineDump'],
      refusal: ({ machine }) => (machine === 'running' ? undefined : 'machineNotRunning'),
      apply: ({ host }) => ({
        machine: 'off',
        machineDump: variant.version === '6.5' ? host.hostKey : 'machine',
      }),
    },
  ],
};

export const collectBundle: RuleOf<'collectBundle'> = {
  claim:
    'A support bundle takes a dump as it is, or puts it under a password, or under a random key of vSAN.',
  sources: ['bundle-password', 'bundle-vsan-random-key', 'dumps-encrypted-in-mode'],
  by: 'operator',
  spends: 0,
  candidates: () => [true, false].map((password) => ({ type: 'collectBundle' as const, password })),
  parts: ({ variant }, { password }) => [
    {
      reads: ['host', 'hostDump', 'bundle'],
      writes: ['bundle'],
      refusal: ({ host, hostDump }) => {
        if (hostDump.key === 'none') return 'noDump';
        const recrypts = hostDump.key !== 'clear' && (password || variant.vsanEncrypted);
        return recrypts && !inMemory(host, hostDump.key) ? 'dumpUnreadable' : undefined;
      },
      apply: ({ hostDump: { key, holds } }) => {
        const recrypted = password ? 'password' : variant.vsanEncrypted ? 'randomKey' : key;
        return { bundle: { protection: key === 'clear' ? key : recrypted, holds, current: true } };
      },
    },
  ],
};

export const passwordIsForgotten: RuleOf<'passwordIsForgotten'> = {
  claim: 'The password of a support bundle is stored nowhere.',
  sources: ['bundle-password', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'passwordIsForgotten' }],
  parts: () => [
    {
      reads: ['bundle'],
      writes: ['bundle'],
      refusal: ({ bundle }) => (bundle.protection === 'password' ? undefined : 'noPasswordBundle'),
      apply: ({ bundle }) => ({ bundle: { ...bundle, protection: 'passwordForgotten' } }),
    },
  ],
};

export const shareBundle: RuleOf<'shareBundle'> = {
  claim: 'Whoever reads a dump may find the host key in it that was in memory when it was written.',
  sources: ['dumps-may-hold-keys', 'bundle-random-key-inside', 'dumps-rotate-after-leak', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'shareBundle' }],
  parts: (setting) => [leaking(setting, ['password', 'randomKey'])],
};

export const bundleIsStolen: RuleOf<'bundleIsStolen'> = {
  claim: 'A thief without the password reads a bundle that carries its own random key, and no other.',
  sources: ['bundle-random-key-inside', 'bundle-password', 'dumps-may-hold-keys', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'bundleIsStolen' }],
  parts: (setting) => [leaking(setting, ['randomKey'])],
};

/** Strangers get the bundle, and read it when it is protected in one of these ways. */
function leaking({ switches }: HostSetting, readable: readonly Bundle['protection'][]): Part<State, Refusal> {
  return {
    reads: ['bundle', 'outside'],
    writes: ['outside'],
    refusal: ({ bundle }) => (bundle.protection === 'none' ? 'noBundle' : undefined),
    apply: ({ bundle: { protection, holds } }) =>
      readable.includes(protection) && switches.coredumpHasKeys === 'may' ? { outside: holds } : {},
  };
}

function noKeyChange({ host }: State): 'noKeyChange' | undefined {
  return host.changingFrom === 'none' ? 'noKeyChange' : undefined;
}

function newDump(host: Host): HostDump {
  if (!inMode(host) || host.hostKey === 'none') return { key: 'clear', holds: 'none' };
  return { key: host.hostKey, holds: host.hostKey };
}

/** A bundle of a dump that is not the newest any more. */
function outdated(bundle: Bundle): Bundle {
  return { ...bundle, current: false };
}
