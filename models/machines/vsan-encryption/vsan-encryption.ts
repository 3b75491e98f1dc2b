/** vSAN encryption at rest and in transit, with its rekeys, as a machine of its own. */
import type { Machine } from '../../kernel/machine.ts';
import type { DomainMachine } from '../domain-machine.ts';
import {
  deepRekey,
  disableEncryption,
  enableEncryption,
  setProvider,
  shallowRekey,
} from './cluster-rules.ts';
import { describe, type Event, type Refusal, refusals } from './events.ts';
import { goals } from './goals.ts';
import {
  bootHost,
  hostConfigurationIsLost,
  hostCrashes,
  hostForgetsOldKek,
  hostRewraps,
  hostTakesConfiguration,
  hostUnlocks,
  recreateDevice,
  sitePowerFails,
} from './host-rules.ts';
import { invariants } from './invariants.ts';
import { datastoreFills, decryptMachines, encryptMachines, setDedup, setTransit } from './data-rules.ts';
import { observe } from './observe.ts';
import {
  hostIsEmptied,
  hostIsRefilled,
  hostIsReformatted,
  hostRewrites,
  operationFinishes,
  transitionAdvances,
} from './operation-rules.ts';
import {
  deleteProvider,
  providerComesBack,
  providerGoesAway,
  restoreProvider,
  vcenterRemediatesHost,
} from './provider-rules.ts';
import { initialOf, type State, type Variant, type VsanSetting } from './state.ts';

const rules: Machine<VsanSetting, State, Event, Refusal>['rules'] = {
  enableEncryption,
  disableEncryption,
  shallowRekey,
  deepRekey,
  setProvider,
  setDedup,
  setTransit,
  encryptMachines,
  decryptMachines,
  datastoreFills,
  deleteProvider,
  restoreProvider,
  providerGoesAway,
  providerComesBack,
  vcenterRemediatesHost,
  hostCrashes,
  sitePowerFails,
  bootHost,
  hostUnlocks,
  hostConfigurationIsLost,
  hostTakesConfiguration,
  hostRewraps,
  hostForgetsOldKek,
  recreateDevice,
  transitionAdvances,
  operationFinishes,
  hostIsEmptied,
  hostIsReformatted,
  hostIsRefilled,
  hostRewrites,
};

const osa: Variant = {
  architecture: 'osa',
  release: '7.0',
  provider: 'native',
  startsEncrypted: true,
  spare: false,
  failuresToTolerate: 1,
  kekLimit: { A: 2, B: 0 },
  dekLimit: 2,
  copies: ['A', 'B'],
  asks: ['rekey'],
};

/** One key of each provider: the only rekey is that to the other one. */
const once = { A: 1, B: 1 } as const;

const esa: Variant = { ...osa, architecture: 'esa', spare: true };

export const vsanEncryption: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'vsan-encryption',
  claim: 'vSAN encryption: who can open which device, while keys change and hosts come and go.',
  variants: {
    'osa-7.0': osa,
    'osa-7.0-provider': { ...osa, kekLimit: once, asks: ['rekey', 'provider'] },
    'osa-7.0-standard': { ...osa, provider: 'standard', kekLimit: once, asks: ['rekey', 'provider'] },
    'osa-7.0-rolling': { ...osa, startsEncrypted: false, asks: ['enable', 'deepRekey'] },
    'osa-7.0-dedup': { ...osa, spare: true, asks: ['dedup', 'transit', 'machines'] },
    'esa-8.0U1': { ...esa, release: '8.0U1', asks: ['rekey', 'deepRekey', 'enable', 'dedup'] },
    'esa-8.0U1-provider': { ...esa, release: '8.0U1', kekLimit: once, asks: ['rekey', 'provider'] },
    'esa-9.0': {
      ...esa,
      release: '9.0',
      startsEncrypted: false,
      asks: ['enable', 'dedup', 'machines', 'transit'],
    },
    'esa-9.1': { ...esa, release: '9.1', startsEncrypted: false, asks: ['enable', 'dedup', 'machines'] },
  },
  machine: (setting) => ({ site: setting, initial: initialOf(setting.variant), rules }),
  invariants,
  goals,
  observe,
  describe,
  describeRefusal: (refusal) => refusals[refusal],
};
