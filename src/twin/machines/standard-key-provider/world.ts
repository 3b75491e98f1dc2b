/** A KMS with real keys, vCenter, two hosts, vSAN and a machine: what docs/machines/standard-key-provider.md is about. */
import type { Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { type Bench, emptyBench, mint, seal, unseal, unwrap } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';

export const defects = ['cacheSurvivesCrash', 'rekeyDropsOldKey', 'storesVsanKey'] as const;

export type KeyId = 'host#1' | 'host#2' | 'vsan#1' | 'db#1' | 'db#2' | 'db#3' | 'wrap#1' | 'wrap#2';
export const keyOrder: readonly KeyId[] = [
  'host#1',
  'host#2',
  'vsan#1',
  'db#1',
  'db#2',
  'db#3',
  'wrap#1',
  'wrap#2',
];

export type NodeName = 'kms-1' | 'kms-2';
export const nodeNames: readonly NodeName[] = ['kms-1', 'kms-2'];
export type HostName = 'esx-1' | 'esx-2';
export const hostNames: readonly HostName[] = ['esx-1', 'esx-2'];
export type ProviderName = 'kms' | 'kms-new';

export type Trust = 'none' | 'first' | 'renewed' | 'noPassword';
export type Provider = { trust: Trust; readonly withWrapping: boolean; wrapping: number };

/** A key as the KMS keeps it: wrapped by the root key of its HSM. */
export type Stored = { readonly state: 'active' | 'expired'; readonly wrapped: Uint8Array };

export type Host = {
  on: boolean;
  safe: boolean;
  cache: Map<KeyId, Key>;
  configuration: Trust;
  mounted: boolean;
  persistence: boolean;
  stored: Map<KeyId, Key>;
};

export type Variant = {
  readonly place: 'outside' | 'vsan';
  readonly kmsBackup: boolean;
  readonly persistence: 'none' | 'machines' | 'all';
  readonly keysMax: number;
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly prunes: boolean;
  readonly defect: (typeof defects)[number] | 'none';
  readonly kms: {
    place: 'outside' | 'vsan';
    readonly up: Record<NodeName, boolean>;
    turn: NodeName;
    lost: boolean;
    hsm: 'working' | 'failing' | 'gone';
    /** Gone with the HSM's root key; then nothing that the KMS keeps can be opened. */
    root: Key | undefined;
    keys: Map<KeyId, Stored>;
    firstExpired: boolean;
  };
  backup: Map<KeyId, Stored> | undefined;
  readonly vcenter: {
    state: 'running' | 'stopped' | 'lost';
    readonly knows: Set<KeyId>;
    readonly providers: Map<ProviderName, Provider>;
  };
  readonly hosts: Readonly<Record<HostName, Host>>;
  hostKey: { readonly provider: ProviderName; readonly id: KeyId };
  readonly db: {
    on: HostName | null;
    provider: ProviderName;
    id: KeyId;
    /** The KEK beside the machine, and the wrapping key that it is wrapped by; without one it is in the KMS only. */
    wrapped: { readonly by: KeyId; readonly bytes: Uint8Array } | undefined;
    dek: Uint8Array;
    readonly sectors: Uint8Array;
  };
  readonly vsanSectors: Uint8Array;
  readonly made: { db: number; host: number; wrap: number };
};

const plainData: Uint8Array = new TextEncoder().encode('what was written');

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const chosen = variant as Variant;
  const root = mint(bench, random, 32);
  const first: readonly KeyId[] = ['host#1', 'vsan#1', 'db#1'];
  const plain = new Map(first.map((id) => [id, mint(bench, random, 32)]));
  const keyOf = (id: KeyId): Key => plain.get(id) ?? root;
  const keys = new Map(first.map((id): [KeyId, Stored] => [id, stored(bench, root, keyOf(id))]));
  const dek = mint(bench, random, 32);
  const host = (): Host => ({
    on: true,
    safe: true,
    cache: new Map(plain),
    configuration: 'first',
    mounted: true,
    persistence: false,
    stored: new Map(),
  });
  return {
    ...bench,
    random,
    variant: chosen,
    prunes: (switches as { readonly remediation: string }).remediation === 'prunes',
    defect: defect as World['defect'],
    kms: {
      place: chosen.place,
      up: { 'kms-1': true, 'kms-2': true },
      turn: 'kms-1',
      lost: false,
      hsm: 'working',
      root,
      keys,
      firstExpired: false,
    },
    backup: chosen.kmsBackup ? new Map(keys) : undefined,
    vcenter: {
      state: 'running',
      knows: new Set<KeyId>(['db#1']),
      providers: new Map([['kms', { trust: 'first', withWrapping: false, wrapping: 0 }]]),
    },
    hosts: { 'esx-1': host(), 'esx-2': host() },
    hostKey: { provider: 'kms', id: 'host#1' },
    db: {
      on: 'esx-1',
      provider: 'kms',
      id: 'db#1',
      wrapped: undefined,
      dek: bench.stack.wrapKey(keyOf('db#1'), dek),
      sectors: seal(bench, random, dek, plainData),
    },
    vsanSectors: seal(bench, random, keyOf('vsan#1'), plainData),
    made: { db: 1, host: 1, wrap: 0 },
  };
}

