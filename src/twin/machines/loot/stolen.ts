/**
 * What a thief can hold in his hands: bytes, and hosts that he can switch on. How the bytes are laid out is public; what
 * they say is not, where it is encrypted.
 */
import { pack, unpack } from '../../record.ts';
import { bytesOf, textOf } from '../../secrets.ts';

/** What is booted on a stolen host: the ESXi that is installed, or anything else. */
export type Booted = 'esxi' | 'other';

/** A host that was carried away. Its chip and its board answer; what is inside them can't be read. */
export type StolenHost = {
  /** @returns what whoever boots it so gets to see of its memory, as records */
  readonly boot: (booted: Booted) => readonly Uint8Array[];
};

/** Everything that a thief has, and nothing else. */
export type Stolen = { readonly records: readonly Uint8Array[]; readonly hosts: readonly StolenHost[] };

/**
 * What a record is, and its fields:
 * - `text`: a password or a recovery key, in plain text.
 * - `keys`: keys in plain, one a field.
 * - `folder`: records, one a field.
 * - `data`: data of machines or of a dump, in plain.
 * - `p12`: a PKCS#12 file.
 * - `byPassword`: a record that was encrypted under a password.
 * - `byKey`: the label of a key-encrypting key, and a record that was encrypted with it.
 * - `wrapped`: the label of a key-encrypting key, and a key that was wrapped with it.
 * - `disk`: a label, a data key wrapped as above, the length of what was encrypted, and its sectors under the data key.
 * - `home`: a label, a data key wrapped as above, and a record that was encrypted with the data key.
 * - `bootDevice`: the archive; its key in a file, as the chip sealed it, and under the recovery key (each may be empty).
 */
const kinds = [
  'text',
  'keys',
  'folder',
  'data',
  'p12',
  'byPassword',
  'byKey',
  'wrapped',
  'disk',
  'home',
  'bootDevice',
] as const;

export type RecordKind = (typeof kinds)[number];

export type StolenRecord = { readonly kind: RecordKind; readonly fields: readonly Uint8Array[] };

export const sectorBytes = 512;
/** XTS-AES-256 takes two keys of 32 bytes. */
export const diskKeyBytes = 64;
export const keyBytes = 32;

export function recordOf(kind: RecordKind, fields: readonly Uint8Array[]): Uint8Array {
  return pack([bytesOf(kind), ...fields]);
}

/** `undefined` when these bytes are no record, such as what a wrong key makes of a disk. */
export function parseRecord(bytes: Uint8Array): StolenRecord | undefined {
  const [first, ...fields] = unpack(bytes) ?? [];
  const name = first && textOf(first);
  const kind = kinds.find((one) => one === name);
  return kind && { kind, fields };
}

/** What the recovery key of a host is used for, when its text is made into a key. */
export const recoveryUse = 'recovery key';

/** Passwords that everybody tries first. */
export const commonPasswords: readonly string[] = [
  'password',
  'VMware1!',
  'vmware',
  'Passw0rd',
  'changeme',
  'backup2024',
  'letmein1',
  'admin123',
];
