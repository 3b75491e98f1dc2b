/** A vSAN cluster of three hosts with real wrapped data keys and real blocks: what docs/machines/vsan-encryption.md is about. */
import type { Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { type Bench, derive, emptyBench, mint, seal, unseal, unwrap } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';
import { type Blocks, blocksOf } from './blocks.ts';

export const defects = ['rekeyMakesNewDek', 'eraseLeavesResidue', 'keylessHostMounts'] as const;

export type HostName = 'esx-1' | 'esx-2' | 'esx-3';
export const hostNames: readonly HostName[] = ['esx-1', 'esx-2', 'esx-3'];
export type ProviderName = 'A' | 'B';
export const providerNames: readonly ProviderName[] = ['A', 'B'];
/** `PROVIDER#n` */
export type KekId = string;

export type Variant = {
  readonly architecture: 'osa' | 'esa';
  readonly release: string;
  readonly provider: 'native' | 'standard';
  readonly startsEncrypted: boolean;
  readonly spare: boolean;
  readonly failuresToTolerate: number;
  readonly kekLimit: Readonly<Record<ProviderName, number>>;
  readonly dekLimit: number;
  readonly copies: readonly ProviderName[];
};

export type Switches = {
  readonly esaDekScope: 'cluster' | 'device';
  readonly remediation: 'prunes' | 'addsOnly';
};

export type Operation = 'none' | 'enable' | 'disable' | 'shallowRekey' | 'deepRekey' | 'dedup';

export type Device = {
  /** 0: plain. */
  generation: number;
  /** The data key, wrapped, and by which KEK. */
  wrapped: { readonly by: KekId; readonly bytes: Uint8Array } | undefined;
  data: Uint8Array;
  /** Plaintext from before, which a thief of the device finds. */
  residue: Uint8Array | undefined;
  formattedForDedup: boolean;
};

export type Host = {
  on: boolean;
  kek: KekId | undefined;
  nextKek: KekId | undefined;
  keeps: Set<ProviderName>;
  device: Device;
  mounted: boolean;
  work: 'none' | 'emptied' | 'formatted';
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly switches: Switches;
  readonly defect: (typeof defects)[number] | 'none';
  /** What each provider derives or keeps its KEKs from. */
  readonly roots: Readonly<Record<ProviderName, Key>>;
  readonly blocks: Blocks;
  readonly cluster: {
    on: boolean;
    provider: ProviderName;
    kek: KekId | undefined;
    oldKek: KekId | undefined;
    dek: number;
    oldDek: number | undefined;
    erase: boolean;
    transition: 'settled' | 'preparing' | 'prepared';
    operation: Operation;
    reduces: boolean;
    dedup: boolean;
    transit: boolean;
    readonly keksHad: Record<ProviderName, number>;
    deksHad: number;
  };
  /** With scope *cluster* all hosts share one data key for each generation. */
  readonly shared: Map<number, Key>;
  readonly hosts: Readonly<Record<HostName, Host>>;
  readonly providers: Record<ProviderName, 'ready' | 'away' | 'gone'>;
  machinesEncrypted: boolean;
  full: boolean;
};

const plainData: Uint8Array = new TextEncoder().encode('what the machines wrote');

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const chosen = variant as Variant;
  const { startsEncrypted } = chosen;
  const host = (): Host => ({
    on: true,
    kek: startsEncrypted ? 'A#1' : undefined,
    nextKek: undefined,
    keeps: new Set(chosen.provider === 'native' ? providerNames : []),
    device: {
      generation: 0,
      wrapped: undefined,
      data: plainData,
      residue: undefined,
      formattedForDedup: false,
    },
    mounted: true,
    work: 'none',
  });
  const world: World = {
    ...bench,
    random,
    variant: chosen,
    switches: switches as Switches,
    defect: defect as World['defect'],
    roots: { A: mint(bench, random, 32), B: mint(bench, random, 32) },
    blocks: blocksOf(bench, random),
    cluster: {
      on: startsEncrypted,
      provider: 'A',
      kek: startsEncrypted ? 'A#1' : undefined,
      oldKek: undefined,
      dek: startsEncrypted ? 1 : 0,
      oldDek: undefined,
      erase: false,
      transition: 'settled',
      operation: 'none',
      reduces: false,
      dedup: false,
      transit: false,
      keksHad: { A: startsEncrypted ? 1 : 0, B: 0 },
      deksHad: startsEncrypted ? 1 : 0,
    },
    shared: new Map(),
    hosts: { 'esx-1': host(), 'esx-2': host(), 'esx-3': host() },
    providers: { A: 'ready', B: 'ready' },
    machinesEncrypted: false,
    full: false,
  };
  if (startsEncrypted) for (const name of hostNames) world.hosts[name].device = targetDevice(world);
  return world;
}

