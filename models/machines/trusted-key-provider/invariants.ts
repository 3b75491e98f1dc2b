/** What holds in every state of the machine, each with the state that makes the question interesting. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import { hostNames } from './names.ts';
import { hostSlices, type State, type Variant } from './state.ts';

type Own = DomainInvariant<Variant, State>;

const offKnowsNothing: Own = {
  name: 'a host that is off knows nothing',
  claim: 'A host that is off is not attested and has no key: a thief of it has none.',
  sources: ['trusted-cache-only'],
  reads: () => hostSlices,
  always: (state) =>
    hostSlices.every((slice) => {
      const { power, attested, cache } = state[slice];
      return power === 'on' || (!attested && cache.length === 0);
    }),
  sometimes: (state) => hostSlices.some((slice) => state[slice].power === 'off'),
};

const runOnHosts: Own = {
  name: 'machines run on hosts',
  claim: 'A machine runs only on a host that is on.',
  sources: ['trusted-attested'],
  reads: () => ['db', 'web', ...hostSlices],
  always: ({ db, web, ...state }) =>
    [db.on, web.on].every((on) => on === null || state[`host/${on}`].power === 'on'),
  sometimes: ({ db }) => db.on === null,
};

const runsWithKey: Own = {
  name: 'an encrypted machine runs where a key is',
  claim: 'The host that the machine runs on has a key of it in memory.',
  sources: ['trusted-released'],
  reads: () => ['db', ...hostSlices],
  always: ({ db, ...state }) => db.on === null || state[`host/${db.on}`].cache.length > 0,
  sometimes: ({ db, ...state }) => db.on !== null && !state[`host/${db.on}`].attested,
};

const wrappedByMade: Own = {
  name: 'what wraps a key was made',
  claim: 'The primary key that wraps the key of the machine is one that was made.',
  sources: ['primary-key-wraps'],
  reads: () => ['db', 'kms'],
  always: ({ db, kms }) => db.wrappedBy <= kms.present,
  sometimes: ({ db }) => db.wrappedBy === 2,
};

const attestedByTpm: Own = {
  name: 'an attested host has a TPM that is trusted',
  claim: 'The Trust Authority trusts the TPM of every host that is attested.',
  sources: ['trusted-attested'],
  reads: () => ['authority', ...hostSlices],
  always: ({ authority, ...state }) =>
    hostNames.every((name) => !state[`host/${name}`].attested || authority.tpms.includes(name)),
  sometimes: ({ authority }) => authority.tpms.length < hostNames.length,
};

/** The invariants of a variant: those whose question can come up in it. */
export function invariants({ variant: { asks } }: Setting<Variant>): readonly Own[] {
  return [
    offKnowsNothing,
    runOnHosts,
    ...(asks.includes('images') || asks.includes('taHosts') ? [runsWithKey] : []),
    ...(asks.includes('primaryKey') ? [wrappedByMade] : []),
    ...(asks.includes('tpm') ? [attestedByTpm] : []),
  ];
}
