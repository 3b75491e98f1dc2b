/**
 * What a thief reads who took several things, all in one and the same state of the site: `models/thief.ts` says what
 * they open together. A file and its password open each other, and so do a sealed boot device and its recovery key.
 */
import type { Deployment } from '../../models/deployment.ts';
import type { Loot, Site } from '../../models/site.ts';
import type { SliceName, State } from '../../models/state.ts';
import { lootReads, readableWithAll } from '../../models/thief.ts';
import { lootsOf } from './basic-event.ts';

/** The slices that decide what any booty yields. */
export function bootyReads(site: Site): readonly SliceName[] {
  return [
    ...new Set(lootsOf(site).flatMap((basic) => (basic.kind === 'loot' ? lootReads(site, basic.loot) : []))),
  ];
}

/** Whether a thief with all these things, and a copy of all ciphertext at rest, reads the machine. */
export function bootyOpens(
  deployment: Deployment,
  state: State,
  machine: string,
  loots: readonly Loot[],
): boolean {
  return readableWithAll(deployment, state, loots).includes(machine);
}
