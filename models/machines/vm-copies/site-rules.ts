/** The providers of both sites, the replica, and the move from one vCenter to the other. */
import { when } from '../rule-of.ts';
import type { Event } from './events.ts';
import { isUnderWay } from './rekey-rules.ts';
import { rule } from './rule.ts';
import { type Provider, providers, type SiteName } from './providers.ts';
import {
  type Kdk,
  noClone,
  noCopy,
  noRestored,
  noTemplate,
  type RuleOf,
  type State,
  type Variant,
} from './state.ts';
import { notHere, sitesOf, unopened } from './words.ts';

function everywhere<Type extends Event['type']>(type: Type, variant: Variant) {
  return sitesOf(variant).flatMap((site) => providers.map((provider) => ({ type, site, provider })));
}

function withKdk(state: State, site: SiteName, provider: Provider, kdk: Kdk): Partial<State> {
  return { [site]: { ...state[site], [provider]: kdk } };
}

export const deleteProvider: RuleOf<'deleteProvider'> = rule('deleteProvider', {
  claim: 'A provider can be deleted while machines, templates, disks and old copies need it.',
  sources: ['delete-is-not-blocked', 'copies-forgotten', 'bound-faults'],
  spends: 1,
  groups: ['keys'],
  events: (variant) => everywhere('deleteProvider', variant),
  writes: ['main', 'dr'],
  refusal: ({ main, dr }, { site, provider }) =>
    when(site === 'main' && main.lost, 'siteLost') ??
    when((site === 'main' ? main : dr)[provider] === 'none', 'providerGone'),
  apply: (state, { site, provider }) => withKdk(state, site, provider, 'none'),
});

export const importProvider: RuleOf<'importProvider'> = rule('importProvider', {
  claim: 'The .p12 that is kept brings the same key to any vCenter, under the same name.',
  sources: ['import-restores-name-and-key', 'copies-dr-import'],
  groups: ['keys'],
  events: (variant) => everywhere('importProvider', variant),
  reads: ['p12'],
  writes: ['main', 'dr'],
  refusal: ({ main, dr, p12 }, { site, provider }) =>
    when(site === 'main' && main.lost, 'siteLost') ??
    when((site === 'main' ? main : dr)[provider] !== 'none', 'providerPresent') ??
    when(!p12[provider], 'noCopyKept'),
  apply: (state, { site, provider }) => withKdk(state, site, provider, 'own'),
});

export const p12IsLost: RuleOf<'p12IsLost'> = rule('p12IsLost', {
  claim: 'Every .p12 of a provider can be lost, and be needed for a copy later.',
  sources: ['no-escrow', 'copies-keep-p12', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['keys'],
  events: () => providers.map((provider) => ({ type: 'p12IsLost', provider })),
  writes: ['p12'],
  refusal: ({ p12 }, { provider }) => when(!p12[provider], 'noCopyKept'),
  apply: ({ p12 }, { provider }) => ({ p12: { ...p12, [provider]: false } }),
});

export const createProvider: RuleOf<'createProvider'> = rule('createProvider', {
  claim: 'A new provider of the same name has another key: the name alone opens nothing.',
  sources: ['bound-by-name', 'copies-same-key-both-ends'],
  groups: ['dr'],
  events: () => providers.map((provider) => ({ type: 'createProvider', provider })),
  writes: ['dr'],
  refusal: ({ dr }, { provider }) => when(dr[provider] !== 'none', 'providerPresent'),
  apply: (state, { provider }) => withKdk(state, 'dr', provider, 'other'),
});

export const replicate: RuleOf<'replicate'> = rule('replicate', {
  claim: 'The array replicates ciphertext with the wrapped key of the day, and asks no provider.',
  sources: ['copies-ciphertext'],
  groups: ['replica'],
  reads: ['machine'],
  writes: ['replica'],
  refusal: notHere,
  apply: ({ machine }) => ({ replica: { dek: machine.dek, wrap: machine.wrap, there: true } }),
});

export const mainIsLost: RuleOf<'mainIsLost'> = rule('mainIsLost', {
  claim: 'With a site its vCenter, its hosts and all that lies on its storage are lost.',
  sources: ['copies-dr-import', 'no-escrow', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['replica'],
  writes: ['main', 'machine', 'clone', 'template', 'disk', 'storageSnapshot', 'restored', 'migration'],
  refusal: ({ main }) => when(main.lost, 'siteLost'),
  apply: ({ machine }) => ({
    main: { A: 'none', B: 'none', lost: true },
    machine:
      machine.at === 'dr' ? machine : { dek: 0, wrap: null, at: 'nowhere', power: 'off', snapshot: false },
    clone: noClone,
    template: noTemplate,
    disk: noCopy,
    storageSnapshot: noCopy,
    restored: noRestored,
    migration: 'none',
  }),
});

export const failOver: RuleOf<'failOver'> = rule('failOver', {
  claim:
    'A replica starts at the recovery site when the same provider is there, by its name and with its key.',
  sources: ['copies-dr-import', 'bound-by-name'],
  groups: ['replica'],
  reads: ['dr', 'replica'],
  writes: ['machine'],
  refusal: ({ machine, replica, dr }) =>
    when(machine.at !== 'nowhere', 'machinePresent') ??
    when(!replica.there, 'noReplica') ??
    unopened(dr, replica),
  apply: ({ replica: { dek, wrap } }) => ({
    machine: { dek, wrap, at: 'dr', power: 'on', snapshot: false },
  }),
});

export const startMigration: RuleOf<'startMigration'> = rule('startMigration', {
  claim: 'A move to another vCenter starts without asking for its keys; the transfer has a key of its own.',
  sources: ['copies-fails-at-the-end', 'copies-migration-key'],
  groups: ['migrate'],
  reads: ['machine'],
  writes: ['migration'],
  refusal: (state) =>
    notHere(state) ??
    when(state.machine.power === 'off', 'machineOff') ??
    when(isUnderWay(state.migration), 'migrationRunning'),
  apply: () => ({ migration: '0' }),
});

export const migrationAdvances: RuleOf<'migrationAdvances'> = rule('migrationAdvances', {
  claim:
    'A move fails at its very end when the other vCenter lacks the provider, or has another of that name.',
  sources: ['copies-fails-at-the-end', 'copies-same-key-both-ends', 'copies-migration-key'],
  by: 'system',
  groups: ['migrate'],
  reads: ['dr'],
  writes: ['migration', 'machine'],
  refusal: ({ migration }) => when(!isUnderWay(migration), 'noMigration'),
  apply: ({ migration, machine, dr }) => {
    if (migration !== '100') return { migration: migration === '0' ? '50' : '100' };
    if (unopened(dr, machine) !== undefined) return { migration: 'failed' };
    return { migration: 'none', machine: { ...machine, at: 'dr' } };
  },
});
