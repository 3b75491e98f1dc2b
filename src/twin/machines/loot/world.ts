/** One site with real keys, the copies that it leaves about, and what a thief has: what docs/machines/loot.md is about. */
import { exposeKeyBytes, type Key } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import { derive, emptyBench, keyOfText, mint } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';
import {
  asRecord,
  dataKeyOf,
  decrypt,
  encryptDisk,
  type Encrypted,
  encryptHome,
  type Writer,
} from './files.ts';
import { bindToChip, type Host, newHost } from './host.ts';
import { commonPasswords, diskKeyBytes, keyBytes, recordOf, sectorBytes, type StolenHost } from './stolen.ts';

export const defects = [
  /** Sealing the configuration leaves the file with its key on the boot device. */
  'sealLeavesKeyFile',
  /** A vCenter backup is written without its password. */
  'backupIgnoresPassword',
  /** Who downloads a .p12 also gets the text file with its password. */
  'downloadBringsTextFile',
  /** Key persistence is on, and the configuration is written without the keys. */
  'persistenceWritesNothing',
  /** Encryption in transit is on, and nothing is encrypted. */
  'wireIgnoresTransit',
] as const;

/** What can be taken as it is at any moment, and what an event copies. */
export const copyNames = [
  'p12',
  'vcsaBackup',
  'vcsaImage',
  'otherVcenter',
  'replica',
  'vadpMedia',
  'supportBundle',
  'vcenterDump',
] as const;
export type CopyName = (typeof copyNames)[number];

export type Variant = {
  readonly architecture: 'osa' | 'esa';
  readonly tpm: boolean;
  readonly binding: 'tpm' | 'file';
  readonly secureBoot: boolean;
  readonly dare: boolean;
  readonly transit: boolean;
  readonly vsanProvider: 'native' | 'standard';
  readonly hostLogin: 'beaten' | 'holds';
  readonly artefacts: readonly string[];
};

export type Switches = {
  readonly noTpmRetention: 'persists' | 'volatile';
  readonly noTpmArchive: 'readable' | 'opaque';
  readonly coredumpHasKeys: 'may' | 'never';
};

/** What can be taken: how it is told apart from others, and what the thief then has in his hands. */
export type Item = {
  readonly description: Readonly<Record<string, unknown>>;
  readonly records: readonly Uint8Array[];
  readonly host?: StolenHost;
};

export type P12Password = 'none' | 'beside' | 'apart';
export type Link = {
  state: 'none' | 'open' | 'closed';
  readonly kdk: number;
  readonly password: P12Password;
  readonly file: Uint8Array;
};

/** The files of the three machines, and the generation of their data keys. */
export type Files = {
  readonly generation: number;
  readonly db: Encrypted;
  readonly desktop: Encrypted;
};

export const dataNames = [
  'full1',
  'full2',
  'vtpmHome1',
  'vtpmHome2',
  'vtpmDisk',
  'plain',
  'hostDump',
] as const;
export type DataName = (typeof dataNames)[number];

export type World = Writer & {
  readonly variant: Variant;
  readonly switches: Switches;
  readonly defect: (typeof defects)[number] | 'none';
  /** By number, from 1: the last one is the site's. */
  readonly kdks: Key[];
  /** What was or will be written; to compare with what a thief reads. */
  readonly data: Readonly<Record<DataName, Uint8Array>>;
  /** Strong ones, as they are kept apart. */
  readonly passwords: Readonly<Record<'p12' | 'backup' | 'bundle' | 'media', string>>;
  readonly keyServer: { readonly key: Key; readonly credentials: Key };
  files: Files;
  /** `wrapped`: the vSAN data key; `undefined` where vSAN is not encrypted. */
  vsan: { readonly wrapped: Uint8Array | undefined; readonly transit: boolean };
  readonly host: Host;
  link: Link | undefined;
  readonly copies: Map<CopyName, Item>;
  readonly loot: Map<string, Item[]>;
};

