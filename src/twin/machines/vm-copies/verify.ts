/** The goals of the page, found out by decrypting with every key that is still there, and by what a thief reads. */
import type { Key } from '../../../crypto/key.ts';
import { unseal, unwrap } from '../../secrets.ts';
import { contentOf, type Files, isPlain, providerNames } from './files.ts';
import { readMedia } from './outside-events.ts';
import { keptKey, readAt, type World } from './world.ts';

export function verify(world: World): Readonly<Record<string, boolean>> {
  const { machine, clone, backup, restored, ovf } = world;
  const keys = keysThatExist(world);
  const reads = (files: Files): boolean => keys.some((key) => isPlain(contentOf(world, files, key)));
  const isRead = (files: Files | undefined): boolean => files !== undefined && reads(files);
  const copies = existing([
    machine?.files,
    clone?.files,
    world.template?.files,
    world.disk,
    world.storageSnapshot,
    world.replica,
  ]);
  const data = [
    machine?.files,
    clone?.kind === 'full' ? clone.files : undefined,
    world.template?.files,
    world.storageSnapshot,
    world.replica,
    restored?.files,
  ];
  const byProviderA = ({ lock }: Files): boolean =>
    lock !== undefined && unwrap(world, world.own.A, lock.wrapped) !== undefined;
  return {
    machineRuns: machine?.on === true,
    machineReadable: machine !== undefined && isPlain(readAt(world, machine.site, machine.files)),
    copiesRecoverable: copies.every(reads),
    oldProviderUnused: !copies.some(byProviderA),
    dataSurvives: data.some(isRead) || isPlain(backup && readMedia(world, backup)) || isPlain(ovf),
    vtpmRestored: restored?.vtpm === true,
    ...thiefReads(world),
  };
}

function existing(files: readonly (Files | undefined)[]): Files[] {
  return files.flatMap((one) => (one === undefined ? [] : [one]));
}

/** What sites and .p12 files still give; files that are plain open with any of them, or with none. */
function keysThatExist(world: World): readonly (Key | undefined)[] {
  const { main, dr } = world.sites;
  return [undefined, ...main.values(), ...dr.values(), ...providerNames.map((name) => keptKey(world, name))];
}

/** What the thief reads with his keys and the DEKs that he gets from what he has stolen. */
function thiefReads(world: World): { stolenCopiesSecret: boolean; presentDataSecret: boolean } {
  const { thief, machine } = world;
  const keys = [...thief.keys.values()];
  const dekOf = ({ lock }: Files): Key[] =>
    lock === undefined
      ? []
      : keys.flatMap((key) => {
          const dek = unwrap(world, key, lock.wrapped);
          return dek === undefined ? [] : [dek];
        });
  const deks = thief.files.flatMap(dekOf);
  const reads = (files: Files, known: readonly Key[]): boolean =>
    files.lock === undefined
      ? isPlain(files.sectors)
      : known.some((dek) => isPlain(unseal(world, dek, files.sectors)));
  return {
    stolenCopiesSecret: !thief.files.some((files) => reads(files, deks)) && !isPlain(thief.media?.bytes),
    presentDataSecret: machine !== undefined && !reads(machine.files, [...deks, ...dekOf(machine.files)]),
  };
}
