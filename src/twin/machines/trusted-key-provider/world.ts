/** A Trust Authority and a trusted cluster with real primary keys, KEKs and a real disk: docs/machines/trusted-key-provider.md. */
import type { Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { type Bench, emptyBench, mint, seal, unseal, unwrap } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';

export const defects = ['cacheSurvivesReboot', 'attestsAnyImage', 'keyServiceNeedsNoKms'] as const;

export type HostName = 'esx-1' | 'esx-2';
export type TaHostName = 'vta-1' | 'vta-2';
export const hostNames: readonly HostName[] = ['esx-1', 'esx-2'];
export const taHostNames: readonly TaHostName[] = ['vta-1', 'vta-2'];

export type Host = {
  on: boolean;
  release: 1 | 2;
  attested: boolean;
  /** In memory only: KEKs by number. */
  cache: Map<number, Key>;
};

/** A KEK as it lies beside the machine. */
export type WrappedKek = { readonly number: number; readonly by: 1 | 2; readonly bytes: Uint8Array };

export type World = Bench & {
  readonly random: Random;
  readonly keksMax: number;
  readonly defect: (typeof defects)[number] | 'none';
  readonly taUp: Record<TaHostName, boolean>;
  taVcenter: boolean;
  readonly images: Set<number>;
  readonly tpms: Set<HostName>;
  kms: boolean;
  readonly primaryKeys: Map<number, Key>;
  presentKey: 1 | 2;
  vcenter: boolean;
  linkedWith: 'none' | 'other';
  readonly hosts: Readonly<Record<HostName, Host>>;
  readonly db: { on: HostName | null; kek: WrappedKek; dek: Uint8Array; readonly sectors: Uint8Array };
  keksMade: number;
  readonly web: { exists: boolean; on: HostName | null };
};

const plainData: Uint8Array = new TextEncoder().encode('what was written to db');

export function createWorld({ variant, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const [primary, kek, dek] = [mint(bench, random, 32), mint(bench, random, 32), mint(bench, random, 32)];
  const host = (): Host => ({ on: true, release: 1, attested: true, cache: new Map([[1, kek]]) });
  return {
    ...bench,
    random,
    keksMax: (variant as { readonly keksMax: number }).keksMax,
    defect: defect as World['defect'],
    taUp: { 'vta-1': true, 'vta-2': true },
    taVcenter: true,
    images: new Set([1]),
    tpms: new Set(hostNames),
    kms: true,
    primaryKeys: new Map([[1, primary]]),
    presentKey: 1,
    vcenter: true,
    linkedWith: 'none',
    hosts: { 'esx-1': host(), 'esx-2': host() },
    db: {
      on: 'esx-1',
      kek: { number: 1, by: 1, bytes: bench.stack.wrapKey(primary, kek) },
      dek: bench.stack.wrapKey(kek, dek),
      sectors: seal(bench, random, dek, plainData),
    },
    keksMade: 1,
    web: { exists: false, on: null },
  };
}

/** The machine's KEK, unwrapped by the primary key that wraps it, wherever that still is. */
export function unwrapKek(world: World): Key | undefined {
  const primary = world.primaryKeys.get(world.db.kek.by);
  return primary && unwrap(world, primary, world.db.kek.bytes);
}

/** Whether the machine's disk reads with this KEK. */
export function reads(world: World, kek: Key | undefined): boolean {
  const dek = kek && unwrap(world, kek, world.db.dek);
  const plain = dek && unseal(world, dek, world.db.sectors);
  return plain !== undefined && Buffer.compare(plain, plainData) === 0;
}

export function taIsUp({ taUp }: World): boolean {
  return taHostNames.some((name) => taUp[name]);
}

/** Why the Attestation Service does not vouch for a host, or nothing. */
export function failure(world: World, name: HostName): string | undefined {
  const imported = world.defect === 'attestsAnyImage' || world.images.has(world.hosts[name].release);
  if (!imported) return 'imageNotImported';
  return world.tpms.has(name) ? undefined : 'tpmNotTrusted';
}

export function goDown(world: World, name: HostName): void {
  const host = world.hosts[name];
  host.on = false;
  host.attested = false;
  if (world.defect !== 'cacheSurvivesReboot') host.cache = new Map();
  if (world.db.on === name) world.db.on = null;
  if (world.web.on === name) world.web.on = null;
}

export function boot(world: World, name: HostName): void {
  world.hosts[name].on = true;
}
