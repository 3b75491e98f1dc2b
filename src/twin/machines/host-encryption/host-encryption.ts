/** The twin of the encryption mode of one ESXi host, driven by the events of docs/machines/host-encryption.md. */
import { exposeKeyBytes } from '../../../crypto/key.ts';
import { unseal } from '../../secrets.ts';
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { hostEvents } from './host-events.ts';
import { dumpEvents, plainOf, vcenterEvents } from './vcenter-events.ts';
import {
  createWorld,
  defects,
  dumpHeader,
  hostKeyBytes,
  inMemory,
  machineDumpText,
  machineKey,
  type World,
} from './world.ts';

const handlers = { ...hostEvents, ...dumpEvents, ...vcenterEvents };

export const hostEncryptionTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { vcenter, p12, cluster, crypto, held, hostKey, changingFrom, machineKeyCached } = world;
  return {
    vcenter: { ...vcenter },
    p12: p12 === undefined ? 'lost' : 'kept',
    cluster: { ...cluster },
    host: { crypto, held, hostKey, changingFrom, machineKeyCached },
    machine: world.machineRuns ? 'running' : 'off',
    hostDump: world.hostDump?.by ?? 'none',
    machineDump: world.machineDump?.by ?? 'none',
    bundle: world.bundle?.protection ?? 'none',
    vcenterDump: world.vcenterDump ? 'clear' : 'none',
  };
}

/** The goals, found out by decrypting. */
function verify(world: World): Readonly<Record<string, boolean>> {
  const { hostDump, hostKey, outside } = world;
  const leaked =
    hostKey !== 'none' &&
    outside !== undefined &&
    Buffer.compare(outside, exposeKeyBytes(hostKeyBytes(world, hostKey))) === 0;
  return {
    hostIsSafe: world.crypto === 'safe',
    machineRuns: world.machineRuns,
    hostDumpReadable:
      hostDump === undefined || startsWith(plainOf(world, hostDump), dumpHeader) || bundleReads(world),
    machineDumpReadable: machineDumpReads(world),
    hostDumpEncrypted: hostDump === undefined || !startsWith(hostDump.bytes, dumpHeader),
    hostKeySecret: !leaked,
    vcenterDumpSecret: !world.vcenterDump,
  };
}

/** Whether the bundle of the very dump that is there can be opened. */
function bundleReads(world: World): boolean {
  const { bundle, hostDump } = world;
  if (bundle === undefined || bundle.of !== hostDump?.number) return false;
  if (bundle.key !== undefined) return startsWith(unseal(world, bundle.key, bundle.bytes), dumpHeader);
  if (bundle.protection === 'clear') return startsWith(bundle.bytes, dumpHeader);
  const name = inMemory(world).find((held) => held === bundle.protection);
  return name !== undefined && startsWith(unseal(world, hostKeyBytes(world, name), bundle.bytes), dumpHeader);
}

function machineDumpReads(world: World): boolean {
  const { machineDump: dump } = world;
  if (dump === undefined) return true;
  const name = inMemory(world).find((held) => held === dump.by);
  const hasMachineKey = dump.by === 'machine' && (world.machineKeyCached || world.held === '1');
  const key =
    name === undefined ? (hasMachineKey ? machineKey(world) : undefined) : hostKeyBytes(world, name);
  return key !== undefined && startsWith(unseal(world, key, dump.bytes), machineDumpText);
}

function startsWith(bytes: Uint8Array | undefined, head: Uint8Array): boolean {
  return bytes !== undefined && Buffer.compare(bytes.subarray(0, head.length), head) === 0;
}
