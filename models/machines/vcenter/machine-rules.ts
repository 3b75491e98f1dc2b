/** The virtual machine, vSAN, and what a licence allows. */
import { licenceAllows, type Licence } from '../../licences.ts';
import { firstRefusal, when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import { type HostName, hostNames, type ProviderName } from './names.ts';
import {
  holds,
  hostSlices,
  isStandard,
  nameOf,
  providerAt,
  providerSlices,
  rule,
  type RuleFor,
  set,
  type Slice,
  slice,
  type State,
  type Variant,
  vcenterSlices,
} from './state.ts';
import {
  heldRefusal,
  hostOf,
  madeSafe,
  managedRefusal,
  onHosts,
  providerOf,
  startRefusal,
  usableRefusal,
  withMigrationEnded,
} from './words.ts';

const readsAll = (_: unknown, variant: Variant): readonly Slice[] => [
  ...vcenterSlices(variant),
  ...providerSlices(variant),
  ...hostSlices,
  'site',
];

/** The provider that is meant: the one named, else the default of the cluster, else that of the system. */
function meant(state: State, named: ProviderName | null): ProviderName | null {
  const { at } = slice(state, 'host/esx-1');
  if (named !== null || at === null) return named;
  const { cluster, system } = slice(state, `vcenter/${at}`);
  return cluster ?? system;
}

export const encryptMachine: RuleFor<'encryptMachine'> = rule({
  claim: 'A new encryption asks for a licence, a provider or a default, its backup, and its key on the host.',
  sources: [
    'gate-before-backup',
    'encrypt-powered-off',
    'no-default-refuses',
    'licence-vm-perpetual',
    'licence-vm-subscription',
    'licence-standard-subscription',
    'licence-denies-new-only',
    'in-cluster-only',
    'vtpm-encrypts-home',
  ],
  by: 'operator',
  spends: 0,
  groups: ['machine'],
  events: ({ names, asks }) =>
    (['vtpm', 'full'] as const).flatMap((protection) =>
      [...(asks.includes('defaults') ? [null] : []), ...names].map((provider) => ({
        type: 'encryptMachine' as const,
        protection,
        provider,
      })),
    ),
  reads: readsAll,
  writes: () => ['host/esx-1', 'db'],
  refusal: (state, { protection, provider }) => {
    const name = meant(state, provider);
    const present = slice(state, 'host/esx-1');
    const denied = protection === 'full' && !licenceAllows(state.site.licence, 'vmEncryption');
    const unready =
      managedRefusal(state, 'esx-1') ??
      when(state.db.protection !== 'plain', 'machineEncrypted') ??
      when(state.db.on !== null, 'machineRunning') ??
      when(denied, 'licenceMissing');
    if (unready !== undefined) return unready;
    if (name === null) return 'noDefaultProvider';
    const key = providerOf(state, 'esx-1', name)?.key;
    return (
      usableRefusal(state, 'esx-1', name) ??
      when(present.power === 'off', 'hostNotOn') ??
      when(!present.clustered, 'hostNotInCluster') ??
      (key === undefined ? undefined : heldRefusal(present, key)) ??
      when(present.hostKey !== null && !holds(present, present.hostKey), 'hostKeyUnresolved')
    );
  },
  apply: (state, { protection, provider }) => {
    const name = meant(state, provider);
    const key = name === null ? undefined : providerOf(state, 'esx-1', name)?.key;
    if (key === undefined) return {};
    return {
      ...set('host/esx-1', madeSafe(slice(state, 'host/esx-1'), key)),
      db: { ...state.db, protection, key },
    };
  },
});

export const decryptMachine: RuleFor<'decryptMachine'> = rule({
  claim: 'Decrypting needs the machine off and its key on a safe host; no licence is asked.',
  sources: ['encrypt-powered-off', 'licence-denies-new-only'],
  by: 'operator',
  spends: 0,
  groups: ['machine'],
  events: () => [{ type: 'decryptMachine' }],
  reads: (_, variant) => [...vcenterSlices(variant), 'host/esx-1'],
  writes: () => ['db'],
  refusal: (state) =>
    managedRefusal(state, 'esx-1') ??
    when(state.db.protection === 'plain', 'machinePlain') ??
    when(state.db.on !== null, 'machineRunning') ??
    startRefusal(state, 'esx-1'),
  apply: ({ db }) => ({ db: { ...db, protection: 'plain', key: null } }),
});

export const rekeyMachine: RuleFor<'rekeyMachine'> = rule({
  claim: 'A shallow rekey takes a machine to another provider, also of another kind, while it runs.',
  sources: ['shallow-rekey', 'shallow-rekey-any-power'],
  by: 'operator',
  spends: 0,
  groups: ['rekey'],
  events: ({ names }) => names.map((provider) => ({ type: 'rekeyMachine' as const, provider })),
  reads: readsAll,
  writes: () => ['db'],
  refusal: (state, { provider }, { variant }) => {
    const host = hostOf(state.db);
    const present = slice(state, `host/${host}`);
    const key = providerOf(state, host, provider)?.key;
    const unready =
      managedRefusal(state, host) ??
      when(state.db.key === null, 'machinePlain') ??
      usableRefusal(state, host, provider) ??
      when(isStandard(variant, provider) && !state.site.kms, 'kmsDown') ??
      when(state.db.key === key, 'keyUnchanged') ??
      when(present.power === 'off', 'hostNotOn') ??
      when(!present.safe, 'hostNotSafe');
    if (unready !== undefined || state.db.key === null || key === undefined) return unready;
    return heldRefusal(present, state.db.key) ?? when(!holds(present, key), 'newKeyMissing');
  },
  apply: (state, { provider }) => {
    const key = providerOf(state, hostOf(state.db), provider)?.key;
    return key === undefined ? {} : { db: { ...state.db, key } };
  },
});

export const startMigration: RuleFor<'startMigration'> = rule({
  claim: 'A migration starts whatever its target knows.',
  sources: ['cross-vcenter-same-key'],
  by: 'operator',
  spends: 0,
  groups: ['linked'],
  events: () => onHosts('startMigration'),
  reads: (_, variant) => [...vcenterSlices(variant), ...hostSlices],
  writes: () => ['db'],
  refusal: (state, { host }) =>
    when(state.db.on === null, 'machineNotRunning') ??
    when(state.db.to !== null, 'migrationInProgress') ??
    when(state.db.on === host, 'machineIsThere') ??
    managedRefusal(state, hostOf(state.db)) ??
    managedRefusal(state, host) ??
    when(slice(state, `host/${host}`).power === 'off', 'hostNotOn'),
  apply: ({ db }, { host }) => ({ db: { ...db, to: host } }),
});

export const finishMigration: RuleFor<'finishMigration'> = rule({
  claim: 'A migration between vCenters fails at its end, unless both have the same name, key and key id.',
  sources: ['cross-vcenter-same-key', 'linked-replicates-nothing'],
  by: 'system',
  spends: 0,
  groups: ['linked'],
  events: () => [{ type: 'finishMigration' }],
  reads: readsAll,
  writes: () => ['db'],
  refusal: (state) => {
    const { on, to, key } = state.db;
    if (on === null || to === null) return 'noMigration';
    const present = slice(state, `host/${to}`);
    return (
      managedRefusal(state, on) ??
      managedRefusal(state, to) ??
      pairRefusal(state, on, to) ??
      (key === null ? undefined : (heldRefusal(present, key) ?? when(!present.safe, 'hostNotSafe')))
    );
  },
  apply: ({ db }) => ({ db: { ...db, on: db.to, to: null } }),
});

/** Why two vCenters do not have the same provider for the machine. */
function pairRefusal(state: State, from: HostName, to: HostName): Refusal | undefined {
  const [source, target] = [slice(state, `host/${from}`).at, slice(state, `host/${to}`).at];
  const { key } = state.db;
  if (key === null || source === target || source === null || target === null) return undefined;
  const here = providerAt(state, source, nameOf(key));
  const there = providerAt(state, target, nameOf(key));
  if (here === null || there === null) return 'providerMissing';
  return when(here.key !== there.key || here.id !== there.id, 'keyIdDiffers');
}

export const rollBackMigration: RuleFor<'rollBackMigration'> = rule({
  claim: 'A migration that fails leaves the machine running where it was.',
  sources: ['cross-vcenter-same-key'],
  by: 'operator',
  spends: 0,
  groups: ['linked'],
  events: () => [{ type: 'rollBackMigration' }],
  reads: () => [],
  writes: () => ['db'],
  refusal: ({ db }) => when(db.to === null, 'noMigration'),
  apply: ({ db }) => ({ db: { ...db, to: null } }),
});

export const startMachine: RuleFor<'startMachine'> = rule({
  claim: 'A machine starts on a safe host that holds its key; neither vCenter nor a licence is asked.',
  sources: ['locked-without-key', 'ha-without-vcenter', 'licence-denies-new-only'],
  by: 'operator',
  spends: 0,
  groups: ['power'],
  events: () => onHosts('startMachine'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['db'],
  refusal: (state, { host }) => when(state.db.on !== null, 'machineRunning') ?? startRefusal(state, host),
  apply: ({ db }, { host }) => ({ db: { ...db, on: host } }),
});

export const powerOffMachine: RuleFor<'powerOffMachine'> = rule({
  claim: 'A machine whose key was taken from its host meanwhile does not start again.',
  sources: ['deleted-then-locked', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['power'],
  events: () => [{ type: 'powerOffMachine' }],
  reads: () => [],
  writes: () => ['db'],
  refusal: ({ db }) => when(db.on === null, 'machineNotRunning'),
  apply: ({ db }) => ({ db: { ...(db.on === null ? db : withMigrationEnded(db, db.on)), on: null } }),
});

export const licenceChanges: RuleFor<'licenceChanges'> = rule({
  claim: 'A lesser licence denies new operations; what is encrypted stays so and still starts.',
  sources: ['licence-denies-new-only', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['licence'],
  events: ({ licences }) =>
    licences.map((licence: Licence) => ({ type: 'licenceChanges' as const, licence })),
  reads: () => [],
  writes: () => ['site'],
  refusal: ({ site }, { licence }) => when(site.licence === licence, 'licenceUnchanged'),
  apply: ({ site }, { licence }) => ({ site: { ...site, licence } }),
});

export const encryptVsan: RuleFor<'encryptVsan'> = rule({
  claim: 'vSAN encryption asks for its own licence, a provider that is backed up, and its key on every host.',
  sources: [
    'licence-vsan-perpetual',
    'licence-vsan-subscription',
    'licence-denies-new-only',
    'gate-before-backup',
  ],
  by: 'operator',
  spends: 0,
  groups: ['licence'],
  events: ({ names }) => names.map((provider) => ({ type: 'encryptVsan' as const, provider })),
  reads: (event, variant) => [...readsAll(event, variant), ...hostSlices],
  writes: () => ['site'],
  refusal: (state, { provider }) => {
    const key = providerOf(state, 'esx-1', provider)?.key;
    return (
      managedRefusal(state, 'esx-1') ??
      when(state.site.vsan !== null, 'vsanEncrypted') ??
      when(!licenceAllows(state.site.licence, 'vsanEncryption'), 'licenceMissing') ??
      usableRefusal(state, 'esx-1', provider) ??
      firstRefusal(hostNames, (host) => {
        const present = slice(state, `host/${host}`);
        return (
          when(present.power === 'off', 'hostNotOn') ??
          (key === undefined ? undefined : heldRefusal(present, key))
        );
      })
    );
  },
  apply: (state, { provider }) => ({
    site: { ...state.site, vsan: providerOf(state, 'esx-1', provider)?.key ?? null },
  }),
});
