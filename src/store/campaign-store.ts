/** Where a campaign keeps its runs: SQLite, append-only, so that a killed process loses at most one batch. */
import { DatabaseSync } from 'node:sqlite';

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

const schemaVersion = 1;

/**
 * @param resume whether a store that is there may be continued; without it, it must not be there
 * @throws StoreProblem in words for the user: another campaign, another version, not a store
 */
export function openStore(path: string, key: CampaignKey, resume: boolean): CampaignStore {
  const db = opened(path);
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n'] ?? 0);
  if (tables > 0 && version !== schemaVersion) {
    throw new StoreProblem(`${path} is not a campaign of this version; name another --store`);
  }
  if (tables === 0) create(db, key);
  const kept = db.prepare('SELECT site, seed, readings FROM campaign').get();
  if (JSON.stringify({ ...kept }) !== JSON.stringify(key)) {
    throw new StoreProblem(`${path} holds a campaign of another site, seed or reading; name another --store`);
  }
  if (tables > 0 && !resume) {
    throw new StoreProblem(`${path} holds this campaign already; add --resume to go on with it`);
  }
  return storeOn(db);
}

export class StoreProblem extends Error {}

function opened(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path);
    // Readers may look while a campaign runs; a batch is on disk when its transaction returns.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    return db;
  } catch (error) {
    throw new StoreProblem(`${path} cannot be opened as a campaign store: ${String(error)}`);
  }
}

function create(db: DatabaseSync, { site, seed, readings }: CampaignKey): void {
  db.exec(`
    CREATE TABLE campaign (site TEXT NOT NULL, seed TEXT NOT NULL, readings TEXT NOT NULL) STRICT;
    CREATE TABLE run (reading TEXT NOT NULL, idx INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (reading, idx)) STRICT;
    PRAGMA user_version = ${schemaVersion};
  `);
  db.prepare('INSERT INTO campaign VALUES (?, ?, ?)').run(site, seed, readings);
}

function storeOn(db: DatabaseSync): CampaignStore {
  const insert = db.prepare('INSERT OR IGNORE INTO run (reading, idx, record) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT record FROM run WHERE reading = ? AND idx < ? ORDER BY idx');
  const present = db.prepare('SELECT idx FROM run WHERE reading = ? AND idx < ? ORDER BY idx');
  const last = db.prepare('SELECT max(idx) AS last FROM run');
  return {
    append: (reading, records) => {
      db.exec('BEGIN IMMEDIATE');
      for (const record of records) insert.run(reading, record.index, JSON.stringify(record));
      db.exec('COMMIT');
    },
    read: (reading, runs) => select.all(reading, runs).map((row) => JSON.parse(String(row['record']))),
    missing: (reading, runs) => {
      const there = new Set(present.all(reading, runs).map((row) => Number(row['idx'])));
      return Array.from({ length: runs }, (_, index) => index).filter((index) => !there.has(index));
    },
    length: () => Number(last.get()?.['last'] ?? -1) + 1,
    close: () => db.close(),
  };
}
