/** The encryption mode of one host, its host key and its core dumps: docs/machines/host-encryption.md. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine } from '../domain-machine.ts';
import * as dumps from './dump-rules.ts';
import { type Event, type Refusal, refusals } from './events.ts';
import { goals } from './goals.ts';
import { invariantsOf } from './invariants.ts';
import * as machine from './machine-rules.ts';
import * as mode from './mode-rules.ts';
import * as provider from './provider-rules.ts';
import { type HostSetting, initialState, type State, type Variant } from './state.ts';
import { describeEvent } from './words.ts';

const rules: Rules<HostSetting, State, Event, Refusal> = {
  prepareCrypto: mode.prepareCrypto,
  enableCrypto: mode.enableCrypto,
  configureCryptoKey: mode.configureCryptoKey,
  changeKey: mode.changeKey,
  dumpsAreRecrypted: dumps.dumpsAreRecrypted,
  dumpsAreLeft: dumps.dumpsAreLeft,
  disableCrypto: mode.disableCrypto,
  turnEncryptionModeOff: mode.turnEncryptionModeOff,
  addKey: machine.addKey,
  removeKey: machine.removeKey,
  setCryptoMode: mode.setCryptoMode,
  clusterEnablesHost: mode.clusterEnablesHost,
  placeMachine: machine.placeMachine,
  powerOffMachine: machine.powerOffMachine,
  rebootHost: machine.rebootHost,
  hostPanics: dumps.hostPanics,
  hostdCrashes: dumps.hostdCrashes,
  machineCrashes: dumps.machineCrashes,
  collectBundle: dumps.collectBundle,
  passwordIsForgotten: dumps.passwordIsForgotten,
  shareBundle: dumps.shareBundle,
  bundleIsStolen: dumps.bundleIsStolen,
  vcenterCrashes: provider.vcenterCrashes,
  startVcenter: provider.startVcenter,
  deleteVcenterDump: provider.deleteVcenterDump,
  deleteProvider: provider.deleteProvider,
  addProvider: provider.addProvider,
  importProvider: provider.importProvider,
  setDefaultProvider: provider.setDefaultProvider,
  vcenterPushesKeys: provider.vcenterPushesKeys,
  p12IsLost: provider.p12IsLost,
};

const native = {
  version: '8.0U3',
  provider: 'native',
  vsanEncrypted: false,
  mode: 'onDemand',
} as const;

const variants: Readonly<Record<string, Variant>> = {
  '8.0U3': native,
  '8.0U3-force-enable': { ...native, mode: 'forceEnable' },
  '7.0U2': { ...native, version: '7.0U2' },
  '8.0U3-vsan': { ...native, vsanEncrypted: true },
  '6.5': { ...native, version: '6.5', provider: 'standard' },
};

export const hostEncryption: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'host-encryption',
  claim: 'The crypto state of a host, its host key, and the core dumps that only this key opens.',
  variants,
  machine: (setting) => ({ site: setting, initial: initialState(setting), rules }),
  invariants: invariantsOf,
  goals: () => goals,
  observe: ({ vcenter, p12, cluster, host, machine: power, hostDump, machineDump, bundle, vcenterDump }) => ({
    vcenter: { running: vcenter.running, key: vcenter.key, isDefault: vcenter.isDefault },
    p12,
    cluster,
    host,
    machine: power,
    hostDump: hostDump.key,
    machineDump,
    bundle: bundle.protection,
    vcenterDump,
  }),
  describe: describeEvent,
  describeRefusal: (refusal) => refusals[refusal],
};