function stored(bench: Bench, root: Key, key: Key): Stored {
  return { state: 'active', wrapped: bench.stack.wrapKey(root, key) };
}

/** A new key in the KMS, active. @returns its bytes; the HSM works, or nothing is asked of it */
export function generate(world: World, id: KeyId, inKms: boolean): Key {
  const key = mint(world, world.random, 32);
  if (inKms && world.kms.root !== undefined) world.kms.keys.set(id, stored(world, world.kms.root, key));
  return key;
}

/** The bytes of a key that the KMS or its backup keeps, whatever its state. */
export function openStored(world: World, kept: Stored | undefined): Key | undefined {
  return kept && world.kms.root && unwrap(world, world.kms.root, kept.wrapped);
}

/** The KEK of the machine, from a map of what a KMS keeps. */
export function machineKek(world: World, keys: ReadonlyMap<KeyId, Stored>): Key | undefined {
  const { wrapped, id } = world.db;
  if (wrapped === undefined) return openStored(world, keys.get(id));
  const wrapping = openStored(world, keys.get(wrapped.by));
  return wrapping && unwrap(world, wrapping, wrapped.bytes);
}

export function opensMachine(world: World, kek: Key | undefined): boolean {
  const dek = kek && unwrap(world, kek, world.db.dek);
  return isPlain(dek && unseal(world, dek, world.db.sectors));
}

export function opensVsan(world: World, kek: Key | undefined): boolean {
  return isPlain(kek && unseal(world, kek, world.vsanSectors));
}

function isPlain(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && Buffer.compare(bytes, plainData) === 0;
}

export function neededId({ db }: World): KeyId {
  return db.wrapped?.by ?? db.id;
}

export function vsanIsAvailable({ hosts }: World): boolean {
  return hostNames.some((name) => hosts[name].on && hosts[name].mounted);
}

export function enterCache({ variant, defect }: World, host: Host, id: KeyId, key: Key): void {
  host.cache.set(id, key);
  if (host.persistence && covers(variant, defect, id)) host.stored.set(id, key);
}

export function covers({ persistence }: Variant, defect: World['defect'], id: KeyId): boolean {
  return (
    persistence === 'all' || (persistence === 'machines' && (id !== 'vsan#1' || defect === 'storesVsanKey'))
  );
}

export function goDown(world: World, name: HostName): void {
  const host = world.hosts[name];
  host.on = false;
  host.safe = false;
  host.mounted = false;
  if (world.defect !== 'cacheSurvivesCrash') host.cache = new Map();
  if (world.db.on === name) world.db.on = null;
  if (world.kms.place === 'vsan' && !vsanIsAvailable(world))
    for (const node of nodeNames) world.kms.up[node] = false;
}

export function boot(world: World, name: HostName): void {
  const host = world.hosts[name];
  host.on = true;
  if (host.persistence) host.cache = new Map(host.stored);
  host.safe = host.cache.has(world.hostKey.id);
  host.mounted = opensVsan(world, host.cache.get('vsan#1'));
}