const sectorsOfData = 2;
const canaryBytes = 32;
const passwordBytes = 16;

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  // Both are written by docs/machines/loot.md.
  const chosen = variant as Variant;
  const set = switches as Switches;
  const writer: Writer = { ...emptyBench(nodeStack), random };
  const kdk = mint(writer, random, keyBytes);
  const data = Object.fromEntries(dataNames.map((name) => [name, newData(writer)])) as World['data'];
  const world: World = {
    ...writer,
    variant: chosen,
    switches: set,
    defect: defect as World['defect'],
    kdks: [kdk],
    data,
    passwords: {
      p12: newPassword(writer),
      backup: newPassword(writer),
      bundle: newPassword(writer),
      media: newPassword(writer),
    },
    keyServer: { key: mint(writer, random, keyBytes), credentials: mint(writer, random, keyBytes) },
    files: newFiles(writer, data, kdk, 1),
    vsan: { wrapped: undefined, transit: chosen.transit },
    host: newHost(writer, chosen.tpm, set.noTpmArchive),
    link: undefined,
    copies: new Map(),
    loot: new Map(),
  };
  const { host } = world;
  if (chosen.binding === 'tpm' && host.chip !== undefined) bindToChip(world, host, host.chip, false);
  host.secureBoot = chosen.secureBoot;
  if (chosen.dare) newVsanKey(world);
  return world;
}

/** A few sectors that nothing else looks like. */
function newData(writer: Writer): Uint8Array {
  const canary = exposeKeyBytes(mint(writer, writer.random, canaryBytes));
  return Buffer.alloc(sectorsOfData * sectorBytes, canary);
}

function newPassword(writer: Writer): string {
  const password = Buffer.from(writer.random.bytes(passwordBytes)).toString('base64url');
  keyOfText(writer, password);
  return password;
}

/** Both encrypted machines under new data keys, with the data of this generation. */
export function newFiles(writer: Writer, data: World['data'], kdk: Key, generation: 1 | 2): Files {
  const db = recordOf('data', [data[`full${generation}`]]);
  const desktop = recordOf('data', [data[`vtpmHome${generation}`]]);
  return {
    generation,
    db: encryptDisk(writer, 'db', derive(writer, kdk, 'db'), db),
    desktop: encryptHome(writer, 'desktop', derive(writer, kdk, 'desktop'), desktop),
  };
}

/** The files of all three machines as they lie in a datastore. */
export function filesRecord({ files, data }: World): Uint8Array {
  return recordOf('folder', [asRecord(files.db), asRecord(files.desktop), ...plainFiles(data)]);
}

/** The disks of the machine that has only a vTPM, and of the plain one. */
function plainFiles({ vtpmDisk, plain }: World['data']): readonly Uint8Array[] {
  return [vtpmDisk, plain].map((bytes) => recordOf('data', [bytes]));
}

/** The machines as vSphere reads them, with the site's keys. */
export function machinesRead(world: World): {
  readonly db: Uint8Array;
  readonly desktop: Uint8Array;
  readonly rest: readonly Uint8Array[];
} {
  const { files, data } = world;
  const keyOf = ({ label, wrapped }: Encrypted): Key =>
    dataKeyOf(world, { wrapped }, derive(world, presentKdk(world), label));
  return {
    db: decrypt(world, files.db, keyOf(files.db)),
    desktop: decrypt(world, files.desktop, keyOf(files.desktop)),
    rest: plainFiles(data),
  };
}

/** The site's present KDK. */
export function presentKdk({ kdks }: World): Key {
  const kdk = kdks.at(-1);
  if (kdk === undefined) throw new Error('a site always has a KDK');
  return kdk;
}

/** What wraps the vSAN data key: it follows from the KDK, or lies in the key server. */
export function vsanKek(world: World): Key {
  if (world.variant.vsanProvider === 'standard') return world.keyServer.key;
  return derive(world, presentKdk(world), 'vsan');
}

/** Encrypts vSAN with a new data key. */
export function newVsanKey(world: World): void {
  const dataKey = mint(world, world.random, diskKeyBytes);
  world.vsan = { ...world.vsan, wrapped: world.stack.wrapKey(vsanKek(world), dataKey) };
}

/** A word of the public list, as somebody chooses who does not know better. */
export function weakPassword({ random }: Writer): string {
  const [first = ''] = commonPasswords;
  return commonPasswords[random.below(commonPasswords.length)] ?? first;
}

export function keysRecord(keys: readonly Key[]): Uint8Array {
  return recordOf('keys', keys.map(exposeKeyBytes));
}
