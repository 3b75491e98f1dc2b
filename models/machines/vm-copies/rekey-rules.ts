/** Power, and rekeying or decrypting each object by itself. */
import { when } from '../rule-of.ts';
import type { Refusal, Target } from './events.ts';
import { rule } from './rule.ts';
import { providers } from './providers.ts';
import type { RuleOf, State, Variant } from './state.ts';
import { machineUnopened, notHere, unopened } from './words.ts';

export const powerOn: RuleOf<'powerOn'> = rule('powerOn', {
  claim: 'A machine starts where its provider is, by its name and with its key.',
  sources: ['bound-by-name', 'locked-without-key'],
  reads: ['main', 'dr'],
  writes: ['machine'],
  refusal: (state) =>
    when(state.machine.at === 'nowhere', 'noMachine') ??
    when(state.machine.power === 'on', 'machineOn') ??
    machineUnopened(state),
  apply: ({ machine }) => ({ machine: { ...machine, power: 'on' } }),
});

export const powerOff: RuleOf<'powerOff'> = rule('powerOff', {
  claim: 'A machine is not switched off while it is moved.',
  sources: ['copies-same-key-both-ends'],
  reads: ['migration'],
  writes: ['machine'],
  refusal: ({ machine, migration }) =>
    when(machine.at === 'nowhere', 'noMachine') ??
    when(machine.power === 'off', 'machineOff') ??
    when(isUnderWay(migration), 'migrationRunning'),
  apply: ({ machine }) => ({ machine: { ...machine, power: 'off' } }),
});

export function isUnderWay(migration: State['migration']): boolean {
  return migration !== 'none' && migration !== 'failed';
}

function isAbsent({ clone, template, disk }: State, object: Target): boolean {
  switch (object) {
    case 'machine':
      return false;
    case 'clone':
      return clone.kind === 'none';
    case 'template':
      return template.form === 'absent';
    case 'disk':
      return !disk.there;
  }
}

/** Why an object can't be rekeyed by itself, whatever the keys. */
function notRekeyable(state: State, object: Target): Refusal | undefined {
  if (object === 'machine') return notHere(state);
  return (
    when(isAbsent(state, object), 'noSuchCopy') ??
    when(object === 'template' && state.template.form === 'template', 'isTemplate') ??
    when(object === 'clone' && state.clone.kind === 'linked', 'linkedClone')
  );
}

/** Why its data can't be written anew now. */
function notQuiet({ machine }: State, object: Target): Refusal | undefined {
  if (object !== 'machine') return undefined;
  return when(machine.power === 'on', 'machineOn') ?? when(machine.snapshot, 'snapshotsPresent');
}

function targetsOf({ asks }: Variant): readonly Target[] {
  const others = ['clone', 'template', 'disk'] as const;
  return ['machine', ...others.filter((target) => asks.includes(target))];
}

function rewritable({ asks }: Variant): readonly Target[] {
  return asks.includes('clone') ? ['machine', 'clone'] : ['machine'];
}

const objects = ['machine', 'clone', 'template', 'disk'] as const;

export const shallowRecrypt: RuleOf<'shallowRecrypt'> = rule('shallowRecrypt', {
  claim:
    'A shallow recrypt gives an object another provider; each copy needs its own, and a linked clone has none.',
  sources: [
    'vm-shallow-replaces-kek',
    'vm-shallow-changes-provider',
    'copies-template-converted',
    'copies-linked-not-apart',
    'copies-linked-no-shallow',
    'copies-forgotten',
  ],
  groups: ['shallow'],
  events: (variant) =>
    targetsOf(variant).flatMap((object) =>
      providers.map((provider) => ({ type: 'shallowRecrypt' as const, object, provider })),
    ),
  reads: ['main'],
  writes: objects,
  refusal: (state, { object, provider }) =>
    notRekeyable(state, object) ??
    when(state.main[provider] !== 'own', 'keyMissing') ??
    unopened(state.main, state[object]) ??
    when(state[object].dek === 0, 'machinePlain'),
  apply: (state, { object, provider }) => ({ [object]: { ...state[object], wrap: provider } }),
});

export const deepRecrypt: RuleOf<'deepRecrypt'> = rule('deepRecrypt', {
  claim:
    'A deep recrypt gives the data a new key, and only then is an old copy’s key of no use for what is new.',
  sources: [
    'vm-deep-replaces-dek',
    'vm-copying-rules',
    'copies-linked-not-apart',
    'copies-old-stay-readable',
  ],
  groups: ['deep'],
  events: (variant) => rewritable(variant).map((object) => ({ type: 'deepRecrypt', object })),
  reads: ['main'],
  writes: ['machine', 'clone', 'made'],
  refusal: (state, { object }, { variant }) =>
    notRekeyable(state, object) ??
    notQuiet(state, object) ??
    when(state.made >= variant.dekLimit, 'dekLimit') ??
    unopened(state.main, state[object]) ??
    when(state[object].dek === 0, 'machinePlain'),
  apply: (state, { object }) => ({
    [object]: { ...state[object], dek: state.made + 1 },
    made: state.made + 1,
  }),
});

export const decrypt: RuleOf<'decrypt'> = rule('decrypt', {
  claim: 'A decrypted object needs no provider; a linked clone cannot be decrypted.',
  sources: ['vm-decrypt-powered-off', 'vm-copying-rules', 'copies-linked-not-apart'],
  groups: ['decrypt'],
  events: (variant) => rewritable(variant).map((object) => ({ type: 'decrypt', object })),
  reads: ['main'],
  writes: ['machine', 'clone'],
  refusal: (state, { object }) =>
    notRekeyable(state, object) ??
    notQuiet(state, object) ??
    unopened(state.main, state[object]) ??
    when(state[object].dek === 0, 'machinePlain'),
  apply: (state, { object }) => ({ [object]: { ...state[object], dek: 0, wrap: null } }),
});
