/** vCenter, its provider, the cluster's policy, and support bundles. */
import { exposeKeyBytes } from '../../../crypto/key.ts';
import { mint, seal, unseal } from '../../secrets.ts';
import type { Handler } from './host-events.ts';
import {
  type Bundle,
  type Dump,
  dumpHeader,
  type HostKeyName,
  hostKeyBytes,
  inMemory,
  originOf,
  type World,
} from './world.ts';

/** The dump in plain bytes, by the keys in memory. */
export function plainOf(world: World, dump: Dump): Uint8Array | undefined {
  if (dump.by === 'clear') return dump.bytes;
  const name = inMemory(world).find((held) => held === dump.by);
  return name && unseal(world, hostKeyBytes(world, name), dump.bytes);
}

function bundleOf(world: World, dump: Dump, password: boolean): Bundle | string {
  if (dump.by === 'clear') return { protection: 'clear', bytes: dump.bytes, key: undefined, of: dump.number };
  if (!password && !world.variant.vsanEncrypted) {
    return { protection: dump.by as HostKeyName, bytes: dump.bytes, key: undefined, of: dump.number };
  }
  const plain = plainOf(world, dump);
  if (plain === undefined) return 'dumpUnreadable';
  const key = mint(world, world.random, 32);
  const bytes = seal(world, world.random, key, plain);
  return { protection: password ? 'password' : 'randomKey', bytes, key, of: dump.number };
}

/** The host key that lies in an opened bundle, for whoever gets it. */
function leak(world: World, { protection, bytes, key }: Bundle): void {
  if (world.switches.coredumpHasKeys === 'never') return;
  if (key === undefined || (protection !== 'password' && protection !== 'randomKey')) return;
  const plain = unseal(world, key, bytes);
  if (plain !== undefined && plain.length > dumpHeader.length)
    world.outside = Uint8Array.from(plain.subarray(dumpHeader.length));
}

export const dumpEvents: Readonly<Record<string, Handler>> = {
  collectBundle: (world, { password }) => {
    if (world.hostDump === undefined) return 'noDump';
    const bundle = bundleOf(world, world.hostDump, password === true);
    if (typeof bundle === 'string') return bundle;
    world.bundle = bundle;
    return undefined;
  },
  passwordIsForgotten: (world) => {
    if (world.bundle?.protection !== 'password') return 'noPasswordBundle';
    world.bundle = { ...world.bundle, protection: 'passwordForgotten', key: undefined };
    return undefined;
  },
  shareBundle: (world) => {
    if (world.bundle === undefined) return 'noBundle';
    leak(world, world.bundle);
    return undefined;
  },
  bundleIsStolen: (world) => {
    if (world.bundle === undefined) return 'noBundle';
    // The password is not in the bundle; a random key is.
    if (world.bundle.protection !== 'password') leak(world, world.bundle);
    return undefined;
  },
};

export const vcenterEvents: Readonly<Record<string, Handler>> = {
  setCryptoMode: (world, { mode, policy }) => {
    if (!world.vcenter.running) return 'vcenterNotRunning';
    if (policy !== 'none' && world.variant.version !== '8.0U3') return 'policyNotSupported';
    world.cluster.mode = mode as World['cluster']['mode'];
    world.cluster.policy = policy as World['cluster']['policy'];
    return undefined;
  },
  vcenterCrashes: (world) => {
    if (!world.vcenter.running) return 'vcenterNotRunning';
    world.vcenter.running = false;
    world.vcenterDump = true;
    return undefined;
  },
  startVcenter: ({ vcenter }) => {
    if (vcenter.running) return 'vcenterRunning';
    vcenter.running = true;
    return undefined;
  },
  deleteVcenterDump: (world) => {
    if (!world.vcenterDump) return 'noVcenterDump';
    world.vcenterDump = false;
    return undefined;
  },
  deleteProvider: ({ vcenter }) => {
    if (!vcenter.running) return 'vcenterNotRunning';
    if (vcenter.key === 'none') return 'providerMissing';
    vcenter.key = 'none';
    vcenter.isDefault = false;
    return undefined;
  },
  addProvider: (world) => {
    const { vcenter, variant } = world;
    if (!vcenter.running) return 'vcenterNotRunning';
    if (vcenter.key !== 'none') return 'providerExists';
    if (variant.provider === 'native' && world.madeSecond) return 'keysUsedUp';
    world.madeSecond ||= variant.provider === 'native';
    vcenter.key = variant.provider === 'native' ? '2' : '1';
    return undefined;
  },
  importProvider: (world) => {
    const { vcenter, variant, p12 } = world;
    if (!vcenter.running) return 'vcenterNotRunning';
    if (variant.provider !== 'native') return 'notNative';
    if (vcenter.key !== 'none') return 'providerExists';
    if (p12 === undefined) return 'fileLost';
    vcenter.key = Buffer.compare(exposeKeyBytes(p12), exposeKeyBytes(world.origins['1'])) === 0 ? '1' : '2';
    return undefined;
  },
  setDefaultProvider: ({ vcenter }) => {
    if (!vcenter.running) return 'vcenterNotRunning';
    if (vcenter.key === 'none') return 'providerMissing';
    if (vcenter.isDefault) return 'isDefault';
    vcenter.isDefault = true;
    return undefined;
  },
  vcenterPushesKeys: (world) => {
    const { vcenter, variant, switches, hostKey } = world;
    if (!vcenter.running) return 'vcenterNotRunning';
    if (vcenter.key !== 'none') world.held = vcenter.key;
    else if (variant.provider === 'native' && switches.remediation === 'prunes') world.held = 'none';
    const resolved = hostKey !== 'none' && world.held === originOf(hostKey);
    if (variant.provider === 'standard' && world.crypto === 'incapable' && resolved) world.crypto = 'safe';
    return undefined;
  },
  p12IsLost: (world) => {
    if (world.p12 === undefined) return 'fileLost';
    world.p12 = undefined;
    return undefined;
  },
};
