/** What `breakglass measure` is told on the command line and by the site file, checked before anything is written. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { DatastoreSite, MachineSite, Site } from '../../models/site.ts';
import { shellWord } from '../../reports/words.ts';
import type { SiteFile } from '../site/read-site.ts';
import type { SiteWorkload } from '../workload/measure-site.ts';
import { array, esa, osa } from '../../models/storage.ts';
import type { StorageModel } from '../../models/storage.ts';
import { BadInput } from './exit.ts';
import { seedFrom, sizeFrom, sizeText, wholeNumber } from './settings.ts';

export type MeasureOptions = {
  readonly data?: string;
  readonly ext4: boolean;
  readonly size?: string;
  /** True without a value. */
  readonly estimate?: string | true;
  readonly indexMemory: string;
  readonly workers: string;
  readonly seed: string;
  readonly timings: boolean;
  readonly json?: string;
  readonly html?: string;
};

export type MeasureSettings = {
  readonly seed: string;
  readonly workers: number;
  readonly indexBytesMax: number;
  readonly sizeBytes: number | null;
  readonly timings: boolean;
  /** The options that decide what is counted, to type again. */
  readonly words: readonly string[];
  /** `share` is `null` where everything is to be read. */
  readonly estimate: { readonly share: number | null } | null;
  readonly data: {
    /** As it was typed. */
    readonly path: string;
    /** Links on the way resolved. */
    readonly realPath: string;
    readonly asExt4: boolean;
  } | null;
};

/** @throws BadInput for the first option that cannot be used */
export async function measureSettings(options: MeasureOptions): Promise<MeasureSettings> {
  const { data, ext4, size, estimate } = options;
  const settings = {
    seed: seedFrom(options.seed),
    workers: wholeNumber('--workers', options.workers, 1, 64),
    sizeBytes: size === undefined ? null : sizeFrom('--size', size),
    indexBytesMax: sizeFrom('--index-memory', options.indexMemory),
    timings: options.timings,
    words: wordsOf(options),
    estimate: estimate === undefined ? null : { share: estimate === true ? null : shareFrom(estimate) },
  };
  if (settings.indexBytesMax > totalmem())
    throw new BadInput([
      `--index-memory: expected at most the ${sizeText(totalmem())} of this machine, found ${options.indexMemory}`,
    ]);
  if (ext4 && data === undefined)
    throw new BadInput(['--ext4: expected --data with the directory that the image is made of']);
  if (size !== undefined && data !== undefined && !ext4)
    throw new BadInput([
      '--size: expected with generated disks or --ext4 only; of --data everything is measured, or a part with --estimate 10%',
    ]);
  if (settings.estimate?.share != null && data === undefined)
    throw new BadInput([
      '--estimate: a part of the blocks can be drawn from --data only; without a number, everything is read and a part remembered',
    ]);
  return { ...settings, data: data === undefined ? null : await dataFrom(data, ext4) };
}

function wordsOf({ data, ext4, size, estimate, seed }: MeasureOptions): string[] {
  return [
    ...(data === undefined ? [] : ['--data', shellWord(data)]),
    ...(ext4 ? ['--ext4'] : []),
    ...(size === undefined ? [] : ['--size', shellWord(size)]),
    ...(estimate === undefined ? [] : ['--estimate', ...(estimate === true ? [] : [estimate])]),
    '--seed',
    seed,
  ];
}

/** @throws BadInput when there is nothing at the path that can be read */
async function dataFrom(path: string, asExt4: boolean): Promise<NonNullable<MeasureSettings['data']>> {
  const expected = asExt4 ? 'a directory' : 'a directory or a disk image';
  try {
    // What lies below is not followed; what the user points at is.
    const real = await realpath(path);
    const found = await stat(real);
    await access(real, constants.R_OK);
    if (found.isDirectory()) return { path, realPath: real, asExt4 };
    if (found.isFile() && !asExt4) return { path, realPath: real, asExt4 };
    const what = found.isFile() ? 'a file' : 'a device, pipe or socket';
    throw new BadInput([`--data: ${path}: expected ${expected}, found ${what}`]);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = code === 'ENOENT' ? 'nothing is there' : `it cannot be read (${code})`;
    throw new BadInput([`--data: ${path}: expected ${expected}, but ${why}`]);
  }
}

function shareFrom(text: string): number {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(text) ?? [];
  const share = Number(percent) / 100;
  if (share > 0 && share <= 1) return share;
  throw new BadInput([
    `--estimate: expected nothing or a part such as 10%, found ${JSON.stringify(text.slice(0, 80))}`,
  ]);
}

/** What is measured of a site: the machines of one datastore. */
export type MeasuredPart = { readonly datastore: DatastoreSite; readonly machines: readonly MachineSite[] };

/** The first datastore that deduplicates and has machines, else the first that has machines. */
export function measuredPart(site: Site): MeasuredPart {
  const parts = site.datastores
    .map((datastore) => ({
      datastore,
      machines: site.machines.filter((machine) => machine.datastore === datastore.name),
    }))
    .filter(({ machines }) => machines.length > 0);
  const part = parts.find(({ datastore }) => datastore.deduplication) ?? parts[0];
  if (part === undefined) throw new Error('a checked site has a machine, and that lies on a datastore');
  return part;
}

/** The site file and the settings as the workload that is written. */
export function workloadFrom(
  { site, said, workload, prices }: SiteFile,
  { datastore, machines }: MeasuredPart,
  { seed, sizeBytes, data }: Pick<MeasureSettings, 'seed' | 'sizeBytes' | 'data'>,
): SiteWorkload {
  const { writtenGiB, writtenGiBPerDay } = workload;
  const count = machines.reduce((sum, machine) => sum + machine.count, 0);
  const copies = datastore.kind === 'vsan' ? datastore.failuresToTolerate + 1 : 1;
  const { architecture = 'osa' } = said.datastores[site.datastores.indexOf(datastore)] ?? {};
  return {
    seed,
    model: modelOf(workload.storage ?? (datastore.kind === 'vsan' ? architecture : 'array')),
    domains: workload.diskGroups ?? site.hosts.length,
    machines: machines.map(({ name, count: alike, encryption }) => ({
      name,
      count: alike,
      diskIsEncrypted: encryption === 'full',
    })),
    image: { divergenceShare: workload.changedPercent / 100, zeroShare },
    sizeBytes: sizeBytes ?? workload.clones * workload.sizeMiB * 2 ** 20,
    dataPath: data?.realPath ?? null,
    vsanEncryption: datastore.encryptedBy !== null,
    site:
      writtenGiB === undefined
        ? null
        : {
            writtenBytes: writtenGiB * count * 2 ** 30,
            writtenBytesPerDay: writtenGiBPerDay * count * 2 ** 30,
            redundancy: copies,
          },
    prices,
  };
}

/** As `breakglass check` writes it. */
const zeroShare = 0.1;

function modelOf(word: NonNullable<SiteFile['workload']['storage']>): StorageModel {
  switch (word) {
    case 'osa':
      return osa;
    case 'esa':
      return esa({ globalDedup: false });
    case 'esaGlobal':
      return esa({ globalDedup: true });
    case 'array':
      return array({ blockBytes: 4096 });
  }
}
