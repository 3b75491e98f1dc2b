/** vCenter Server, its key providers and two hosts, with real keys and real files: what docs/machines/vcenter.md is about. */
import type { Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { type Bench, emptyBench, mint } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';
import { type Kept, newPassword, packProviders, writeBackup, writeP12File } from './files.ts';
import { type Disk, encryptDisk, type Lock, lockOf, type Made, plainDisk } from './locks.ts';

export const defects = ['exportCountsAsBackup', 'recreatesOldKey', 'reinstallKeepsKeys'] as const;

export type Provider = {
  readonly key: Key;
  readonly keyId: number;
  readonly tpmRequired: boolean;
  readonly backedUp: boolean;
  readonly link: boolean;
  readonly acknowledged: boolean;
};

export type Vcenter = {
  state: 'running' | 'stopped' | 'lost';
  standby: boolean;
  system: string | null;
  cluster: string | null;
  readonly providers: Map<string, Provider>;
};

export type Host = {
  at: string | null;
  clustered: boolean;
  connected: boolean;
  on: boolean;
  safe: boolean;
  readonly tpm: boolean;
  /** In its configuration: KDKs by the name of their provider. */
  readonly held: Map<string, Key>;
  /** Its own key, wrapped by the KDK it was made with. */
  hostKey: Lock | undefined;
};

export type Variant = {
  readonly release: string;
  readonly vcenters: readonly string[];
  readonly names: readonly string[];
  readonly standard: boolean;
  readonly ha: boolean;
  readonly born: readonly string[];
  readonly tpmRequired: boolean;
  readonly systemDefault?: string | null;
  readonly hosts: readonly HostSite[];
  readonly machine: 'plain' | 'vtpm' | 'full';
  readonly keysMax: number;
  readonly backups: readonly BackupSite[];
  readonly licences: readonly string[];
  readonly asks: readonly string[];
};

type HostSite = {
  readonly name: string;
  readonly tpm: boolean;
  readonly at: string | null;
  readonly clustered: boolean;
};

export type BackupSite = {
  readonly name: string;
  readonly level: 'file' | 'image';
  readonly encrypted: boolean;
  readonly onCluster: boolean;
  readonly holds: readonly string[];
};

type Switches = {
  readonly noTpmRetention: 'persists' | 'volatile';
  readonly remediation: 'prunes' | 'addsOnly';
  readonly importCountsAsBackup: boolean;
  readonly pushBeforeActivation: boolean;
};

/** A lost backup keeps its password: it is that of the schedule. */
export type Backup = { readonly kept: Kept; readonly lost: boolean };

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly switches: Switches;
  readonly defect: (typeof defects)[number] | 'none';
  /** Every KDK that was generated, on whichever vCenter, and that of the KMS. */
  readonly made: Made[];
  readonly vcenters: ReadonlyMap<string, Vcenter>;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly db: {
    protection: 'plain' | 'vtpm' | 'full';
    disk: Disk;
    on: string | null;
    migratingTo: string | null;
  };
  readonly p12s: Map<string, Kept>;
  readonly backups: Map<string, Backup>;
  licence: string;
  vsan: Lock | undefined;
  kmsUp: boolean;
};

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const chosen = variant as Variant;
  const first = new Set([...chosen.born, ...(chosen.standard ? ['B'] : [])]);
  const made = Array.from(first, (name): Made => ({ name: `${name}#1`, key: mint(bench, random, 32) }));
  const keyOf = (name: string): Key | undefined => made.find((one) => one.name === `${name}#1`)?.key;
  const world: World = {
    ...bench,
    random,
    variant: chosen,
    switches: switches as Switches,
    defect: defect as World['defect'],
    made,
    vcenters: new Map(chosen.vcenters.map((name) => [name, vcenterAtFirst(chosen, name, keyOf)])),
    hosts: new Map(chosen.hosts.map((site) => [site.name, hostAtFirst(site)])),
    db: { protection: chosen.machine, disk: plainDisk, on: null, migratingTo: null },
    p12s: new Map(),
    backups: new Map(),
    licence: part(chosen.licences, 0),
    vsan: undefined,
    kmsUp: true,
  };
  giveKeys(world, keyOf);
  keepFiles(world, keyOf);
  return world;
}

