/** The twin of a machine with a vTPM, driven by the events of docs/machines/vtpm.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { backupEvents, copyEvents, keyEvents } from './copy-events.ts';
import { guestEvents, vtpmEvents } from './machine-events.ts';
import {
  createWorld,
  defects,
  openNvram,
  readsByPassword,
  readsInVtpm,
  type Volume,
  type World,
} from './world.ts';

const handlers = { ...vtpmEvents, ...guestEvents, ...copyEvents, ...backupEvents, ...keyEvents };

export const vtpmTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { machine, clone, backup, item, hostOn, onHost } = world;
  const opens = hostOn && onHost !== undefined;
  const machineEk = machine?.hasVtpm === true ? (machine.nvram?.ek ?? 0) : undefined;
  const cloneEk = clone?.nvram?.ek ?? 0;
  return {
    host: hostOn ? 'on' : 'off',
    provider: {
      vcenter: world.atVcenter !== undefined,
      host: hostOn ? onHost !== undefined : null,
      copy: world.copy !== undefined,
    },
    machine:
      machine === undefined
        ? null
        : {
            power: world.on ? 'on' : 'off',
            locked: world.locked,
            firmware: machine.firmware,
            encrypted: machine.hasVtpm,
            ek: opens && machineEk !== undefined ? machineEk : null,
          },
    guest: world.guest,
    passwordKept: world.passwordKept,
    aside: world.aside !== undefined,
    clone:
      clone === undefined
        ? null
        : {
            made: clone.made,
            ek: cloneEk === 0 ? 0 : opens ? cloneEk : null,
            duplicate: cloneEk !== 0 && cloneEk === machineEk,
            guest: clone.guest,
          },
    library: item?.kind ?? null,
    backup: backup === undefined ? null : { vtpm: backup.hasVtpm, nvram: backup.nvram !== undefined },
    rescue: world.rescue,
  };
}

function verify(world: World): Readonly<Record<string, boolean>> {
  const { machine, clone, item, backup, rescue, guest } = world;
  const volumes = [
    machine?.installed === true ? machine.volume : undefined,
    clone?.volume,
    item?.volume,
    backup?.volume,
  ];
  const present = volumes.filter((volume) => volume !== undefined);
  const sealed =
    machine?.installed === true && present.every((volume) => !readsInVtpm(world, volume, undefined));
  const theftShowsNothing = present.length > 0 && sealed;
  const stolenKey = world.first;
  const rescued =
    machine !== undefined && rescue === 'attached' && readsInVtpm(world, machine.volume, undefined);
  return {
    guestRuns: guest === 'runs',
    cloneRuns: clone?.guest === 'runs',
    dataReadable: guest === 'runs' || rescue === 'opened' || rescued,
    recoverable: recoverable(world),
    ownIdentity: !(clone?.nvram !== undefined && clone.nvram.ek === ownEk(world)),
    datastoreTheftShowsNothing: theftShowsNothing,
    datastoreAndKeyTheftShowsNothing:
      theftShowsNothing && !present.some((volume) => opensSomewhere(world, volume, [stolenKey])),
  };
}

function ownEk({ machine }: World): number | undefined {
  return machine?.hasVtpm === true ? machine.nvram?.ek : undefined;
}

type KeyList = readonly World['first'][];

/** Whether some .nvram that exists, opened with one of these keys, opens the volume. */
function opensSomewhere(world: World, volume: Volume, keys: KeyList): boolean {
  const { machine, aside, clone, item, backup } = world;
  const own = machine?.hasVtpm === true ? machine.nvram : undefined;
  const places = [own, aside, clone?.nvram, item?.nvram, backup?.nvram];
  return places.some((nvram) =>
    keys.some((key) => {
      const vtpm = openNvram(world, key, nvram);
      return vtpm !== undefined && readsInVtpm(world, volume, vtpm);
    }),
  );
}

function recoverable(world: World): boolean {
  const { machine, backup, variant, hostOn, passwordKept } = world;
  const onHost = hostOn || variant.provider === 'native' ? world.onHost : undefined;
  const keys = [world.atVcenter, onHost, world.copy].filter((key) => key !== undefined);
  const volumes = [machine?.installed === true ? machine.volume : undefined, backup?.volume];
  return volumes.some(
    (volume) =>
      volume !== undefined &&
      (readsInVtpm(world, volume, undefined) ||
        (passwordKept && readsByPassword(world, volume)) ||
        opensSomewhere(world, volume, keys)),
  );
}
