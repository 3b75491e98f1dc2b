/** What is kept outside of vCenter: .p12 files and backups, as bytes, with the passwords that open them. */
import { decryptBackup, encryptBackup } from '../../../crypto/backup.ts';
import { exposeKeyBytes, type Key, keyFrom } from '../../../crypto/key.ts';
import { readProviderSecret, writeP12 } from '../../../crypto/p12.ts';
import type { Random } from '../../../random.ts';
import { pack, unpack } from '../../record.ts';
import { adopt, type Bench, bytesOf, keyOfText, textOf } from '../../secrets.ts';

/** A file outside. Without a password it is written in clear, and `password` is empty. */
export type Kept = {
  readonly file: Uint8Array;
  readonly password: string;
  /** Whether nobody outside knows the password any more; a schedule may still write with it. */
  readonly forgotten: boolean;
};

/** What a file says of a provider. */
export type Content = {
  readonly key: Key;
  readonly keyId: number;
  readonly tpmRequired: boolean;
  readonly backedUp: boolean;
};

type Writer = Bench & { readonly random: Random };

/** Passwords here are random and long, so that key stretching would only cost time. */
const iterations = 1;

export function newPassword(world: Writer): string {
  const text = Buffer.from(world.random.bytes(16)).toString('hex');
  keyOfText(world, text);
  return text;
}

export function writeP12File(world: Writer, name: string, provider: Content, password: string): Kept {
  const keyId = `${provider.keyId}${provider.tpmRequired ? ' tpm' : ''}`;
  const content = { secret: provider.key, providerName: name, keyId };
  const file = writeP12(world.random, content, { password, iterations });
  return { file, password, forgotten: false };
}

/** What a .p12 holds, for somebody with this password; `undefined` when it does not open the file. */
export function readP12File(bench: Bench, { file }: Kept, password: string): Content | undefined {
  const result = readProviderSecret(file, password);
  if (!result.ok) return undefined;
  const [keyId, tpm] = result.value.keyId.split(' ');
  const key = adopt(bench, result.value.secret);
  return { key, keyId: Number(keyId), tpmRequired: tpm === 'tpm', backedUp: false };
}

export function packProviders(providers: Iterable<readonly [string, Content]>): Uint8Array {
  const records = Array.from(providers, ([name, { key, keyId, tpmRequired, backedUp }]) =>
    pack([bytesOf(name), Uint8Array.of(keyId, Number(tpmRequired), Number(backedUp)), exposeKeyBytes(key)]),
  );
  return pack([bytesOf(mark), ...records]);
}

/** The bytes of a backup, encrypted unless the password is empty. */
export function writeBackup(world: Writer, plain: Uint8Array, password: string): Uint8Array {
  return password === '' ? plain : encryptBackup(world.stack, world.random, password, plain, { iterations });
}

/** The providers in a backup, for somebody with this password; `undefined` when it does not open the file. */
export function readBackup(bench: Bench, { file }: Kept, password: string): Map<string, Content> | undefined {
  const result = decryptBackup(bench.stack, password, file);
  const [head, ...records] = unpack(result.ok ? result.value : file) ?? [];
  if (head === undefined || textOf(head) !== mark) return undefined;
  return new Map(records.flatMap((record) => decode(bench, record)));
}

/** What a file gives to the administrator, who tries the password if it is still known. */
export function known(kept: Kept): string {
  return kept.forgotten ? '' : kept.password;
}

export function protection(kept: Kept | undefined): 'none' | 'known' | 'forgotten' | 'missing' {
  if (kept === undefined) return 'missing';
  if (kept.password === '') return 'none';
  return kept.forgotten ? 'forgotten' : 'known';
}

/** Begins the dump of a vCenter database. */
const mark = 'VCDB dump';

function decode(bench: Bench, record: Uint8Array): [string, Content][] {
  const [name, flags, bytes] = unpack(record) ?? [];
  if (name === undefined || flags === undefined || bytes === undefined) return [];
  const [keyId = 1, tpmRequired = 0, backedUp = 0] = flags;
  const key = adopt(bench, keyFrom(bytes));
  return [[textOf(name), { key, keyId, tpmRequired: tpmRequired === 1, backedUp: backedUp === 1 }]];
}
