/** Copies that the site makes and destroys. */
import { adopt } from '../../secrets.ts';
import { readProviderSecret } from '../../../crypto/p12.ts';
import type { HandlerOf, TwinEvent } from '../twin-of.ts';
import {
  otherVcenter,
  p12File,
  p12Item,
  replica,
  supportBundle,
  vadpMedia,
  vcenterDump,
  vcsaBackup,
  vcsaImage,
} from './artefacts.ts';
import { parseRecord } from './stolen.ts';
import { closeLink, isLike, openLink } from './thief-events.ts';
import { copyNames, type CopyName, type Item, type World } from './world.ts';

export const copyEvents: Readonly<Record<string, HandlerOf<World>>> = {
  exportProvider: (world, event) => {
    if (openLink(world) !== undefined) return 'linkOpen';
    const password = oneOf(event, 'password', ['none', 'beside', 'apart']);
    world.link = { state: 'open', kdk: world.kdks.length, password, file: p12File(world, password) };
    return undefined;
  },
  downloadBackup: (world) => {
    const link = openLink(world);
    if (link === undefined) return 'linkNotOpen';
    const { kdk, file, password } = link;
    world.copies.set('p12', p12Item(world, kdk, file, password, password === 'beside'));
    closeLink(world);
    return undefined;
  },
  backUpVcenter: (world, event) =>
    makeCopy(world, 'vcsaBackup', vcsaBackup(world, oneOf(event, 'password', ['none', 'weak', 'strong']))),
  imageVcenter: (world) => makeCopy(world, 'vcsaImage', vcsaImage(world)),
  importElsewhere: (world) => {
    const file = world.copies.get('p12');
    if (file === undefined) return 'p12Missing';
    return makeCopy(world, 'otherVcenter', imported(world, file));
  },
  replicate: (world) => makeCopy(world, 'replica', replica(world)),
  backUpMachines: (world, event) =>
    makeCopy(world, 'vadpMedia', vadpMedia(world, oneOf(event, 'protection', ['clear', 'encrypted']))),
  collectBundle: (world, event) => {
    const protection = oneOf(event, 'protection', ['hostKey', 'weak', 'strong']);
    return makeCopy(world, 'supportBundle', supportBundle(world, protection));
  },
  vcenterDumps: (world) => makeCopy(world, 'vcenterDump', vcenterDump(world)),
  destroyCopy: (world, event) => {
    const name = oneOf(event, 'artefact', copyNames);
    return world.copies.delete(name) ? undefined : 'notThere';
  },
};

/** Puts a copy in the place of the one before, unless that is just like it. */
function makeCopy({ copies }: World, name: CopyName, item: Item): string | undefined {
  const before = copies.get(name);
  if (before !== undefined && isLike(before, item)) return 'copyIsSo';
  copies.set(name, item);
  return undefined;
}

/** Another vCenter opens the .p12, with the password that the site knows, and keeps its key. */
function imported(world: World, { description, records }: Item): Item {
  const { password, kdk } = description;
  const [first] = records;
  const file = first && parseRecord(first)?.fields[0];
  const result = file && readProviderSecret(file, password === 'none' ? '' : world.passwords.p12);
  if (result?.ok !== true) throw new Error('the site does not open its own .p12');
  return otherVcenter(Number(kdk), adopt(world, result.value.secret));
}

function oneOf<Word extends string>(event: TwinEvent, name: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === event[name]);
  if (found === undefined) throw new Error(`the event names no ${name} that the twin knows`);
  return found;
}
