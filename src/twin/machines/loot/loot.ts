/** The twin of a site with a thief, driven by the events of docs/machines/loot.md. */
import { sameKey } from '../../../crypto/key.ts';
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { copyEvents } from './copy-events.ts';
import { siteEvents } from './site-events.ts';
import { lootOf, thiefEvents } from './thief-events.ts';
import { readStolen } from './thief.ts';
import { copyNames, createWorld, dataNames, defects, type Item, type World } from './world.ts';

const handlers = { ...thiefEvents, ...copyEvents, ...siteEvents };

export const lootTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { kdks, files, host, vsan, link, variant } = world;
  const copies = variant.artefacts.flatMap((name) => copyNames.find((one) => one === name) ?? []);
  return {
    kdk: kdks.length,
    dek: files.generation,
    host: { binding: host.binding, secureBoot: host.secureBoot, persistence: host.persistence },
    vsan: { dare: vsan.wrapped !== undefined, transit: vsan.transit },
    link: link?.state ?? 'none',
    copies: Object.fromEntries(copies.map((name) => [name, world.copies.get(name)?.description ?? null])),
    loot: Object.fromEntries(variant.artefacts.map((name) => [name, described(lootOf(world, name))])),
  };
}

/** In the order of their JSON text. */
function described(items: readonly Item[]): readonly unknown[] {
  return items
    .map(({ description }) => JSON.stringify(description))
    .toSorted()
    .map((text): unknown => JSON.parse(text));
}

/** The thief gets what he has taken and nothing else; only what he made of it is held against what was written. */
function verify(world: World): Readonly<Record<string, boolean>> {
  const items = [...world.loot.values()].flat();
  const haul = readStolen(world.stack, {
    records: items.flatMap(({ records }) => records),
    hosts: items.flatMap(({ host }) => host ?? []),
  });
  const secrets: Record<string, boolean> = {};
  for (const name of dataNames)
    secrets[`${name}Secret`] = !haul.data.some((read) => Buffer.compare(read, world.data[name]) === 0);
  for (const [index, name] of ['kdk1', 'kdk2'].entries()) {
    const kdk = world.kdks[index];
    secrets[`${name}Secret`] = kdk === undefined || !haul.keys.some((key) => sameKey(key, kdk));
  }
  haul.wipe();
  return secrets;
}
