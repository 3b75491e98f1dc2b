/** What piscina runs in a worker thread: either half of an extent's work. */
import { runBack } from './back.ts';
import type { BackResult, BackTask, FrontResult, FrontTask } from './extent.ts';
import { loadFingerprint } from './fingerprint.ts';
import type { FingerprintName } from '../../models/storage.ts';
import type { Fingerprint } from './fingerprint.ts';
import { runFront } from './front.ts';

const loaded = new Map<FingerprintName, Promise<Fingerprint>>();

function fingerprintOf(name: FingerprintName): Promise<Fingerprint> {
  const known = loaded.get(name) ?? loadFingerprint(name);
  loaded.set(name, known);
  return known;
}

/** See `FrontTask` and `BackTask`. */
export default async function run(task: FrontTask | BackTask): Promise<FrontResult | BackResult> {
  return task.half === 'front' ? runFront(task, await fingerprintOf(task.fingerprint)) : runBack(task);
}
