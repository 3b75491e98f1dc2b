/** The twin of a Trust Authority and its trusted cluster, driven by the events of docs/machines/trusted-key-provider.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { hostEvents, machineEvents, trustEvents } from './events.ts';
import {
  createWorld,
  defects,
  failure,
  hostNames,
  reads,
  taHostNames,
  taIsUp,
  unwrapKek,
  type World,
} from './world.ts';

const handlers = { ...trustEvents, ...hostEvents, ...machineEvents };

export const trustedKeyProviderTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

const upDown = (isUp: boolean): 'up' | 'down' => (isUp ? 'up' : 'down');
const ascending = (numbers: Iterable<number>): number[] => [...numbers].toSorted((a, b) => a - b);

function look(world: World): unknown {
  const { images, tpms, primaryKeys, presentKey, db, web } = world;
  const hosts = hostNames.map((name) => {
    const { on, release, attested, cache } = world.hosts[name];
    return [
      name,
      on ? { power: 'on', release, attested, cache: ascending(cache.keys()) } : { power: 'off', release },
    ];
  });
  return {
    trustAuthority: {
      hosts: Object.fromEntries(taHostNames.map((name) => [name, upDown(world.taUp[name])])),
      configuration: world.taVcenter ? { images: ascending(images), tpms: [...tpms].toSorted() } : null,
      kms: upDown(world.kms),
      primaryKeys: world.kms ? { present: presentKey, there: ascending(primaryKeys.keys()) } : null,
    },
    vcenter: { state: world.vcenter ? 'running' : 'stopped', linkedWith: world.linkedWith },
    hosts: Object.fromEntries(hosts) as unknown,
    db: { on: db.on, kek: db.kek.number, wrappedBy: db.kek.by },
    web: { ...web },
  };
}

function verify(world: World): Readonly<Record<string, boolean>> {
  const { db } = world;
  const cached = hostNames.map((name) => world.hosts[name]);
  const startable = cached.some(
    ({ on, attested, cache }) => on && attested && reads(world, cache.get(db.kek.number)),
  );
  const unwrapped = reads(world, unwrapKek(world));
  return {
    machineStarts: db.on !== null || startable,
    machineKeyExists: unwrapped || cached.some(({ cache }) => reads(world, cache.get(db.kek.number))),
    survivesPowerLoss:
      taIsUp(world) && hostNames.some((name) => failure(world, name) === undefined) && world.kms && unwrapped,
    oldPrimaryKeyMayGo: db.kek.by !== 1,
  };
}
