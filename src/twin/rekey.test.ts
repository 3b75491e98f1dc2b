/** Shallow rekeys: another key wraps the same one, and not a sector changes. */
import { describe, expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { createWorld } from './bare.ts';
import { deleteIt, loses, lost, on, powerFails, startDb } from './event-names.fixture.ts';
import { rekey, rekeyHost, rekeyVsan, server, several } from './key-server-sites.fixture.ts';
import { diskObject, homeObject, readHome } from './machine.ts';
import { deliver } from './send.ts';
import { all, everyHost, provisioning, say, steadyTwin, vendor } from './site.fixture.ts';
import { readObject } from './storage.ts';
import type { Twin } from './twin.ts';
import { vsanIn } from './vsan.ts';
import { part } from './world.ts';
import type { World } from './world.ts';

const everything = { 'win-1': true, 'win-2': true, db: true };
const toKms = [...several.machines.map(({ name }) => rekey(name)), rekeyVsan()];

function steadyWorld(): World {
  const random = randomOf('rekey', 'twin');
  const world = createWorld({ site: several, switches: vendor, random, defect: 'none' });
  for (const event of provisioning(several)) expect(deliver(world, event)).toBeUndefined();
  return world;
}

function homeOf(world: World): ReturnType<typeof readHome> {
  return readHome(readObject(world, 'vsan', homeObject('db')) ?? new Uint8Array(0));
}

/** What lies on the devices, and under which wrapped keys. */
function devicesOf(world: World): { sectors: string[]; wrapped: string[] } {
  const devices = [...(vsanIn(world)?.devices.values() ?? [])];
  const sectors = devices.flatMap(({ copies }) => [...copies.values()].map((copy) => hex(copy.sectors)));
  return { sectors, wrapped: devices.map(({ wrappedKey }) => hex(wrappedKey ?? new Uint8Array(0))) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function darken(twin: Twin): void {
  all(twin, [lost, powerFails]);
}

describe('a shallow rekey', () => {
  test('of a machine wraps the same key again: disk and vTPM stay as they are', () => {
    const world = steadyWorld();
    const [home, own] = [homeOf(world), part(world.machines, 'db').memory];
    const disk = readObject(world, 'vsan', diskObject('db'));
    expect(deliver(world, rekey('db'))).toBeUndefined();
    expect(homeOf(world)?.provider).toBe('kms');
    expect(homeOf(world)?.wrappedKey).not.toEqual(home?.wrappedKey);
    expect(homeOf(world)?.nvram).toEqual(home?.nvram);
    expect(readObject(world, 'vsan', diskObject('db'))).toEqual(disk);
    expect(part(world.machines, 'db').memory).toBe(own);
  });

  test('of vSAN wraps the key of every device again, and writes no sector', () => {
    const world = steadyWorld();
    const before = devicesOf(world);
    expect(deliver(world, rekeyVsan())).toBeUndefined();
    const after = devicesOf(world);
    expect(after.sectors).toEqual(before.sectors);
    expect(after.wrapped.filter((wrapped) => before.wrapped.includes(wrapped))).toEqual([]);
    expect(new Set(after.wrapped).size).toBe(several.hosts.length);
  });

  test('of everything makes the old provider dispensable, and the new one necessary', () => {
    const twin = steadyTwin({ site: { ...several, recoveryKeysAt: null } });
    all(twin, [...toKms, ...several.hosts.map(({ name }) => rekeyHost('kms', name)), deleteIt]);
    all(twin, everyHost(several, 'vcenterRemediatesHost'));
    expect(twin.look().hosts['esx-03']).toMatchObject({ safe: true, keys: { nkp: 'none', kms: 'kms#1' } });
    all(twin, [{ type: 'powerOffMachine', machine: 'db' }, startDb('esx-01')]);
    expect(twin.verify('db')).toBe('intact');
    darken(twin);
    expect(twin.salvage()).toEqual(everything);
    all(twin, [server('keyServerIsLost'), loses('safe')]);
    expect(twin.salvage()).toEqual({ 'win-1': false, 'win-2': false, db: false });
  });

  test('back to the native provider brings back what it was', () => {
    const twin = steadyTwin({ site: several });
    all(twin, [...toKms, ...several.machines.map(({ name }) => rekey(name, 'nkp')), rekeyVsan('nkp')]);
    all(twin, [server('keyServerIsLost'), server('keyServerIsLost', 'vta')]);
    all(twin, [powerFails, ...everyHost(several, 'bootHost'), startDb('esx-02')]);
    expect(twin.verify('db')).toBe('intact');
  });

  test('of a machine alone leaves it to one provider, and vSAN to the other', () => {
    const twin = steadyTwin({ site: several });
    all(twin, [rekey('db', 'vta'), powerFails, ...everyHost(several, 'bootHost')]);
    expect(twin.look().datastores['vsan']).toBe(true);
    expect(say(twin, startDb('esx-01'))).toBe('keyMissing');
    all(twin, [on('hostFetchesKeys'), startDb('esx-01')]);
    expect(twin.verify('db')).toBe('intact');
  });

  test('of a host: it is safe by the new key, and no longer by the old', () => {
    const twin = steadyTwin({ site: several });
    all(twin, [rekeyHost(), deleteIt, on('vcenterRemediatesHost'), on('vcenterRemediatesHost', 'esx-02')]);
    expect(twin.look().hosts['esx-01']?.safe).toBe(true);
    expect(twin.look().hosts['esx-02']?.safe).toBe(false);
    all(twin, [rekeyHost('kms', 'esx-02')]);
    expect(twin.look().hosts['esx-02']?.safe).toBe(true);
  });
});