export function hasClusterScope({ variant, switches }: World): boolean {
  return variant.architecture === 'esa' && switches.esaDekScope === 'cluster';
}

export function providerOf(kek: KekId): ProviderName {
  return kek.startsWith('A') ? 'A' : 'B';
}

/** The bytes of a KEK, as its provider derives or keeps them. */
function kekBytes(world: World, kek: KekId): Key {
  return derive(world, world.roots[providerOf(kek)], kek);
}

/** Whether a host comes by KEKs of a provider, by itself. */
export function canGet(world: World, host: Host, provider: ProviderName): boolean {
  return world.variant.provider === 'native'
    ? host.keeps.has(provider)
    : world.providers[provider] === 'ready';
}

export function canGetKek(world: World, host: Host, kek: KekId | undefined): boolean {
  return kek !== undefined && canGet(world, host, providerOf(kek));
}

/** The data key of a device as its host unwraps it, with what it has and can get. */
function unwrapped(world: World, host: Host): Key | undefined {
  const { wrapped } = host.device;
  if (wrapped === undefined || (wrapped.by !== host.kek && wrapped.by !== host.nextKek)) return undefined;
  if (!canGetKek(world, host, wrapped.by) && world.defect !== 'keylessHostMounts') return undefined;
  return unwrap(world, kekBytes(world, wrapped.by), wrapped.bytes);
}

/** Whether the data of a device can be read by its host: decrypted, and compared. */
export function opens(world: World, host: Host): boolean {
  const { generation, data } = host.device;
  if (generation === 0) return Buffer.compare(data, plainData) === 0;
  const { dek, oldDek } = world.cluster;
  if (hasClusterScope(world) && generation !== dek && generation !== oldDek) return false;
  const key = unwrapped(world, host);
  const plain = key && unseal(world, key, data);
  return plain !== undefined && Buffer.compare(plain, plainData) === 0;
}

/** The same data key under another KEK. */
export function rewrap(world: World, host: Host, kek: KekId): void {
  const key = unwrapped(world, host);
  if (key === undefined) throw new Error('a device is rewrapped by a host that opens it');
  if (world.defect === 'rekeyMakesNewDek') {
    host.device.wrapped = { by: kek, bytes: wrap(world, kek, mint(world, world.random, 32)) };
    return;
  }
  host.device.wrapped = { by: kek, bytes: wrap(world, kek, key) };
}

function wrap(world: World, kek: KekId, dek: Key): Uint8Array {
  return world.stack.wrapKey(kekBytes(world, kek), dek);
}

/** With scope *cluster*: the copy of the shared data key that the configuration brings, under the given KEK. */
export function takeCopy(world: World, host: Host, kek: KekId): void {
  const dek = world.shared.get(host.device.generation);
  if (dek !== undefined) host.device.wrapped = { by: kek, bytes: wrap(world, kek, dek) };
}

/** A device as the cluster's settings want it, without residue; its data are written again. */
export function targetDevice(world: World): Device {
  const { on, dek: generation, kek, dedup } = world.cluster;
  const formattedForDedup = world.variant.architecture === 'osa' && dedup;
  if (!on || kek === undefined) {
    return { generation: 0, wrapped: undefined, data: plainData, residue: undefined, formattedForDedup };
  }
  const key = dataKey(world, generation);
  return {
    generation,
    wrapped: { by: kek, bytes: wrap(world, kek, key) },
    data: seal(world, world.random, key, plainData),
    residue: undefined,
    formattedForDedup,
  };
}

function dataKey(world: World, generation: number): Key {
  if (!hasClusterScope(world)) return mint(world, world.random, 32);
  const known = world.shared.get(generation) ?? mint(world, world.random, 32);
  world.shared.set(generation, known);
  return known;
}

/** Formats or rewrites the device of a host, and says what is left of the plaintext that was on it. */
export function convert(world: World, host: Host): void {
  const before = host.device;
  const after = targetDevice(world);
  const leaves = !world.cluster.erase || world.defect === 'eraseLeavesResidue';
  const left = before.generation === 0 ? before.data : before.residue;
  host.device = { ...after, residue: after.generation > 0 && leaves ? left : undefined };
  host.kek = world.cluster.on ? world.cluster.kek : undefined;
  host.nextKek = undefined;
  host.mounted = true;
}
