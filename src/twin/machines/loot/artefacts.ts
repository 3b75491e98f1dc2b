/** What can be taken, made as it is at this moment: real bytes, and how the page tells them apart. */
import { encryptBackup } from '../../../crypto/backup.ts';
import type { Key } from '../../../crypto/key.ts';
import { writeP12 } from '../../../crypto/p12.ts';
import { bytesOf, derive, mint, seal } from '../../secrets.ts';
import { asRecord, dataKeyOf, onSectors } from './files.ts';
import { bootDeviceOf, carriedOff } from './host.ts';
import { keyBytes, recordOf } from './stolen.ts';
import {
  filesRecord,
  type Item,
  keysRecord,
  machinesRead,
  type P12Password,
  presentKdk,
  vsanKek,
  weakPassword,
  type World,
} from './world.ts';

/** Passwords here are random and long, or on a list, so that key stretching would only cost time. */
const iterations = 1;
const empty: Item['description'] = {};

/** What is there all the time; `undefined` where it is not there now. */
export const liveArtefacts: Readonly<Record<string, (world: World) => Item | undefined>> = {
  vsanDevice,
  bootDevice,
  wholeHost,
  wireCapture,
  administrator,
  recoveryKey: ({ host }) => (host.recoveryText === undefined ? undefined : paper(host.recoveryText)),
  p12Password: ({ passwords }) => paper(passwords.p12),
  backupPassword: ({ passwords }) => paper(passwords.backup),
  mediaPassword: ({ passwords }) => paper(passwords.media),
  bundlePassword: ({ passwords }) => paper(passwords.bundle),
  // The download itself is an event: the address alone opens nothing.
  exportLink: ({ link }) => (link?.state === 'open' ? { description: empty, records: [] } : undefined),
  kmsNetwork,
};

function paper(text: string): Item {
  return { description: empty, records: [recordOf('text', [bytesOf(text)])] };
}

function vsanDevice(world: World): Item {
  const { vsan, kdks, files } = world;
  const { wrapped } = vsan;
  const plain = filesRecord(world);
  const record =
    wrapped === undefined
      ? plain
      : asRecord({
          kind: 'disk',
          label: 'vsan',
          wrapped,
          body: onSectors(world, dataKeyOf(world, { wrapped }, vsanKek(world)), plain),
        });
  return {
    description: { kdk: kdks.length, dek: files.generation, dare: wrapped !== undefined },
    records: [record],
  };
}

function bootDevice(world: World): Item {
  const { binding, persistence } = world.host;
  return {
    description: { kdk: world.kdks.length, binding, persistence },
    records: [bootDeviceOf(world, world.host, configurationOf(world))],
  };
}

/** Without a TPM a host may write no keys at all: the sources disagree, hence the switch. */
function configurationOf(world: World): Uint8Array {
  const { host, switches, defect } = world;
  if (host.binding === 'file' && switches.noTpmRetention === 'volatile') return keysRecord([]);
  const persists = host.persistence && defect !== 'persistenceWritesNothing';
  return keysRecord([...vcenterKeys(world), ...(persists ? [world.keyServer.key] : [])]);
}

/** The KDK, and what the site logs in to its key server with, where it has one. */
function vcenterKeys(world: World): readonly Key[] {
  const credentials = world.variant.vsanProvider === 'standard' ? [world.keyServer.credentials] : [];
  return [presentKdk(world), ...credentials];
}

function wholeHost(world: World): Item {
  const device = vsanDevice(world);
  const boot = bootDevice(world);
  const { secureBoot } = world.host;
  return {
    description: { ...device.description, ...boot.description, secureBoot },
    records: [...device.records, ...boot.records],
    host: carriedOff(world, world.host, world.variant.hostLogin),
  };
}

/** With encryption in transit the session key is in the memory of two hosts, and nowhere else. */
function wireCapture(world: World): Item {
  const { kdks, files, vsan } = world;
  const plain = filesRecord(world);
  const isSecured = vsan.transit && world.defect !== 'wireIgnoresTransit';
  const session = mint(world, world.random, keyBytes);
  const record = isSecured ? sealedByKey(world, 'session', session, plain) : plain;
  return {
    description: { kdk: kdks.length, dek: files.generation, transit: vsan.transit },
    records: [record],
  };
}

