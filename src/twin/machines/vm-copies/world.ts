/** A machine and its copies, on two sites and outside of both, with real keys: what docs/machines/vm-copies.md is about. */
import { type Key, sameKey } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import { readProviderSecret, writeP12 } from '../../../crypto/p12.ts';
import type { Random } from '../../../random.ts';
import { adopt, type Bench, emptyBench, keyOfText, mint } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';
import { contentOf, encrypt, type Files, plainData, type ProviderName, providerNames } from './files.ts';

export const defects = ['deepKeepsDek', 'failOverAsksNoKey', 'restoreIsPlain'] as const;

export type SiteName = 'main' | 'dr';

export type Machine = { site: SiteName; on: boolean; files: Files; snapshot: boolean };

/** What a backup product wrote to its media; with a key of its own when it encrypts them. */
export type Backup = {
  readonly bytes: Uint8Array;
  readonly productKey: Key | undefined;
  /** The wrapping of the machine then. */
  readonly by: ProviderName | null;
  /** The machine's .nvram as it lay on the storage, with the vTPM's content. */
  readonly home: Files | undefined;
};

type Variant = {
  readonly dekLimit: number;
  readonly productEncrypts: boolean;
  readonly asks: readonly string[];
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly defect: (typeof defects)[number] | 'none';
  /** The KDKs that everything here was encrypted with. */
  readonly own: Readonly<Record<ProviderName, Key>>;
  readonly sites: Readonly<Record<SiteName, Map<ProviderName, Key>>>;
  mainLost: boolean;
  readonly p12s: Map<ProviderName, { readonly file: Uint8Array; readonly password: string }>;
  machine: Machine | undefined;
  clone: { readonly kind: 'full' | 'linked'; readonly files: Files } | undefined;
  template: { readonly form: 'template' | 'machine'; readonly files: Files } | undefined;
  disk: Files | undefined;
  storageSnapshot: Files | undefined;
  replica: Files | undefined;
  migration: 'none' | '0' | '50' | '100' | 'failed';
  proxy: 'plain' | 'encrypted';
  backup: Backup | undefined;
  restored: { readonly files: Files; readonly vtpm: boolean } | undefined;
  ovf: Uint8Array | undefined;
  generations: number;
  readonly thief: {
    readonly files: Files[];
    readonly keys: Map<ProviderName, Key>;
    media: Backup | undefined;
  };
};

/** Passwords here are random and long, so that key stretching would only cost time. */
const iterations = 1;
const diskGeneration = 9;

export function createWorld({ variant, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const chosen = variant as Variant;
  const own = { A: mint(bench, random, 32), B: mint(bench, random, 32) };
  const maker = { ...bench, random };
  const files = encrypt(maker, 1, 'A', own.A, plainData);
  return {
    ...maker,
    variant: chosen,
    defect: defect as World['defect'],
    own,
    sites: { main: new Map(providerNames.map((name) => [name, own[name]])), dr: new Map() },
    mainLost: false,
    p12s: new Map(providerNames.map((name) => [name, p12Of(maker, name, own[name])])),
    machine: { site: 'main', on: false, files, snapshot: false },
    clone: undefined,
    template: chosen.asks.includes('template') ? { form: 'template', files } : undefined,
    disk: chosen.asks.includes('disk') ? encrypt(maker, diskGeneration, 'A', own.A, plainData) : undefined,
    storageSnapshot: undefined,
    replica: undefined,
    migration: 'none',
    proxy: 'plain',
    backup: undefined,
    restored: undefined,
    ovf: undefined,
    generations: 1,
    thief: { files: [], keys: new Map(), media: undefined },
  };
}

function p12Of(
  maker: Bench & { readonly random: Random },
  providerName: ProviderName,
  secret: Key,
): { file: Uint8Array; password: string } {
  const password = Buffer.from(maker.random.bytes(16)).toString('hex');
  keyOfText(maker, password);
  const content = { secret, providerName, keyId: '1' };
  return { file: writeP12(maker.random, content, { password, iterations }), password };
}

/** The KDK in the .p12 that is kept of a provider. */
export function keptKey(world: World, name: ProviderName): Key | undefined {
  const kept = world.p12s.get(name);
  const result = kept && readProviderSecret(kept.file, kept.password);
  return result?.ok === true ? adopt(world, result.value.secret) : undefined;
}

/** What a site has under a provider's name. */
export function holding(world: World, site: SiteName, name: ProviderName): 'none' | 'own' | 'other' {
  const key = world.sites[site].get(name);
  if (key === undefined) return 'none';
  return sameKey(key, world.own[name]) ? 'own' : 'other';
}

/** The content of files as a site reads them. */
export function readAt(world: World, site: SiteName, files: Files): Uint8Array | undefined {
  return contentOf(world, files, files.lock && world.sites[site].get(files.lock.by));
}

/** Why a site can't open files. */
export function closedAt(
  world: World,
  site: SiteName,
  files: Files,
): 'keyMissing' | 'keyDiffers' | undefined {
  if (files.lock !== undefined && !world.sites[site].has(files.lock.by)) return 'keyMissing';
  return readAt(world, site, files) === undefined ? 'keyDiffers' : undefined;
}

/** Why main can't start the clone: a linked one needs the machine's disk as well. */
export function cloneClosed(world: World): 'keyMissing' | undefined {
  const { clone, machine } = world;
  if (clone === undefined) return undefined;
  const parent = clone.kind === 'linked' ? machine?.files : undefined;
  const needed = [clone.files, ...(parent === undefined ? [] : [parent])];
  return needed.some((files) => closedAt(world, 'main', files) !== undefined) ? 'keyMissing' : undefined;
}

export function isMigrating({ migration }: World): boolean {
  return migration !== 'none' && migration !== 'failed';
}
