/** What a thief can read with what was taken from a site, as a machine of its own. */
import type { Machine } from '../../kernel/machine.ts';
import type { DomainMachine } from '../domain-machine.ts';
import {
  backUpMachines,
  backUpVcenter,
  collectBundle,
  destroyCopy,
  downloadBackup,
  exportProvider,
  imageVcenter,
  importElsewhere,
  replicate,
  vcenterDumps,
} from './copy-rules.ts';
import { describe, type Event, type Refusal, refusals } from './events.ts';
import { goals } from './goals.ts';
import { invariants } from './invariants.ts';
import { observe } from './observe.ts';
import {
  deepRekey,
  enableDare,
  enablePersistence,
  enableTransit,
  enforceSecureBoot,
  rotateKdk,
  sealConfiguration,
} from './practice-rules.ts';
import { initialOf, type LootSetting, type State, type Variant } from './state.ts';
import { linkExpires, thiefDownloads, thiefTakes } from './thief-rules.ts';

const rules: Machine<LootSetting, State, Event, Refusal>['rules'] = {
  thiefTakes,
  thiefDownloads,
  linkExpires,
  exportProvider,
  downloadBackup,
  backUpVcenter,
  imageVcenter,
  importElsewhere,
  replicate,
  backUpMachines,
  collectBundle,
  vcenterDumps,
  destroyCopy,
  sealConfiguration,
  enforceSecureBoot,
  enablePersistence,
  enableDare,
  enableTransit,
  rotateKdk,
  deepRekey,
};

const devices: Variant = {
  architecture: 'osa',
  tpm: true,
  binding: 'file',
  secureBoot: false,
  dare: false,
  transit: false,
  vsanProvider: 'native',
  hostLogin: 'beaten',
  artefacts: ['vsanDevice', 'bootDevice', 'wholeHost', 'recoveryKey', 'replica'],
  asks: ['sealConfiguration', 'enforceSecureBoot', 'enableDare', 'rotateKdk', 'replicate'],
};

const copies: Variant = {
  ...devices,
  binding: 'tpm',
  dare: true,
  artefacts: ['p12', 'p12Password', 'exportLink', 'vcsaBackup', 'backupPassword', 'vcsaImage', 'replica'],
  asks: ['exportProvider', 'downloadBackup', 'backUpVcenter', 'imageVcenter', 'replicate', 'destroyCopy'],
};

const wire: Variant = {
  ...copies,
  dare: false,
  artefacts: ['wireCapture', 'vsanDevice', 'administrator'],
  asks: ['enableDare', 'enableTransit', 'deepRekey', 'rotateKdk'],
};

export const loot: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'loot',
  claim: 'What a thief can read with what was taken, and which practice prevents it.',
  variants: {
    devices,
    'login-holds': {
      ...devices,
      hostLogin: 'holds',
      artefacts: ['vsanDevice', 'bootDevice', 'wholeHost', 'recoveryKey'],
      asks: ['sealConfiguration', 'enforceSecureBoot', 'enableDare', 'rotateKdk'],
    },
    'no-tpm': {
      ...devices,
      tpm: false,
      artefacts: ['vsanDevice', 'bootDevice', 'wholeHost', 'replica'],
      asks: ['sealConfiguration', 'enableDare', 'rotateKdk', 'replicate'],
    },
    copies,
    rekeys: {
      ...copies,
      artefacts: ['p12', 'otherVcenter', 'replica', 'vsanDevice'],
      asks: ['exportProvider', 'downloadBackup', 'importElsewhere', 'replicate', 'rotateKdk', 'deepRekey'],
    },
    traces: {
      ...copies,
      artefacts: ['vadpMedia', 'mediaPassword', 'supportBundle', 'bundlePassword', 'vcenterDump', 'replica'],
      asks: ['backUpMachines', 'collectBundle', 'vcenterDumps', 'replicate', 'rotateKdk'],
    },
    'wire-osa': wire,
    'wire-esa': { ...wire, architecture: 'esa' },
    'standard-vsan': {
      ...devices,
      binding: 'tpm',
      dare: true,
      vsanProvider: 'standard',
      artefacts: ['vsanDevice', 'bootDevice', 'wholeHost', 'recoveryKey', 'vcsaBackup', 'kmsNetwork'],
      asks: ['enforceSecureBoot', 'enablePersistence', 'backUpVcenter', 'rotateKdk'],
    },
  },
  machine: (setting) => ({ site: setting, initial: initialOf(setting.variant), rules }),
  invariants,
  goals,
  observe,
  describe,
  describeRefusal: (refusal) => refusals[refusal],
};
