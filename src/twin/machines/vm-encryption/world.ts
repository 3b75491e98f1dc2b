/** One machine with really encrypted objects, and the providers of their keys: what docs/machines/vm-encryption.md is about. */
import type { Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { type Bench, derive, emptyBench, mint, seal, unseal, unwrap } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';

export const defects = ['shallowMakesNewDek', 'crashCleansUp', 'rekeyedUnderOldKek'] as const;

export type ProviderName = 'A' | 'B';
export const providerNames: readonly ProviderName[] = ['A', 'B'];
export type ObjectName = 'home' | 'disk1' | 'disk2';
export type DiskName = 'disk1' | 'disk2';
/** `PROVIDER#n` */
export type KekId = string;

/** The files of one object; without a KEK it is plain. */
export type Files = {
  /** 0: plain. */
  readonly generation: number;
  readonly wrapped: { readonly by: KekId; readonly bytes: Uint8Array } | undefined;
  readonly data: Uint8Array;
};

export type Disk = {
  files: Files;
  /** Files beside it that a broken operation left. */
  leftovers: Files[];
};

export type Operation = 'encrypt' | 'decrypt' | 'deepRecrypt' | 'shallowRecrypt';

export type Task = {
  readonly operation: Operation;
  readonly kek: KekId | undefined;
  readonly generation: number;
  step: 'ready' | 'copied' | 'switched';
  /** The disk of a copy or a switch, and the other file beside it. */
  beside: { readonly disk: DiskName; readonly files: Files } | undefined;
};

export type Variant = {
  readonly release: '7.0' | '8.0' | '8.0U3e';
  readonly starts: 'plain' | 'encrypted' | 'mixed';
  readonly tpm: boolean;
  readonly cbt: boolean;
  readonly ide: boolean;
  readonly kekLimit: Readonly<Record<ProviderName, number>>;
  readonly dekLimit: number;
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly switches: { readonly noTpmRetention: string; readonly remediation: string };
  readonly defect: (typeof defects)[number] | 'none';
  readonly atVcenter: Map<ProviderName, Key>;
  onHost: Map<ProviderName, Key>;
  readonly p12s: Map<ProviderName, Key>;
  defaultProvider: ProviderName | undefined;
  hostOn: boolean;
  on: boolean;
  registered: boolean;
  locked: boolean;
  snapshots: 'none' | 'chain' | 'tree';
  home: Files;
  readonly disk1: Disk;
  disk2: Disk | undefined;
  disk2Attached: boolean;
  task: Task | undefined;
  full: boolean;
  readonly keksHad: Record<ProviderName, number>;
  generationsHad: number;
};

const plainData: Uint8Array = new TextEncoder().encode('what lies in this object');

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const chosen = variant as Variant;
  const { starts } = chosen;
  const keys = new Map(providerNames.map((name) => [name, mint(bench, random, 32)]));
  const world: World = {
    ...bench,
    random,
    variant: chosen,
    switches: switches as World['switches'],
    defect: defect as World['defect'],
    atVcenter: new Map(keys),
    onHost: new Map(keys),
    p12s: new Map(keys),
    defaultProvider: 'A',
    hostOn: true,
    on: false,
    registered: true,
    locked: false,
    snapshots: 'none',
    home: plainFiles(),
    disk1: { files: plainFiles(), leftovers: [] },
    disk2: { files: plainFiles(), leftovers: [] },
    disk2Attached: true,
    task: undefined,
    full: false,
    keksHad: { A: starts === 'plain' ? 0 : 1, B: starts === 'mixed' ? 1 : 0 },
    generationsHad: starts === 'plain' ? 0 : 1,
  };
  if (starts !== 'plain') {
    world.home = encryptedFiles(world, 1, 'A#1');
    world.disk1.files = encryptedFiles(world, 1, 'A#1');
    world.disk2 = { files: encryptedFiles(world, 1, starts === 'mixed' ? 'B#1' : 'A#1'), leftovers: [] };
  }
  return world;
}

export function plainFiles(): Files {
  return { generation: 0, wrapped: undefined, data: plainData };
}

/** Written anew, under a new data key of this generation, wrapped by this KEK of whoever holds it now. */
export function encryptedFiles(world: World, generation: number, kek: KekId): Files {
  const dek = mint(world, world.random, 32);
  const wrapping = kekFrom(world, world.onHost, kek);
  if (wrapping === undefined) throw new Error(`nobody on the host has the key of ${kek}`);
  return {
    generation,
    wrapped: { by: kek, bytes: world.stack.wrapKey(wrapping, dek) },
    data: seal(world, world.random, dek, plainData),
  };
}

export function providerOf(kek: KekId): ProviderName {
  return kek.startsWith('A') ? 'A' : 'B';
}

function kekFrom(world: World, keys: ReadonlyMap<ProviderName, Key>, kek: KekId): Key | undefined {
  const kdk = keys.get(providerOf(kek));
  return kdk && derive(world, kdk, kek);
}

export function hostHasKey({ hostOn, onHost }: World, kek: KekId): boolean {
  return hostOn && onHost.has(providerOf(kek));
}

/** Whether these keys open the files: decrypted, and compared. */
export function opensWith(
  world: World,
  keys: ReadonlyMap<ProviderName, Key>,
  { wrapped, data }: Files,
): boolean {
  if (wrapped === undefined) return Buffer.compare(data, plainData) === 0;
  const kek = kekFrom(world, keys, wrapped.by);
  const dek = kek && unwrap(world, kek, wrapped.bytes);
  const plain = dek && unseal(world, dek, data);
  return plain !== undefined && Buffer.compare(plain, plainData) === 0;
}

export function opens(world: World, files: Files): boolean {
  return files.generation === 0 || (world.hostOn && opensWith(world, world.onHost, files));
}

/** The same data under the same data key, wrapped by another KEK. */
export function rewrapped(world: World, files: Files, kek: KekId): Files {
  const { wrapped } = files;
  const from = wrapped && kekFrom(world, world.onHost, wrapped.by);
  const dek = wrapped && from && unwrap(world, from, wrapped.bytes);
  const to = kekFrom(
    world,
    world.onHost,
    world.defect === 'rekeyedUnderOldKek' && wrapped ? wrapped.by : kek,
  );
  if (dek === undefined || to === undefined) throw new Error('only what opens is rekeyed');
  const kept = world.defect === 'shallowMakesNewDek' ? mint(world, world.random, 32) : dek;
  return { ...files, wrapped: { by: kek, bytes: world.stack.wrapKey(to, kept) } };
}

/** The objects in use, by name, in their order. */
export function inUse(world: World): readonly (readonly [ObjectName, Files])[] {
  const disks: (readonly [ObjectName, Files])[] = [['disk1', world.disk1.files]];
  if (world.disk2 !== undefined && world.disk2Attached) disks.push(['disk2', world.disk2.files]);
  return [['home', world.home], ...disks];
}

export function diskOf(world: World, name: DiskName): Disk {
  const disk = name === 'disk1' ? world.disk1 : world.disk2;
  if (disk === undefined) throw new Error('the disk is absent');
  return disk;
}

export function relock(world: World): void {
  if (world.registered && !world.on && world.hostOn && !opens(world, world.home)) world.locked = true;
}
