/** The twin of a machine under encryption, driven by the events of docs/machines/vm-encryption.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { diskEvents, keyEvents, machineEvents } from './machine-events.ts';
import { taskEvents, workedOn } from './tasks.ts';
import {
  createWorld,
  defects,
  type Disk,
  type Files,
  opens,
  opensWith,
  providerNames,
  providerOf,
  type World,
} from './world.ts';

const handlers = { ...taskEvents, ...machineEvents, ...diskEvents, ...keyEvents };

export const vmEncryptionTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { task, hostOn, disk2 } = world;
  return {
    host: hostOn ? 'on' : 'off',
    machine: machineLook(world),
    home: objectLook(world, world.home),
    disk1: diskLook(world, world.disk1),
    disk2: disk2 === undefined ? null : { attached: world.disk2Attached, ...diskLook(world, disk2) },
    task:
      task === undefined
        ? null
        : { operation: task.operation, object: workedOn(world, task), step: task.step },
    providers: Object.fromEntries(
      providerNames.map((name) => [
        name,
        {
          vcenter: world.atVcenter.has(name),
          host: hostOn ? world.onHost.has(name) : null,
          p12: world.p12s.has(name),
        },
      ]),
    ),
    default: world.defaultProvider ?? null,
    datastore: world.full ? 'full' : 'room',
  };
}

function machineLook({ registered, hostOn, on, locked, snapshots }: World): unknown {
  if (!registered) return 'notRegistered';
  return hostOn ? { power: on ? 'on' : 'off', locked, snapshots } : 'disconnected';
}

function objectLook(world: World, files: Files): { kek: string | null; dek: number | null } {
  return { kek: files.wrapped?.by ?? null, dek: opens(world, files) ? files.generation : null };
}

function diskLook(world: World, { files, leftovers }: Disk): object {
  const isPlain = leftovers.some(({ generation }) => generation === 0);
  const leftover = leftovers.length === 0 ? 'none' : isPlain ? 'plain' : 'ciphertext';
  return { ...objectLook(world, files), leftover };
}

function verify(world: World): Readonly<Record<string, boolean>> {
  const disks = [world.disk1, world.disk2].filter((disk) => disk !== undefined);
  const objects = [world.home, ...disks.map(({ files }) => files)];
  const anywhere = new Map([...world.p12s, ...world.onHost, ...world.atVcenter]);
  const encrypted = objects.every(({ wrapped }) => wrapped !== undefined);
  const leftovers = disks.flatMap((disk) => disk.leftovers);
  const providers = objects.flatMap(({ wrapped }) => (wrapped === undefined ? [] : providerOf(wrapped.by)));
  return {
    machineRuns: world.on,
    dataReadable: world.hostOn && disks.every(({ files }) => opens(world, files)),
    recoverable: objects.every((files) => opensWith(world, anywhere, files)),
    encrypted,
    noPlaintextLeft: encrypted && leftovers.every((files) => !opensWith(world, new Map(), files)),
    oneProvider: new Set(providers).size <= 1,
  };
}
