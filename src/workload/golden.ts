/** Real file content for the golden image: what lies installed beside this package, laid out as a file system does. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { randomOf } from '../random.ts';
import type { Random } from '../random.ts';

/** Content for golden images, and where it comes from. */
export type Corpus = {
  /** Whole blocks. Shared memory, so that every worker reads one copy. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** Names and versions of the packages that it was read from, or what stood in for them. */
  readonly origin: readonly string[];
};

/** The unit in which ext4 and NTFS allocate: every file begins on such a boundary, and its last one ends in zeroes. */
const clusterBytes = 4096;

/** Looked for in this order. All but the first are dependencies of the published package, so they are always there. */
const packages: readonly string[] = [
  'typescript',
  'zod',
  'yaml',
  '@noble/hashes',
  '@noble/ciphers',
  'commander',
];

/**
 * Fills up to `sizeBytes` with the files of installed packages, in a fixed order, and what is missing with text from a
 * generator. The same installation and seed give the same bytes.
 * @param from where to look for the packages: the URL of a module
 */
export function readCorpus(sizeBytes: number, seed: string, from: string = import.meta.url): Corpus {
  const bytes = new Uint8Array(new SharedArrayBuffer(Math.ceil(sizeBytes / clusterBytes) * clusterBytes));
  const origin: string[] = [];
  let end = 0;
  for (const name of packages) {
    if (end >= bytes.length) break;
    const found = findPackage(name, from);
    if (found === undefined) continue;
    origin.push(`${name} ${found.version}`);
    for (const path of filesBelow(found.folder)) {
      if (end >= bytes.length) break;
      end = place(bytes, end, readFileSync(path));
    }
  }
  if (end < bytes.length) {
    origin.push('generated text');
    writeText(bytes.subarray(end), randomOf(seed, 'corpus'));
  }
  return { bytes, origin };
}

function place(bytes: Uint8Array, at: number, content: Uint8Array): number {
  bytes.set(content.subarray(0, bytes.length - at), at);
  return at + Math.ceil(content.length / clusterBytes) * clusterBytes;
}

function findPackage(name: string, from: string): { folder: string; version: string } | undefined {
  try {
    const manifest = createRequire(from).resolve(`${name}/package.json`);
    const { version }: { version?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'));
    return {
      folder: dirname(manifest),
      version: typeof version === 'string' ? version : 'of unknown version',
    };
  } catch {
    // Not installed, or it hides its package.json: the next package, or the generator, stands in and the origin says so.
    return undefined;
  }
}

/** Every file below a folder, by code units of its path: the order of a directory differs between file systems. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort((one, other) => (one < other ? -1 : 1))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** English-like text of 512 words, the common ones far more often than the rare. */
export function writeText(bytes: Uint8Array, random: Random): void {
  const words = Array.from({ length: 512 }, () => {
    const letters = Array.from({ length: 2 + random.below(8) }, () => 97 + random.below(26));
    return Uint8Array.from([...letters, 32]);
  });
  let at = 0;
  while (at < bytes.length) {
    const word = words[Math.floor(words.length * random.next() ** 2)] ?? words[0];
    if (word === undefined) return;
    bytes.set(word.subarray(0, bytes.length - at), at);
    at += word.length;
  }
}
