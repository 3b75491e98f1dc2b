/** What an administrator wants of an encrypted machine. */
import type { DomainGoal } from '../domain-machine.ts';
import type { Keys, State } from './state.ts';
import { disksOf, keySlices, objectSlices, objectsOf, opens, providerOf } from './words.ts';

const keysAndObjects = [...keySlices, ...objectSlices] as const;

/** Whether a key that opens an object is left anywhere: at vCenter, on the host, in a .p12. */
function canBeOpened(state: State, { kek }: Keys): boolean {
  if (kek === null) return true;
  const { vcenter, host, p12 } = state[providerOf(kek)];
  return vcenter || host || p12;
}

export function isRecoverable(state: State): boolean {
  return objectsOf(state).every((object) => canBeOpened(state, object));
}

function isEncrypted(state: State): boolean {
  return objectsOf(state).every(({ dek }) => dek !== 0);
}

export const goals: readonly DomainGoal<State>[] = [
  {
    name: 'machineRuns',
    claim: 'The machine runs.',
    reads: ['machine'],
    reached: ({ machine }) => machine.power === 'on',
  },
  {
    name: 'dataReadable',
    claim: 'The host can read every disk now.',
    reads: keysAndObjects,
    reached: (state) => state.host === 'on' && disksOf(state).every((disk) => opens(state, disk)),
  },
  {
    name: 'recoverable',
    claim: 'A key that opens it is left for every object of the machine.',
    reads: keysAndObjects,
    reached: isRecoverable,
  },
  {
    name: 'encrypted',
    claim: 'The machine and all its disks are encrypted.',
    reads: objectSlices,
    reached: isEncrypted,
  },
  {
    name: 'noPlaintextLeft',
    claim: 'A thief of the datastore finds no plaintext, in the disks or beside them.',
    reads: objectSlices,
    reached: (state) => isEncrypted(state) && disksOf(state).every(({ leftover }) => leftover !== 'plain'),
  },
  {
    name: 'oneProvider',
    claim: 'One provider opens everything of the machine.',
    reads: objectSlices,
    reached: (state) => {
      const keks = objectsOf(state).flatMap(({ kek }) => (kek === null ? [] : [providerOf(kek)]));
      return new Set(keks).size <= 1;
    },
  },
];
