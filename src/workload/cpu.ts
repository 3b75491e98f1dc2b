/** CPU time by what it was spent on, from the thread's own accounting. */
import { threadCpuUsage } from 'node:process';

/**
 * - `source`: making or reading what the guest writes. The guest's cost, not the storage's.
 * - `vmEncryption`, `fingerprint`, `index`, `compression`, `vsanEncryption`, `write`: the layers.
 * - `verify`: reading back from the media and comparing, which no storage system does on writing.
 */
export type Stage =
  | 'source'
  | 'vmEncryption'
  | 'fingerprint'
  | 'index'
  | 'compression'
  | 'vsanEncryption'
  | 'write'
  | 'verify';

/** Microseconds by stage; a stage that never ran is absent. */
export type CpuMicros = Partial<Record<Stage, number>>;

/** Calls `work` and adds the CPU time that this thread spent in it. */
export function timed<Result>(spent: CpuMicros, stage: Stage, work: () => Result): Result {
  const before = threadCpuUsage();
  try {
    return work();
  } finally {
    const { user, system } = threadCpuUsage(before);
    spent[stage] = (spent[stage] ?? 0) + user + system;
  }
}

/** Adds `more` to `sum` in place. */
export function addCpu(sum: CpuMicros, more: CpuMicros): void {
  for (const stage of stages) {
    const micros = more[stage];
    if (micros !== undefined) sum[stage] = (sum[stage] ?? 0) + micros;
  }
}

/** The stages that storing costs: everything but the guest's own work and our checking. */
export const storageStages: readonly Stage[] = [
  'vmEncryption',
  'fingerprint',
  'index',
  'compression',
  'vsanEncryption',
  'write',
];

const stages: readonly Stage[] = ['source', ...storageStages, 'verify'];

/** CPU seconds per GiB that the guest wrote, by stage. 0 bytes cost 0. */
export function secondsPerGiB(spent: CpuMicros, logicalBytes: number): Partial<Record<Stage, number>> {
  const costs: Partial<Record<Stage, number>> = {};
  const gib = logicalBytes / 2 ** 30;
  for (const stage of stages) {
    const micros = spent[stage];
    if (micros !== undefined) costs[stage] = gib === 0 ? 0 : micros / 1e6 / gib;
  }
  return costs;
}
