/** CPU time by what it was spent on, from the thread's own accounting. */
import { cpuUsage, threadCpuUsage } from 'node:process';

/**
 * - `source`: making or reading what the guest writes. The guest's cost, not the storage's.
 * - `vmEncryption`, `fingerprint`, `index`, `compression`, `vsanEncryption`: the layers.
 * - `write`: writing a file on this machine, whose cost says nothing about a storage system.
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
  const before = threadMicros();
  try {
    return work();
  } finally {
    spent[stage] = (spent[stage] ?? 0) + threadMicros() - before;
  }
}

/**
 * Linux brings a running thread's account up to date only at its clock ticks, milliseconds apart, and when somebody asks
 * for that of the whole process (`thread_group_cputime` in the kernel's source). Without asking, whole milliseconds go
 * to whichever stage a tick or a system call happens in: forty hashes of 150 us each read as 0, 0, 0, …, 2988, 0, ….
 */
function threadMicros(): number {
  cpuUsage();
  const { user, system } = threadCpuUsage();
  return user + system;
}

/** Adds `more` to `sum` in place. */
export function addCpu(sum: CpuMicros, more: CpuMicros): void {
  for (const stage of stages) {
    const micros = more[stage];
    if (micros !== undefined) sum[stage] = (sum[stage] ?? 0) + micros;
  }
}

/** The stages of the layers: not the guest's own work, not our media, not our checking. */
export const layerStages: readonly Stage[] = [
  'vmEncryption',
  'fingerprint',
  'index',
  'compression',
  'vsanEncryption',
];

const stages: readonly Stage[] = ['source', ...layerStages, 'write', 'verify'];

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
