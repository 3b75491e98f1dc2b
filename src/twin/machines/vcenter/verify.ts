/** The goals of the page, found out by opening the files and reading the machine's disk. */
import { type Key, sameKey } from '../../../crypto/key.ts';
import { type Kept, known, readBackup, readP12File } from './files.ts';
import { opens, reads } from './locks.ts';
import { cannotRun } from './machine-events.ts';
import { isStandard, nativeNames, type World } from './world.ts';

export function verify(world: World): Readonly<Record<string, boolean>> {
  const { db, hosts, p12s } = world;
  const files = [...p12s.values()];
  const present = [...world.backups.values()].flatMap(({ kept, lost }) => (lost ? [] : [kept]));
  const readsDisk = (key: Key): boolean => reads(world, db.disk, key);
  const ofP12s = (kept: Kept, password: string): Key[] => {
    const content = readP12File(world, kept, password);
    return content === undefined ? [] : [content.key];
  };
  const ofBackups = (kept: Kept, password: string): Key[] =>
    [...(readBackup(world, kept, password)?.values() ?? [])].map(({ key }) => key);
  const outside = [
    ...files.flatMap((kept) => ofP12s(kept, known(kept))),
    ...present.flatMap((kept) => ofBackups(kept, known(kept))),
  ];
  // A thief has no password. A plain machine has no key that could be found.
  const secret = (keys: readonly Key[]): boolean => db.disk.lock === undefined || !keys.some(readsDisk);
  return {
    machineStarts: db.on !== null || [...hosts.values()].some((host) => cannotRun(world, host) === undefined),
    machineKeyExists: db.disk.lock === undefined || [...inside(world), ...outside].some(readsDisk),
    p12IsGood: nativeNames(world.variant).every((name) => p12IsGood(world, name)),
    p12IsSecret: secret(files.flatMap((kept) => ofP12s(kept, ''))),
    backupsAreSecret: secret(present.flatMap((kept) => ofBackups(kept, ''))),
    oldProviderMayGo: oldProviderMayGo(world),
  };
}

/** The KDKs on hosts and in vCenter Servers, and that of the KMS. */
function inside({ hosts, vcenters, made, variant }: World): Key[] {
  return [
    ...[...hosts.values()].flatMap(({ held }) => [...held.values()]),
    ...[...vcenters.values()].flatMap(({ providers }) => [...providers.values()].map(({ key }) => key)),
    ...made.filter(({ name }) => isStandard(variant, name.charAt(0))).map(({ key }) => key),
  ];
}

function p12IsGood(world: World, name: string): boolean {
  const provider = world.vcenters.get('vc-1')?.providers.get(name);
  if (provider === undefined) return true;
  const kept = world.p12s.get(name);
  const content = kept && readP12File(world, kept, known(kept));
  return content !== undefined && content.keyId === provider.keyId && sameKey(content.key, provider.key);
}

/** Whether no key that was ever made under the name `B` opens the machine or a host key. */
function oldProviderMayGo(world: World): boolean {
  const locks = [world.db.disk.lock, ...[...world.hosts.values()].map(({ hostKey }) => hostKey)];
  const old = world.made.filter(({ name }) => name.startsWith('B#'));
  return !old.some(({ key }) => locks.some((lock) => opens(world, key, lock)));
}
