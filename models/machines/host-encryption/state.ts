/** The state of the host-encryption machine, as docs/machines/host-encryption.md describes it. */
import type { Setting } from '../domain-machine.ts';

export type Variant = {
  readonly version: '6.5' | '7.0U2' | '8.0U3';
  readonly provider: 'standard' | 'native';
  readonly vsanEncrypted: boolean;
  readonly mode: Cluster['mode'];
};

export type HostSetting = Setting<Variant>;

/** A key of the provider: `2` is the one of a native provider that was created anew under the same name. */
export type ProviderKey = '1' | '2';
/** A host key, by the provider's key that it was derived from. */
export type HostKey = '1a' | '1b' | '2a';
export type Policy = 'none' | 'provider' | 'key';

export type Vcenter = {
  readonly running: boolean;
  readonly key: ProviderKey | 'none';
  readonly isDefault: boolean;
  readonly secondMade: boolean;
};

export type Cluster = { readonly mode: 'onDemand' | 'forceEnable'; readonly policy: Policy };

export type Host = {
  readonly crypto: 'incapable' | 'prepared' | 'safe' | 'pendingIncapable';
  readonly held: ProviderKey | 'none';
  readonly hostKey: HostKey | 'none';
  readonly changingFrom: HostKey | 'none';
  readonly machineKeyCached: boolean;
};

export type HostDump = {
  /** What it is encrypted with now. */
  readonly key: HostKey | 'clear' | 'none';
  /** The host key that was in memory when it was written. */
  readonly holds: HostKey | 'none';
};

export type Bundle = {
  readonly protection: HostKey | 'none' | 'clear' | 'password' | 'passwordForgotten' | 'randomKey';
  readonly holds: HostKey | 'none';
  readonly current: boolean;
};

export type State = {
  readonly vcenter: Vcenter;
  readonly p12: 'kept' | 'lost';
  readonly cluster: Cluster;
  readonly host: Host;
  readonly machine: 'off' | 'running';
  readonly hostDump: HostDump;
  readonly machineDump: HostKey | 'machine' | 'none';
  readonly bundle: Bundle;
  /** The host key that strangers may know. */
  readonly outside: HostKey | 'none';
  readonly vcenterDump: 'none' | 'clear';
};

export const hostKeys: readonly HostKey[] = ['1a', '1b', '2a'];

/** A host that vSAN already made safe where it is encrypted, else one without a host key. */
export function initialState({ variant }: HostSetting): State {
  const { vsanEncrypted, mode } = variant;
  return {
    vcenter: { running: true, key: '1', isDefault: true, secondMade: false },
    p12: 'kept',
    cluster: { mode, policy: 'none' },
    host: {
      crypto: vsanEncrypted ? 'safe' : 'incapable',
      held: '1',
      hostKey: vsanEncrypted ? '1a' : 'none',
      changingFrom: 'none',
      machineKeyCached: false,
    },
    machine: 'off',
    hostDump: { key: 'none', holds: 'none' },
    machineDump: 'none',
    bundle: { protection: 'none', holds: 'none', current: false },
    outside: 'none',
    vcenterDump: 'none',
  };
}

/** Whether the host keys of this host are in its memory. */
export function inMode({ crypto }: Host): boolean {
  return crypto === 'safe' || crypto === 'pendingIncapable';
}

/** Whether what is encrypted with a host key can be decrypted on the host now. */
export function inMemory(host: Host, key: string): boolean {
  return inMode(host) && key !== 'none' && (key === host.hostKey || key === host.changingFrom);
}

/** Whether the host can derive this host key from the provider's key that it has. */
export function canDerive(host: Host, key: HostKey): boolean {
  return originOf(key) === host.held;
}

export function originOf(key: HostKey): ProviderKey {
  return key === '2a' ? '2' : '1';
}

/** The host after a reboot. */
export function booted({ variant }: HostSetting, host: Host): Host {
  const held = variant.provider === 'standard' ? 'none' : host.held;
  const hostKey = host.crypto === 'pendingIncapable' ? 'none' : host.hostKey;
  const crypto = hostKey !== 'none' && originOf(hostKey) === held ? 'safe' : 'incapable';
  return { crypto, held, hostKey, changingFrom: 'none', machineKeyCached: false };
}
