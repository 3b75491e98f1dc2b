/** What an administrator wants of a Trusted Key Provider. */
import type { DomainGoal } from '../domain-machine.ts';
import { hostNames } from './names.ts';
import { hostSlices, passRefusal, releaseRefusal, type State } from './state.ts';

export const goals: readonly DomainGoal<State>[] = [
  {
    name: 'machineStarts',
    claim: 'The machine runs, or a host is ready to start it.',
    reads: ['db', ...hostSlices],
    reached: (state) =>
      state.db.on !== null ||
      hostSlices.some((slice) => state[slice].attested && state[slice].cache.includes(state.db.kek)),
  },
  {
    name: 'machineKeyExists',
    claim: 'The key of the machine still exists somewhere.',
    reads: ['db', 'kms', ...hostSlices],
    reached: (state) =>
      state.kms.there.includes(state.db.wrappedBy) ||
      hostSlices.some((slice) => state[slice].cache.includes(state.db.kek)),
  },
  {
    name: 'survivesPowerLoss',
    claim: 'After a power failure the machine starts without anything being changed.',
    reads: ['db', 'kms', 'taHosts', 'authority', ...hostSlices],
    reached: (state) =>
      releaseRefusal(state, state.db.wrappedBy) === undefined &&
      hostNames.some((host) => passRefusal(state, host) === undefined),
  },
  {
    name: 'oldPrimaryKeyMayGo',
    claim: 'The machine does not need the first primary key.',
    reads: ['db'],
    reached: ({ db }) => db.wrappedBy !== 1,
  },
];