/** An entry that the variant promises. */
function part<Entry>(list: readonly Entry[], index: number): Entry {
  const entry = list[index];
  if (entry === undefined) throw new Error(`the variant has no entry ${index} where one is needed`);
  return entry;
}

type KeyOf = (name: string) => Key | undefined;

function vcenterAtFirst(variant: Variant, name: string, keyOf: KeyOf): Vcenter {
  const providers = new Map<string, Provider>();
  for (const born of name === 'vc-1' ? variant.born : []) {
    const key = keyOf(born);
    if (key !== undefined) providers.set(born, { ...newProvider(key, variant.tpmRequired), backedUp: true });
  }
  return {
    state: variant.asks.includes('bootstrap') ? 'lost' : 'running',
    standby: variant.ha,
    system: name === 'vc-1' ? (variant.systemDefault ?? null) : null,
    cluster: null,
    providers,
  };
}

function hostAtFirst({ tpm, at, clustered }: HostSite): Host {
  const held = new Map<string, Key>();
  return { at, clustered, connected: true, on: true, safe: false, tpm, held, hostKey: undefined };
}

/** What hosts hold at first, and what the machine is encrypted with. */
function giveKeys(world: World, keyOf: KeyOf): void {
  const { variant, hosts, db } = world;
  for (const host of hosts.values()) {
    if (host.at !== 'vc-1' || !host.clustered) continue;
    for (const [name, provider] of world.vcenters.get('vc-1')?.providers ?? [])
      if (passesGate(provider, host)) host.held.set(name, provider.key);
    const first = firstHeld(world, host);
    if (first !== undefined) makeSafe(world, host, first);
  }
  const [born] = variant.born;
  const key = born === undefined ? undefined : keyOf(born);
  if (variant.machine === 'plain' || key === undefined) return;
  db.disk = encryptDisk(world, plainDisk, `${born}#1`, key);
  db.on = 'esx-1';
}

/** The .p12 files and the backups that are there at first. */
function keepFiles(world: World, keyOf: KeyOf): void {
  const { variant, p12s, backups } = world;
  for (const name of nativeNames(variant)) {
    const provider = world.vcenters.get('vc-1')?.providers.get(name);
    if (provider !== undefined) p12s.set(name, writeP12File(world, name, provider, newPassword(world)));
  }
  for (const { name, encrypted, holds } of variant.backups) {
    const records = holds.flatMap((held): [string, Provider][] => {
      const key = keyOf(held);
      return key === undefined ? [] : [[held, { ...newProvider(key, variant.tpmRequired), backedUp: true }]];
    });
    const password = encrypted ? newPassword(world) : '';
    const file = writeBackup(world, packProviders(records), password);
    backups.set(name, { kept: { file, password, forgotten: false }, lost: false });
  }
}

export function newProvider(key: Key, tpmRequired: boolean): Provider {
  return { key, keyId: 1, tpmRequired, backedUp: false, link: false, acknowledged: false };
}

export function isStandard({ standard }: Variant, name: string): boolean {
  return standard && name === 'B';
}

export function nativeNames(variant: Variant): readonly string[] {
  return variant.names.filter((name) => !isStandard(variant, name));
}

export function passesGate({ tpmRequired }: Provider, { tpm }: Host): boolean {
  return !tpmRequired || tpm;
}

/** The first KDK that a host holds, in the order of names. */
export function firstHeld({ variant }: World, { held }: Host): Key | undefined {
  const name = variant.names.find((one) => held.has(one));
  return name === undefined ? undefined : held.get(name);
}

/** The host becomes safe; without a host key it makes itself one under this KDK. */
export function makeSafe(world: World, host: Host, kdk: Key): void {
  host.hostKey ??= lockOf(world, kdk);
  host.safe = true;
}
