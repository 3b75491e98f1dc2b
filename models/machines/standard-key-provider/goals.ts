/** What an administrator wants of a Standard Key Provider. */
import type { DomainGoal } from '../domain-machine.ts';
import { type KeyId } from './names.ts';
import { hostSlices, type State } from './state.ts';
import { keyRefusal, kmsRefusal, loginRefusal, neededKey, vsanAvailable } from './words.ts';

export const goals: readonly DomainGoal<State>[] = [
  {
    name: 'machineStarts',
    claim: 'The machine runs, or a host is ready to start it.',
    reads: ['db', ...hostSlices],
    reached: (state) =>
      state.db.on !== null ||
      hostSlices.some((slice) => state[slice].safe && state[slice].cache.includes(state.db.key)),
  },
  {
    name: 'vsanReadable',
    claim: 'The vSAN datastore is available.',
    reads: hostSlices,
    reached: vsanAvailable,
  },
  {
    name: 'machineKeyExists',
    claim: 'The key of the machine still exists somewhere.',
    reads: ['db', 'kms', 'keys', 'backup', ...hostSlices],
    reached: (state) => heldByHost(state, state.db.key) || inKms(state, neededKey(state.db)),
  },
  {
    name: 'vsanKeyExists',
    claim: 'The key of the vSAN datastore still exists somewhere.',
    reads: ['kms', 'keys', 'backup', ...hostSlices],
    reached: (state) => heldByHost(state, 'vsan#1') || inKms(state, 'vsan#1'),
  },
  {
    name: 'vsanSurvivesPowerLoss',
    claim: 'After a power failure of the site some host mounts vSAN by itself.',
    reads: ['kms', 'keys', ...hostSlices],
    reached: (state) =>
      hostSlices.some((slice) => {
        const { persistence, stored, configuration } = state[slice];
        if (persistence && stored.includes('vsan#1')) return true;
        const refusal =
          loginRefusal(configuration) ?? kmsRefusal(state, configuration) ?? keyRefusal(state, 'vsan#1');
        return state.kms.place === 'outside' && refusal === undefined;
      }),
  },
  {
    name: 'stolenHostIsSecret',
    claim: 'A thief of a host that is off finds no key of the machine or of vSAN on it.',
    reads: ['db', ...hostSlices],
    reached: (state) =>
      hostSlices.every(
        (slice) => !state[slice].stored.includes('vsan#1') && !state[slice].stored.includes(state.db.key),
      ),
  },
  {
    name: 'oldProviderMayGo',
    claim: 'Neither the machine nor the hosts need the provider kms any more.',
    reads: ['db', 'hostKey'],
    reached: ({ db, hostKey }) => db.provider !== 'kms' && hostKey.provider !== 'kms',
  },
];

function heldByHost(state: State, key: KeyId): boolean {
  return hostSlices.some((slice) => state[slice].cache.includes(key) || state[slice].stored.includes(key));
}

function inKms({ kms, keys, backup }: State, key: KeyId): boolean {
  return kms.hsm !== 'gone' && (keys[key] !== 'absent' || (backup !== null && backup[key] !== 'absent'));
}
