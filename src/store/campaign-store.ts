/** Where a campaign keeps its runs: SQLite, append-only, so that a killed process loses at most one batch. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReadingName } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { siteFingerprint } from '../verdict/token.ts';

/** What a campaign is about; a store holds one, and refuses to go on with another. */
export type CampaignKey = { readonly site: string; readonly seed: string; readonly readings: string };

export type CampaignStore = {
  /** Appends the records of one batch, all or none. A run that is there already stays as it is. */
  readonly append: (reading: string, records: readonly { readonly index: number }[]) => void;
  /** The records of a reading below `runs`, in the order of their indices. */
  readonly read: (reading: string, runs: number) => readonly unknown[];
  /** The indices below `runs` that are not there yet. */
  readonly missing: (reading: string, runs: number) => readonly number[];
  /** One more than the highest index of any run. */
  readonly length: () => number;
  readonly close: () => void;
};

/** A store that cannot be used; the message says which, what was expected, and what to do. */
export class StoreProblem extends Error {}

const schemaVersion = 1;
/** How long a batch waits for another process that writes to the same store. */
const busyMs = 10_000;
const inMemory = ':memory:';

export function campaignKey(
  site: Site,
  seed: string,
  readings: readonly { readonly name: ReadingName }[],
): CampaignKey {
  return { site: siteFingerprint(site), seed, readings: readings.map(({ name }) => name).join() };
}

/**
 * Nothing is changed in a file that is not a store of this campaign.
 *
 * @param path a file, with the folders on the way to it, or `:memory:`
 * @param resume whether a store that is there may be continued; without it, it must not be there
 * @throws StoreProblem for another campaign, another version, not a store
 */
export function openStore(path: string, key: CampaignKey, resume: boolean): CampaignStore {
  const db = opened(path);
  try {
    attempt(path, () => prepare(db, path, key, resume));
    return storeOn(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
}

function opened(path: string): DatabaseSync {
  return attempt(path, () => {
    if (path !== inMemory) mkdirSync(dirname(path), { recursive: true });
    return new DatabaseSync(path, { timeout: busyMs });
  });
}

function prepare(db: DatabaseSync, path: string, key: CampaignKey, resume: boolean): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n'] ?? 0);
  if (tables > 0) {
    if (version !== schemaVersion)
      throw new StoreProblem(
        `${path}: expected a campaign of this version, found another SQLite database; name another --store`,
      );
    const kept = db.prepare('SELECT site, seed, readings FROM campaign').get() ?? {};
    const differs = (['site', 'seed', 'readings'] as const).filter((part) => kept[part] !== key[part]);
    if (differs.length > 0) {
      const words = differs.map((part) => `another ${part} (${printed(kept[part])}, asked for ${key[part]})`);
      throw new StoreProblem(
        `${path}: expected this campaign, found one of ${words.join(' and ')}; name another --store`,
      );
    }
    if (!resume)
      throw new StoreProblem(
        `${path}: expected no campaign yet, found this one; add --resume to go on with it, or name another --store`,
      );
  }
  // Readers may look while a campaign runs; a batch outlives this process when its transaction returns.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  if (tables === 0) create(db, key);
}

/** All or nothing, so that a process killed here leaves an empty file, which counts as none. */
function create(db: DatabaseSync, { site, seed, readings }: CampaignKey): void {
  db.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE campaign (site TEXT NOT NULL, seed TEXT NOT NULL, readings TEXT NOT NULL) STRICT;
    CREATE TABLE run (reading TEXT NOT NULL, idx INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (reading, idx)) STRICT;
    PRAGMA user_version = ${schemaVersion};
  `);
  db.prepare('INSERT INTO campaign VALUES (?, ?, ?)').run(site, seed, readings);
  db.exec('COMMIT');
}

function storeOn(db: DatabaseSync, path: string): CampaignStore {
  const insert = db.prepare('INSERT OR IGNORE INTO run (reading, idx, record) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT record FROM run WHERE reading = ? AND idx < ? ORDER BY idx');
  const present = db.prepare('SELECT idx FROM run WHERE reading = ? AND idx < ? ORDER BY idx');
  const last = db.prepare('SELECT max(idx) AS last FROM run');
  return {
    append: (reading, records) =>
      attempt(path, () => {
        db.exec('BEGIN IMMEDIATE');
        for (const record of records) insert.run(reading, record.index, JSON.stringify(record));
        db.exec('COMMIT');
      }),
    read: (reading, runs) =>
      attempt(path, () => select.all(reading, runs).map((row) => JSON.parse(String(row['record'])))),
    missing: (reading, runs) =>
      attempt(path, () => {
        const there = new Set(present.all(reading, runs).map((row) => Number(row['idx'])));
        return Array.from({ length: runs }, (_, index) => index).filter((index) => !there.has(index));
      }),
    length: () => attempt(path, () => Number(last.get()?.['last'] ?? -1) + 1),
    close: () => db.close(),
  };
}

/** What went wrong with the file, told as a problem of the file. */
function attempt<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (error instanceof StoreProblem) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const found = said === 'file is not a database' ? 'another kind of file' : `a problem (${said})`;
    throw new StoreProblem(`${path}: expected a campaign store, found ${found}; name another --store`);
  }
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : 'none';
}
