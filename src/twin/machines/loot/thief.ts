/**
 * What a thief reads. He has what he has stolen and the public list of passwords, and tries everything on everything,
 * again and again until nothing new comes of it. He knows of no rule what follows from what.
 */
import { decryptBackup } from '../../../crypto/backup.ts';
import { exposeKeyBytes, type Key, keyFrom } from '../../../crypto/key.ts';
import { readProviderSecret } from '../../../crypto/p12.ts';
import type { CryptoStack } from '../../../crypto/stack.ts';
import {
  adopt,
  type Bench,
  derive,
  emptyBench,
  keyOfText,
  textOf,
  unseal,
  unwrap,
  wipeAll,
} from '../../secrets.ts';
import {
  commonPasswords,
  diskKeyBytes,
  keyBytes,
  parseRecord,
  recoveryUse,
  sectorBytes,
  type Stolen,
  type StolenRecord,
} from './stolen.ts';

/** What a thief has in the end. */
export type Haul = { readonly data: readonly Uint8Array[]; readonly keys: readonly Key[]; wipe(): void };

/** What he has so far, with a ring of his own: nothing of the site is in it. */
type Desk = Bench & {
  readonly keys: Map<string, Key>;
  readonly texts: Map<string, Key>;
  readonly data: Uint8Array[];
  /** What he could not open so far. */
  closed: StolenRecord[];
};

/** @param stolen all that he has; nothing else of the site reaches this file */
export function readStolen(stack: CryptoStack, { records, hosts }: Stolen): Haul {
  const bench = emptyBench(stack);
  const desk: Desk = { ...bench, keys: new Map(), texts: new Map(), data: [], closed: [] };
  for (const password of commonPasswords) learnText(desk, password);
  for (const host of hosts)
    for (const booted of ['esxi', 'other'] as const)
      for (const bytes of host.boot(booted)) lookAt(desk, bytes);
  for (const bytes of records) lookAt(desk, bytes);
  while (triesAll(desk)) {
    // Something new was found: it may open what stayed closed before.
  }
  return {
    data: desk.data,
    keys: [...desk.keys.values()],
    wipe: () => {
      wipeAll(bench);
    },
  };
}

/** @returns whether something new came of it */
function triesAll(desk: Desk): boolean {
  const before = sizeOf(desk);
  const { closed } = desk;
  desk.closed = [];
  for (const record of closed) if (!opens(desk, record)) desk.closed.push(record);
  return sizeOf(desk) !== before || desk.closed.length !== closed.length;
}

function sizeOf({ keys, texts, data }: Desk): number {
  return keys.size + texts.size + data.length;
}

/** Takes what lies open, and puts the rest aside. Bytes that are no record say nothing. */
function lookAt(desk: Desk, bytes: Uint8Array): void {
  const record = parseRecord(bytes);
  if (record === undefined) return;
  switch (record.kind) {
    case 'text':
      for (const field of record.fields) learnText(desk, textOf(field));
      break;
    case 'keys':
      for (const field of record.fields) learnKey(desk, adopt(desk, keyFrom(field)));
      break;
    case 'data':
      desk.data.push(...record.fields);
      break;
    case 'folder':
      for (const field of record.fields) lookAt(desk, field);
      break;
    default:
      desk.closed.push(record);
  }
}

function learnText(desk: Desk, text: string): void {
  if (!desk.texts.has(text)) desk.texts.set(text, keyOfText(desk, text));
}

function learnKey(desk: Desk, key: Key): void {
  const name = Buffer.from(exposeKeyBytes(key)).toString('latin1');
  if (!desk.keys.has(name)) desk.keys.set(name, key);
}

/** Looks at what a key or a password made of a record. @returns whether it made anything of it */
function found(desk: Desk, plain: Uint8Array | undefined): boolean {
  if (plain === undefined || parseRecord(plain) === undefined) return false;
  lookAt(desk, plain);
  return true;
}

/** Tries everything on one record. @returns whether it needs no more trying */
function opens(desk: Desk, { kind, fields }: StolenRecord): boolean {
  const [first = none, second = none, third = none, fourth = none] = fields;
  switch (kind) {
    case 'p12':
      return opensP12(desk, first);
    case 'byPassword':
      return anyText(desk, (text) => found(desk, passwordOpens(desk, text, first)));
    case 'byKey':
      return keksOf(desk, textOf(first)).some((key) => found(desk, unseal(desk, key, second)));
    case 'wrapped':
      return unwraps(desk, textOf(first), second);
    case 'disk':
      unwraps(desk, textOf(first), second);
      return keysOf(desk, diskKeyBytes).some((key) => found(desk, sectorsOf(desk, key, third, fourth)));
    case 'home':
      unwraps(desk, textOf(first), second);
      return keysOf(desk, keyBytes).some((key) => found(desk, unseal(desk, key, third)));
    case 'bootDevice':
      return opensBootDevice(desk, first, second, fourth);
    default:
      return true;
  }
}

const none: Uint8Array = new Uint8Array(0);

function keysOf({ keys }: Desk, lengthBytes: number): readonly Key[] {
  return [...keys.values()].filter((key) => key.lengthBytes === lengthBytes);
}

/** What may have wrapped something with this label: each key itself, and what is derived from it. */
function keksOf(desk: Desk, label: string): readonly Key[] {
  return keysOf(desk, keyBytes).flatMap((key) => [derive(desk, key, label), key]);
}

function anyText({ texts }: Desk, tries: (text: string) => boolean): boolean {
  return [...texts.keys()].some(tries);
}

function unwraps(desk: Desk, label: string, wrapped: Uint8Array): boolean {
  for (const kek of keksOf(desk, label)) {
    const key = unwrap(desk, kek, wrapped);
    if (key === undefined) continue;
    learnKey(desk, key);
    return true;
  }
  return false;
}

function passwordOpens({ stack }: Desk, text: string, file: Uint8Array): Uint8Array | undefined {
  const result = decryptBackup(stack, text, file);
  return result.ok ? result.value : undefined;
}

/** Without a password, and with every text that he has. */
function opensP12(desk: Desk, file: Uint8Array): boolean {
  return ['', ...desk.texts.keys()].some((text) => {
    const result = readProviderSecret(file, text);
    if (result.ok) learnKey(desk, adopt(desk, result.value.secret));
    return result.ok;
  });
}

/** XTS has no check: a wrong key gives bytes that are no record. */
function sectorsOf(desk: Desk, key: Key, length: Uint8Array, sectors: Uint8Array): Uint8Array {
  return desk.stack.decryptSectors(key, 0, sectorBytes, sectors).subarray(0, Number(textOf(length)));
}

/** The key file as it lies there, what a recovery key opens, and any other key that he has. What a chip sealed is tried by its host. */
function opensBootDevice(
  desk: Desk,
  archive: Uint8Array,
  keyFile: Uint8Array,
  recoverable: Uint8Array,
): boolean {
  if (keyFile.length === keyBytes) learnKey(desk, adopt(desk, keyFrom(keyFile)));
  if (recoverable.length > 0)
    for (const text of desk.texts.values()) {
      const key = unwrap(desk, derive(desk, text, recoveryUse), recoverable);
      if (key !== undefined) learnKey(desk, key);
    }
  return keysOf(desk, keyBytes).some((key) => found(desk, unseal(desk, key, archive)));
}
