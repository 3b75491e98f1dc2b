/** Encrypting, decrypting and rekeying: how each is started. Their steps are in steps.ts. */
import type { Setting } from '../domain-machine.ts';
import { ruleOf, when } from '../rule-of.ts';
import type { Event, Refusal } from './events.ts';
import { eachProvider, plainRule } from './rule.ts';
import type { Provider } from './providers.ts';
import { noTask, type RuleOf, type State, type Task, type Variant } from './state.ts';
import {
  allInUseOpen,
  hostHasKey,
  inUse,
  keySlices,
  notReady,
  objectSlices,
  relocked,
  takeKek,
} from './words.ts';

type Look = readonly (keyof State)[];
const looked: Look = [...keySlices, ...objectSlices, 'machine', 'task', 'default', 'datastore', 'made'];

/** Why data can't be copied now: it needs a machine that is off, without snapshots. Contradiction C16. */
function notQuiet(state: State): Refusal | undefined {
  return (
    notReady(state) ??
    when(state.machine.locked, 'machineLocked') ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.machine.snapshots !== 'none', 'snapshotsPresent')
  );
}

function spent(setting: Setting<Variant>, { made }: State, provider: Provider): boolean {
  return made[provider] >= setting.variant.kekLimit[provider];
}

/** The KEK of an encryption that is started now: home's, or a new one of the default provider. */
function encryptionKek({ home, made, default: provider }: State): ReturnType<typeof takeKek> {
  return home.kek === null ? takeKek(made, provider) : { kek: home.kek, made };
}

function refusalToEncrypt(state: State, setting: Setting<Variant>): Refusal | undefined {
  const isNew = state.home.kek === null;
  const { kek } = encryptionKek(state);
  return (
    notQuiet(state) ??
    when(
      inUse(state).every((name) => state[name].dek !== 0),
      'nothingToDo',
    ) ??
    when(kek === null, 'noDefaultProvider') ??
    when(isNew && state.default !== null && spent(setting, state, state.default), 'kekLimit') ??
    when(state.made.deks >= setting.variant.dekLimit, 'dekLimit') ??
    when(kek !== null && !hostHasKey(state, kek), 'keyMissing') ??
    when(state.datastore === 'full', 'datastoreFull')
  );
}

export const encryptMachine: RuleOf<'encryptMachine'> = plainRule({
  type: 'encryptMachine',
  claim:
    'A machine is encrypted object by object while it is off, without snapshots, and with room for full copies.',
  sources: [
    'encrypt-powered-off',
    'vm-copying-rules',
    'vm-full-copy-space',
    'vm-no-default-provider',
    'vm-object-order',
  ],
  group: 'copying',
  reads: looked,
  writes: ['task', 'made'],
  refusal: refusalToEncrypt,
  apply: (state) => {
    const { kek, made } = encryptionKek(state);
    const dek = made.deks + 1;
    return { task: { ...noTask, operation: 'encrypt', kek, dek }, made: { ...made, deks: dek } };
  },
});

/** Why what is encrypted can't be written anew: by decrypting it, or under other data keys. */
function refusalToRewrite(state: State, limit: Refusal | undefined): Refusal | undefined {
  return (
    notQuiet(state) ??
    when(state.home.dek === 0, 'nothingToDo') ??
    limit ??
    when(!allInUseOpen(state), 'keyMissing') ??
    when(state.datastore === 'full', 'datastoreFull')
  );
}

export const decryptMachine: RuleOf<'decryptMachine'> = plainRule({
  type: 'decryptMachine',
  claim: 'A machine is decrypted while it is off and without snapshots, its home last.',
  sources: ['vm-decrypt-powered-off', 'vm-copying-rules', 'vm-full-copy-space', 'vm-object-order'],
  group: 'copying',
  reads: looked,
  writes: ['task'],
  refusal: (state) => refusalToRewrite(state, undefined),
  apply: () => ({ task: { ...noTask, operation: 'decrypt' } }),
});

export const deepRecrypt: RuleOf<'deepRecrypt'> = plainRule({
  type: 'deepRecrypt',
  claim:
    'A deep recrypt replaces the data keys and rewrites all data, while the machine is off and without snapshots.',
  sources: ['vm-deep-replaces-dek', 'vm-copying-rules', 'vm-full-copy-space', 'vm-object-order'],
  group: 'copying',
  reads: looked,
  writes: ['task', 'made'],
  refusal: (state, { variant }) =>
    refusalToRewrite(state, when(state.made.deks >= variant.dekLimit, 'dekLimit')),
  apply: ({ made }) => {
    const dek = made.deks + 1;
    return { task: { ...noTask, operation: 'deepRecrypt', dek }, made: { ...made, deks: dek } };
  },
});

/** Whether a shallow recrypt powers a running machine off: a defect of older releases. */
function losesPower({ cbt, release }: Variant): boolean {
  return cbt && release !== '8.0U3e';
}

export const shallowRecrypt: RuleOf<'shallowRecrypt'> = ruleOf<
  Variant,
  State,
  Extract<Event, { type: 'shallowRecrypt' }>,
  Refusal
>({
  claim:
    'A shallow recrypt wraps the same data keys by a new key, of the same provider or another, in any power state.',
  sources: [
    'vm-shallow-replaces-kek',
    'vm-shallow-any-power',
    'vm-shallow-changes-provider',
    'vm-ide-off',
    'vm-cbt-powers-off',
  ],
  by: 'operator',
  spends: 0,
  groups: ['rekey'],
  events: () => eachProvider('shallowRecrypt'),
  reads: () => looked,
  writes: () => ['task', 'made', 'machine'],
  refusal: (state, { provider }, setting) =>
    notReady(state) ??
    when(state.machine.locked, 'machineLocked') ??
    when(setting.variant.ide && state.machine.power === 'on', 'ideNeedsPowerOff') ??
    when(state.machine.snapshots === 'tree', 'snapshotTree') ??
    when(state.home.dek === 0, 'nothingToDo') ??
    when(spent(setting, state, provider), 'kekLimit') ??
    when(!state[provider].host || !allInUseOpen(state), 'keyMissing'),
  apply: (state, { provider }, { variant }) => {
    const { kek, made } = takeKek(state.made, provider);
    const task: Task = { ...noTask, operation: 'shallowRecrypt', kek };
    const power = losesPower(variant) ? 'off' : state.machine.power;
    return { task, made, machine: relocked(state, { ...state.machine, power }) };
  },
});
