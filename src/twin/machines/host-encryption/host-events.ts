/** The host's crypto state, its host key, and the machine that is placed on it. */
import { seal, unseal } from '../../secrets.ts';
import type { HandlerOf } from '../twin-of.ts';
import {
  bootHost,
  type Dump,
  dumpHost,
  givenHostKey,
  type HostKeyName,
  hostKeyBytes,
  isUp,
  machineDumpText,
  machineKey,
  newHostKey,
  originOf,
  type World,
} from './world.ts';

/** What an event does. @returns the reason when it is refused */
export type Handler = HandlerOf<World>;

function enable(world: World): string | undefined {
  const given = givenHostKey(world);
  if ('refusal' in given) return given.refusal;
  world.crypto = 'safe';
  world.hostKey = given.name;
  return undefined;
}

function configure(world: World, key: HostKeyName | 'unset'): string | undefined {
  if (key !== 'unset') {
    if (world.held !== originOf(key)) return 'keyNotOnHost';
    world.hostKey = key;
  } else if (world.hostKey === 'none' || world.held !== originOf(world.hostKey)) {
    const fresh = newHostKey(world);
    if ('refusal' in fresh) return fresh.refusal;
    world.hostKey = fresh.name;
  }
  world.crypto = 'safe';
  return undefined;
}

/** The same dump under the new host key, when it is under the old one. */
function recrypted(world: World, dump: Dump | undefined): Dump | undefined {
  const { changingFrom, hostKey } = world;
  if (dump === undefined || changingFrom === 'none' || hostKey === 'none' || dump.by !== changingFrom)
    return dump;
  const plain = unseal(world, hostKeyBytes(world, changingFrom), dump.bytes);
  if (plain === undefined || world.defect === 'recryptForgetsKey') return dump;
  return { ...dump, by: hostKey, bytes: seal(world, world.random, hostKeyBytes(world, hostKey), plain) };
}

function dumpMachine(world: World): void {
  const { hostKey, variant } = world;
  const byHost = variant.version === '6.5' && hostKey !== 'none';
  const key = byHost ? hostKeyBytes(world, hostKey) : machineKey(world);
  world.machineDump = {
    by: byHost ? hostKey : 'machine',
    bytes: seal(world, world.random, key, machineDumpText),
    number: ++world.dumps,
  };
}

export const hostEvents: Readonly<Record<string, Handler>> = {
  prepareCrypto: (world) => {
    if (world.crypto !== 'incapable') return 'hostNotIncapable';
    world.crypto = 'prepared';
    return undefined;
  },
  enableCrypto: (world) => (world.crypto === 'prepared' ? enable(world) : 'hostNotPrepared'),
  configureCryptoKey: (world, { key }) => {
    if (world.crypto === 'pendingIncapable') return 'rebootPending';
    if (world.changingFrom !== 'none') return 'keyChangeRuns';
    if (!world.vcenter.running) return 'vcenterNotRunning';
    return configure(world, key as HostKeyName | 'unset');
  },
  changeKey: (world, event) => {
    const key = event['key'] as HostKeyName;
    if (world.crypto !== 'safe') return 'hostNotSafe';
    if (world.changingFrom !== 'none') return 'keyChangeRuns';
    if (world.hostKey === key) return 'isHostKey';
    if (world.held !== originOf(key)) return 'keyNotOnHost';
    world.changingFrom = world.hostKey;
    world.hostKey = key;
    return undefined;
  },
  dumpsAreRecrypted: (world) => {
    if (world.changingFrom === 'none') return 'noKeyChange';
    world.hostDump = recrypted(world, world.hostDump);
    world.machineDump = recrypted(world, world.machineDump);
    world.changingFrom = 'none';
    return undefined;
  },
  dumpsAreLeft: (world) => {
    if (world.changingFrom === 'none') return 'noKeyChange';
    world.changingFrom = 'none';
    return undefined;
  },
  disableCrypto: (world) => {
    if (world.variant.vsanEncrypted) return 'vsanEncryptedCluster';
    if (world.changingFrom !== 'none') return 'keyChangeRuns';
    if (world.crypto === 'safe') world.crypto = 'pendingIncapable';
    else if (world.crypto === 'prepared') world.crypto = 'incapable';
    return undefined;
  },
  turnEncryptionModeOff: (world) => {
    if (!world.vcenter.running) return 'vcenterNotRunning';
    if (world.variant.vsanEncrypted) return 'vsanEncryptedCluster';
    if (isUp(world) || world.machineKeyCached) return 'keyMaterialOnHost';
    world.crypto = 'incapable';
    world.hostKey = 'none';
    return undefined;
  },
  addKey: (world) => {
    if (world.crypto !== 'safe') return 'hostNotSafe';
    if (world.machineKeyCached) return 'keyCached';
    if (world.variant.provider === 'native') return 'plainKeyUnknown';
    world.machineKeyCached = true;
    return undefined;
  },
  removeKey: (world) => {
    if (!world.machineKeyCached) return 'keyNotCached';
    world.machineKeyCached = false;
    return undefined;
  },
  clusterEnablesHost: (world) => {
    if (world.cluster.mode === 'onDemand') return 'modeOnDemand';
    if (world.crypto === 'safe') return 'hostIsSafe';
    return world.crypto === 'pendingIncapable' ? 'rebootPending' : enable(world);
  },
  placeMachine: (world, { user }) => {
    if (world.machineRuns) return 'machineRunning';
    if (!world.machineKeyCached && world.held !== '1') return 'machineKeyMissing';
    if (world.crypto === 'pendingIncapable') return 'rebootPending';
    if (world.crypto !== 'safe') {
      if (user === 'withoutRegisterHost') return 'noRegisterHost';
      const refusal = enable(world);
      if (refusal !== undefined) return refusal;
    }
    world.machineRuns = true;
    world.machineKeyCached = true;
    return undefined;
  },
  powerOffMachine: (world) => {
    if (!world.machineRuns) return 'machineNotRunning';
    world.machineRuns = false;
    return undefined;
  },
  rebootHost: (world) => {
    bootHost(world);
    return undefined;
  },
  hostPanics: (world) => {
    dumpHost(world);
    bootHost(world);
    return undefined;
  },
  hostdCrashes: (world) => {
    dumpHost(world);
    return undefined;
  },
  machineCrashes: (world) => {
    if (!world.machineRuns) return 'machineNotRunning';
    world.machineRuns = false;
    dumpMachine(world);
    return undefined;
  },
};
