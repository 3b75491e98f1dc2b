/** What an administrator wants of vCenter and its providers. */
import type { DomainGoal, Setting } from '../domain-machine.ts';
import { hostNames } from './names.ts';
import {
  hostSlices,
  isStandard,
  nameOf,
  nativeNames,
  providerAt,
  providerSlices,
  type Slice,
  slice,
  type State,
  type Variant,
} from './state.ts';
import { startRefusal } from './words.ts';

export function goals({ variant }: Setting<Variant>): readonly DomainGoal<State>[] {
  const files = nativeNames(variant).map((name): Slice => `p12/${name}`);
  const backups = variant.backups.map(({ name }): Slice => `backup/${name}`);
  return [
    {
      name: 'machineStarts',
      claim: 'The machine runs, or a host is ready to start it.',
      reads: ['db', ...hostSlices],
      reached: (state) =>
        state.db.on !== null || hostNames.some((host) => startRefusal(state, host) === undefined),
    },
    {
      name: 'machineKeyExists',
      claim: 'The key of the machine still exists somewhere.',
      reads: ['db', ...hostSlices, ...providerSlices(variant), ...files, ...backups],
      reached: (state) => keyExists(state, variant),
    },
    {
      name: 'p12IsGood',
      claim: 'Every provider can be had back from its .p12, with the same key and key id.',
      reads: [...files, ...providerSlices(variant)],
      reached: (state) =>
        nativeNames(variant).every((name) => {
          const provider = providerAt(state, 'vc-1', name);
          const file = slice(state, `p12/${name}`);
          if (provider === null) return true;
          const opens = file !== null && file.password !== 'forgotten';
          return opens && file.key === provider.key && file.id === provider.id;
        }),
    },
    {
      name: 'p12IsSecret',
      claim: 'No .p12 without a password holds the key of the machine.',
      reads: ['db', ...files],
      reached: (state) =>
        nativeNames(variant).every((name) => {
          const file = slice(state, `p12/${name}`);
          return file?.password !== 'none' || file.key !== state.db.key;
        }),
    },
    {
      name: 'backupsAreSecret',
      claim: 'No backup of vCenter without a password holds the key of the machine.',
      reads: ['db', ...backups],
      reached: (state) =>
        variant.backups.every(
          ({ name }) => slice(state, `backup/${name}`).password !== 'none' || !backupHolds(state, name),
        ),
    },
    {
      name: 'oldProviderMayGo',
      claim: 'Neither the machine nor a host key needs the provider B any more.',
      reads: ['db', ...hostSlices],
      reached: (state) =>
        [state.db.key, ...hostSlices.map((each) => slice(state, each).hostKey)].every(
          (key) => key === null || nameOf(key) !== 'B',
        ),
    },
  ];
}

function backupHolds(state: State, name: string): boolean {
  const { present, providers } = slice(state, `backup/${name}`);
  const { key } = state.db;
  return present && key !== null && providers[nameOf(key)]?.key === key;
}

function keyExists(state: State, variant: Variant): boolean {
  const { key } = state.db;
  if (key === null || isStandard(variant, nameOf(key))) return true;
  const name = nameOf(key);
  const file = slice(state, `p12/${name}`);
  return (
    hostSlices.some((each) => slice(state, each).held[name] === key) ||
    variant.vcenters.some((vcenter) => providerAt(state, vcenter, name)?.key === key) ||
    (file !== null && file.password !== 'forgotten' && file.key === key) ||
    variant.backups.some(
      (backup) =>
        slice(state, `backup/${backup.name}`).password !== 'forgotten' && backupHolds(state, backup.name),
    )
  );
}