/** An account with all privileges: the machines are read as vSphere reads them, and the provider is exported. */
function administrator(world: World): Item {
  const { kdks, files } = world;
  const { db, desktop, rest } = machinesRead(world);
  return {
    description: { kdk: kdks.length, dek: files.generation },
    records: [db, desktop, ...rest, recordOf('p12', [p12File(world, 'none')])],
  };
}

/** What the key server answers to whoever asks it: only the credentials open it. */
function kmsNetwork(world: World): Item {
  const { key, credentials } = world.keyServer;
  const wrapped = world.stack.wrapKey(derive(world, credentials, 'key server'), key);
  return { description: empty, records: [recordOf('wrapped', [bytesOf('key server'), wrapped])] };
}

function sealedByKey(world: World, label: string, key: Key, plain: Uint8Array): Uint8Array {
  return recordOf('byKey', [bytesOf(label), seal(world, world.random, key, plain)]);
}

function byPassword(world: World, password: string, plain: Uint8Array): Uint8Array {
  return recordOf('byPassword', [encryptBackup(world.stack, world.random, password, plain, { iterations })]);
}

/** The .p12 of the present KDK. */
export function p12File(world: World, password: P12Password): Uint8Array {
  const content = { secret: presentKdk(world), providerName: 'nkp', keyId: String(world.kdks.length) };
  const secured = password === 'none' ? {} : { password: world.passwords.p12 };
  return writeP12(world.random, content, { ...secured, iterations });
}

/** A .p12 as it lies somewhere. @param withText whether the text file with its password lies beside it */
export function p12Item(
  { passwords }: World,
  kdk: number,
  file: Uint8Array,
  password: P12Password,
  withText: boolean,
): Item {
  const text = withText ? paper(passwords.p12).records : [];
  return { description: { kdk, password }, records: [recordOf('p12', [file]), ...text] };
}

export function vcsaBackup(world: World, password: 'none' | 'weak' | 'strong'): Item {
  const plain = keysRecord(vcenterKeys(world));
  const text = password === 'weak' ? weakPassword(world) : world.passwords.backup;
  const isPlain = password === 'none' || world.defect === 'backupIgnoresPassword';
  return {
    description: { kdk: world.kdks.length, password },
    records: [isPlain ? plain : byPassword(world, text, plain)],
  };
}

export function vcsaImage(world: World): Item {
  return { description: { kdk: world.kdks.length }, records: [keysRecord(vcenterKeys(world))] };
}

export function otherVcenter(kdk: number, key: Key): Item {
  return { description: { kdk }, records: [keysRecord([key])] };
}

export function replica(world: World): Item {
  const { kdks, files } = world;
  return { description: { kdk: kdks.length, dek: files.generation }, records: [filesRecord(world)] };
}

/** What a backup product reads through vSphere: disks in clear, and nothing of a vTPM. */
export function vadpMedia(world: World, protection: 'clear' | 'encrypted'): Item {
  const { db, rest } = machinesRead(world);
  const media = recordOf('folder', [db, ...rest]);
  return {
    description: { dek: world.files.generation, protection },
    records: [protection === 'clear' ? media : byPassword(world, world.passwords.media, media)],
  };
}

export function supportBundle(world: World, protection: 'hostKey' | 'weak' | 'strong'): Item {
  const keys = world.switches.coredumpHasKeys === 'may' ? [keysRecord([presentKdk(world)])] : [];
  const dump = recordOf('folder', [recordOf('data', [world.data.hostDump]), ...keys]);
  const kek = derive(world, presentKdk(world), 'host');
  const text = protection === 'weak' ? weakPassword(world) : world.passwords.bundle;
  return {
    description: { kdk: world.kdks.length, protection },
    records: [
      protection === 'hostKey' ? sealedByKey(world, 'host', kek, dump) : byPassword(world, text, dump),
    ],
  };
}

export function vcenterDump(world: World): Item {
  const hasKeys = world.switches.coredumpHasKeys === 'may';
  return {
    description: { kdk: world.kdks.length },
    records: hasKeys ? [keysRecord([presentKdk(world)])] : [],
  };
}
