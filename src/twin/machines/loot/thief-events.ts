/** What the thief takes, and what time does to an export link. */
import type { HandlerOf } from '../twin-of.ts';
import { liveArtefacts, p12Item } from './artefacts.ts';
import { copyNames, type Item, type Link, type World } from './world.ts';

export const thiefEvents: Readonly<Record<string, HandlerOf<World>>> = {
  thiefTakes: (world, event) => {
    const name = String(event['artefact']);
    const item = presentItem(world, name);
    if (item === undefined) return 'notThere';
    return take(world, name, item) ? undefined : 'alreadyTaken';
  },
  thiefDownloads: (world) => {
    const link = openLink(world);
    if (link === undefined) return 'linkNotOpen';
    if (lootOf(world, 'exportLink').length === 0) return 'linkNotTaken';
    const { kdk, file, password } = link;
    const kept = password === 'none' ? 'none' : 'apart';
    const withText = password === 'beside' && world.defect === 'downloadBringsTextFile';
    take(world, 'p12', p12Item(world, kdk, file, kept, withText));
    closeLink(world);
    return undefined;
  },
  linkExpires: (world) => {
    if (openLink(world) === undefined) return 'linkNotOpen';
    closeLink(world);
    return undefined;
  },
};

export function openLink({ link }: World): Link | undefined {
  return link?.state === 'open' ? link : undefined;
}

/** Nobody downloads with it any more, the thief neither. */
export function closeLink(world: World): void {
  if (world.link !== undefined) world.link = { ...world.link, state: 'closed' };
  world.loot.delete('exportLink');
}

/** What lies there to be taken. */
function presentItem(world: World, name: string): Item | undefined {
  const copy = copyNames.find((one) => one === name);
  if (copy !== undefined) return world.copies.get(copy);
  const live = liveArtefacts[name];
  if (live === undefined) throw new Error(`the twin knows no artefact ${name}`);
  return live(world);
}

/** @returns false when the thief has one just like it */
function take(world: World, name: string, item: Item): boolean {
  const taken = lootOf(world, name);
  if (taken.some((one) => isLike(one, item))) return false;
  world.loot.set(name, [...taken, item]);
  return true;
}

export function lootOf({ loot }: World, name: string): readonly Item[] {
  return loot.get(name) ?? [];
}

/** The same contents, with the same protection. */
export function isLike(one: Item, other: Item): boolean {
  return JSON.stringify(one.description) === JSON.stringify(other.description);
}
