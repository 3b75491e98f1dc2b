/** What must hold in every state of the VM encryption machine. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import { isRecoverable } from './goals.ts';
import { providers } from './providers.ts';
import type { Keys, State, Variant } from './state.ts';
import { inUse, keySlices, objectSlices, objectsOf, opens, providerOf } from './words.ts';

type Each = DomainInvariant<Variant, State>;

function isWhole({ made }: State, { dek, kek }: Keys): boolean {
  if (kek === null || dek === 0) return kek === null && dek === 0;
  return dek <= made.deks && Number(kek.slice(2)) <= made[providerOf(kek)];
}

const whole: Each = {
  name: 'whole at every crash point',
  claim:
    'An object is plain, or encrypted under a key and a generation that were handed out: never half of each.',
  sources: ['vm-copy-then-switch', 'vm-shallow-replaces-kek'],
  reads: () => [...objectSlices, 'made'],
  always: (state) => [state.home, state.disk1, state.disk2].every((object) => isWhole(state, object)),
  sometimes: ({ home, disk1, disk2 }) =>
    [disk1, disk2].some(({ dek, kek }) => home.dek !== dek || home.kek !== kek),
};

const noEncryptedDiskOnPlain: Each = {
  name: 'no encrypted disk on a plain machine',
  claim: 'While an attached disk is encrypted, so is the home of the machine.',
  sources: ['vm-encrypted-disk-encrypted-machine', 'vm-object-order'],
  reads: () => objectSlices,
  always: (state) => state.home.dek !== 0 || inUse(state).every((name) => state[name].dek === 0),
  sometimes: (state) => inUse(state).some((name) => state[name].dek !== 0),
};

const operationsLoseNothing: Each = {
  name: 'no operation loses a key',
  claim:
    'While vCenter or a .p12 has every provider, the machine is recoverable, wherever an operation broke off.',
  sources: ['vm-mixed-after-break', 'vm-shallow-changes-provider'],
  reads: () => [...keySlices, ...objectSlices],
  always: (state) =>
    isRecoverable(state) || providers.some((name) => !state[name].vcenter && !state[name].p12),
  sometimes: (state) => objectsOf(state).some((object) => !opens(state, object)),
};

const copiedWhileQuiet: Each = {
  name: 'copied while off and without snapshots',
  claim: 'While data are copied the machine is off and has no snapshots.',
  sources: ['vm-copying-rules', 'encrypt-powered-off'],
  reads: () => ['machine', 'task'],
  always: ({ machine, task }) =>
    task.operation === 'none' ||
    task.operation === 'shallowRecrypt' ||
    (machine.power === 'off' && machine.snapshots === 'none'),
  sometimes: ({ task }) => task.step !== 'ready',
};

const rekeyedAsChain: Each = {
  name: 'rekeyed as a single chain',
  claim: 'While a machine is rekeyed shallowly its snapshots have no branches.',
  sources: ['vm-shallow-any-power'],
  reads: () => ['machine', 'task'],
  always: ({ machine, task }) => task.operation !== 'shallowRecrypt' || machine.snapshots !== 'tree',
  sometimes: ({ task }) => task.operation === 'shallowRecrypt',
};

const lockShown: Each = {
  name: 'a lock is shown',
  claim: 'A registered machine that is off on a running host without its key is locked.',
  sources: ['locked-without-key', 'deleted-then-locked'],
  reads: () => [...keySlices, 'home', 'machine'],
  always: (state) => {
    const { machine, host, home } = state;
    return (
      machine.locked || machine.power === 'on' || !machine.registered || host === 'off' || opens(state, home)
    );
  },
  sometimes: ({ machine }) => machine.locked,
};

const lockedStandsStill: Each = {
  name: 'a locked machine does not run',
  claim: 'A machine that is locked is registered and off.',
  sources: ['locked-without-key'],
  reads: () => ['machine'],
  always: ({ machine }) => !machine.locked || (machine.registered && machine.power === 'off'),
  sometimes: ({ machine }) => machine.locked,
};

const shallowKeepsData: Each = {
  name: 'shallow keeps the data',
  claim: 'However often a machine is rekeyed shallowly, its data stay under the first data key.',
  sources: ['vm-shallow-replaces-kek'],
  reads: () => ['disk1'],
  always: ({ disk1 }) => disk1.dek === 1,
  sometimes: ({ disk1 }) => disk1.kek !== 'A#1',
};

const workOnAttached: Each = {
  name: 'an operation works on attached disks',
  claim: 'The disk that an operation is at is attached to the machine.',
  sources: ['vm-object-order', 'vm-copy-then-switch'],
  reads: () => objectSlices,
  always: ({ task, ...state }) => task.disk === null || state[task.disk].place === 'attached',
  sometimes: ({ task }) => task.disk !== null,
};

const defaultExists: Each = {
  name: 'a default exists',
  claim: 'The default provider is one that vCenter has.',
  sources: ['vm-no-default-provider'],
  reads: () => [...keySlices, 'default'],
  always: (state) => state.default === null || state[state.default].vcenter,
  sometimes: (state) => state.default === null,
};

/** The invariants of a variant: those whose question can come up in it. */
export function invariantsOf({ variant }: Setting<Variant>): readonly Each[] {
  const asks = (group: string): boolean => variant.asks.some((asked) => asked === group);
  return [
    whole,
    noEncryptedDiskOnPlain,
    ...(asks('keys') ? [operationsLoseNothing, lockShown, lockedStandsStill, defaultExists] : []),
    ...(asks('disks') && asks('copying') ? [workOnAttached] : []),
    ...(asks('copying') ? [copiedWhileQuiet] : []),
    ...(asks('rekey') ? [rekeyedAsChain, shallowKeepsData] : []),
  ];
}
