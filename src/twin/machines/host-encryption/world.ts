/** One ESXi host with real host keys and really encrypted core dumps: what docs/machines/host-encryption.md is about. */
import { exposeKeyBytes, type Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { type Bench, derive, emptyBench, mint, seal } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';

export type Variant = {
  readonly version: '6.5' | '7.0U2' | '8.0U3';
  readonly provider: 'standard' | 'native';
  readonly vsanEncrypted: boolean;
  readonly mode: 'onDemand' | 'forceEnable';
};

export type Switches = {
  readonly coredumpHasKeys: 'may' | 'never';
  readonly remediation: 'prunes' | 'addsOnly';
};

export const defects = ['rebootKeepsPendingKey', 'recryptForgetsKey', 'cacheSurvivesReboot'] as const;
type Defect = (typeof defects)[number] | 'none';

/** A provider's key: `1` is the first, `2` the one made anew under the same name. */
export type Origin = '1' | '2';
export type HostKeyName = '1a' | '1b' | '2a';

/** Encrypted bytes, and the name of their key; `clear` bytes are what they are. */
export type Dump = {
  readonly by: 'clear' | 'machine' | HostKeyName;
  readonly bytes: Uint8Array;
  /** Which dump it is: it stays the same one when it is encrypted anew. */
  readonly number: number;
};

export type Bundle = {
  readonly protection: 'clear' | 'password' | 'passwordForgotten' | 'randomKey' | HostKeyName;
  readonly bytes: Uint8Array;
  /** What a password or a random key inside the bundle opens it with. */
  readonly key: Key | undefined;
  /** The number of the dump that it was made of. */
  readonly of: number;
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly switches: Switches;
  readonly defect: Defect;
  /** Every key that the provider ever had, which nobody but the twin's author can look up. */
  readonly origins: Readonly<Record<Origin, Key>>;
  readonly vcenter: { running: boolean; key: Origin | 'none'; isDefault: boolean };
  madeSecond: boolean;
  p12: Key | undefined;
  readonly cluster: { mode: 'onDemand' | 'forceEnable'; policy: 'none' | 'provider' | 'key' };
  crypto: 'incapable' | 'prepared' | 'safe' | 'pendingIncapable';
  held: Origin | 'none';
  /** The host key that the host is recorded with; its bytes are in memory only in some states. */
  hostKey: HostKeyName | 'none';
  changingFrom: HostKeyName | 'none';
  machineKeyCached: boolean;
  machineRuns: boolean;
  hostDump: Dump | undefined;
  machineDump: Dump | undefined;
  bundle: Bundle | undefined;
  /** Bytes that strangers may have. */
  outside: Uint8Array | undefined;
  vcenterDump: boolean;
  dumps: number;
};

/** What a dump says before it is encrypted; the host key that was in memory follows. */
export const dumpHeader: Uint8Array = new TextEncoder().encode('core dump of a host: ');
export const machineDumpText: Uint8Array = new TextEncoder().encode('core dump of a machine');

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  const chosen = variant as Variant;
  const bench = emptyBench(nodeStack);
  const origins = { '1': mint(bench, random, 32), '2': mint(bench, random, 32) };
  const { vsanEncrypted } = chosen;
  return {
    ...bench,
    random,
    variant: chosen,
    switches: switches as Switches,
    defect: defect as Defect,
    origins,
    vcenter: { running: true, key: '1', isDefault: true },
    madeSecond: false,
    p12: origins['1'],
    cluster: { mode: chosen.mode, policy: 'none' },
    crypto: vsanEncrypted ? 'safe' : 'incapable',
    held: '1',
    hostKey: vsanEncrypted ? '1a' : 'none',
    changingFrom: 'none',
    machineKeyCached: false,
    machineRuns: false,
    hostDump: undefined,
    machineDump: undefined,
    bundle: undefined,
    outside: undefined,
    vcenterDump: false,
    dumps: 0,
  };
}

export function originOf(name: HostKeyName): Origin {
  return name === '2a' ? '2' : '1';
}

/** The bytes of a host key, derived from its provider's key. */
export function hostKeyBytes(world: World, name: HostKeyName): Key {
  return derive(world, world.origins[originOf(name)], `host key ${name}`);
}

/** The key of the machine, as a host that holds key 1 derives it. */
export function machineKey(world: World): Key {
  return derive(world, world.origins['1'], 'machine');
}

export function isUp(world: World): boolean {
  return world.crypto === 'safe' || world.crypto === 'pendingIncapable';
}

/** The host keys whose bytes the host has in memory. */
export function inMemory(world: World): readonly HostKeyName[] {
  if (!isUp(world)) return [];
  return [world.hostKey, world.changingFrom].filter((name) => name !== 'none');
}

/** Why there is no new host key, or the one there would be. */
export function newHostKey(world: World): { refusal: string } | { name: HostKeyName } {
  const { vcenter, cluster, held } = world;
  if (!vcenter.running) return { refusal: 'vcenterNotRunning' };
  if (cluster.policy === 'none' && !vcenter.isDefault) return { refusal: 'noDefaultProvider' };
  if (cluster.policy === 'provider' && vcenter.key === 'none') return { refusal: 'providerMissing' };
  if (cluster.policy === 'key' && vcenter.key !== '1') return { refusal: 'pinnedKeyMissing' };
  const name = cluster.policy === 'key' ? '1b' : vcenter.key === '2' ? '2a' : '1a';
  return held === originOf(name) ? { name } : { refusal: 'keyNotOnHost' };
}

/** The host key that an enabled host gets: its own when it has one, else a new one. */
export function givenHostKey(world: World): { refusal: string } | { name: HostKeyName } {
  const { hostKey, held } = world;
  if (hostKey === 'none') return newHostKey(world);
  return held === originOf(hostKey) ? { name: hostKey } : { refusal: 'hostKeyUnresolved' };
}

export function bootHost(world: World): void {
  world.machineRuns = false;
  if (world.defect !== 'cacheSurvivesReboot') world.machineKeyCached = false;
  world.changingFrom = 'none';
  if (world.variant.provider === 'standard') world.held = 'none';
  if (world.crypto === 'pendingIncapable' && world.defect !== 'rebootKeepsPendingKey') {
    world.crypto = 'incapable';
    world.hostKey = 'none';
    return;
  }
  const { hostKey, held } = world;
  world.crypto = hostKey !== 'none' && held === originOf(hostKey) ? 'safe' : 'incapable';
}

/** The kernel or hostd writes what is in memory, encrypted when encryption mode is on. */
export function dumpHost(world: World): void {
  const [name] = inMemory(world);
  const number = ++world.dumps;
  if (name === undefined) {
    world.hostDump = { by: 'clear', bytes: dumpHeader, number };
    return;
  }
  const key = hostKeyBytes(world, name);
  const plain = Buffer.concat([dumpHeader, exposeKeyBytes(key)]);
  world.hostDump = { by: name, bytes: seal(world, world.random, key, plain), number };
}
