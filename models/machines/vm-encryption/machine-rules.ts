/** Power, the inventory, snapshots and disks of the machine. */
import type { Setting } from '../domain-machine.ts';
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import { plainRule } from './rule.ts';
import type { Disk, Machine, RuleOf, State, Variant } from './state.ts';
import { hostHasKey, inUse, keySlices, notReady, objectSlices, opens, relocked, takeKek } from './words.ts';

const readiness = ['host', 'task'] as const;

function lockedOut(state: State): Refusal | undefined {
  return notReady(state) ?? when(state.machine.locked, 'machineLocked');
}

function withMachine({ machine }: State, change: Partial<Machine>): Partial<State> {
  return { machine: { ...machine, ...change } };
}

export const powerOn: RuleOf<'powerOn'> = plainRule({
  type: 'powerOn',
  claim:
    'A locked machine does not start; one that lacks the key of a disk only is not locked, and fails to start.',
  sources: ['locked-without-key', 'vm-disk-key-missing', 'deleted-then-locked'],
  reads: [...keySlices, ...objectSlices, 'task'],
  writes: ['machine'],
  refusal: (state) =>
    notReady(state) ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.machine.locked, 'machineLocked') ??
    when(
      inUse(state).some((name) => name !== 'home' && !opens(state, state[name])),
      'diskKeyMissing',
    ),
  apply: (state) => withMachine(state, { power: 'on' }),
});

export const powerOff: RuleOf<'powerOff'> = plainRule({
  type: 'powerOff',
  claim: 'A running machine whose key is gone runs on; once off it is locked.',
  sources: ['deleted-then-locked', 'locked-without-key'],
  reads: [...keySlices, 'home'],
  writes: ['machine'],
  refusal: ({ machine }) => when(machine.power === 'off', 'machineOff'),
  apply: (state) => ({ machine: relocked(state, { ...state.machine, power: 'off' }) }),
});

function idle(state: State): Refusal | undefined {
  return notReady(state) ?? when(state.machine.power === 'on', 'machineOn');
}

export const unregister: RuleOf<'unregister'> = plainRule({
  type: 'unregister',
  claim: 'A locked machine can be removed from the inventory.',
  sources: ['vm-locked-allows'],
  reads: readiness,
  writes: ['machine'],
  refusal: idle,
  apply: (state) => withMachine(state, { registered: false, locked: false }),
});

export const register: RuleOf<'register'> = plainRule({
  type: 'register',
  claim: 'A machine that is registered on a host without its key is locked.',
  sources: ['locked-without-key', 'vm-unlock-or-register'],
  reads: [...keySlices, 'home'],
  writes: ['machine'],
  refusal: ({ host, machine }) =>
    when(host === 'off', 'hostNotOn') ?? when(machine.registered, 'machineRegistered'),
  apply: (state) => withMachine(state, { registered: true, locked: !opens(state, state.home) }),
});

export const reload: RuleOf<'reload'> = plainRule({
  type: 'reload',
  claim: 'A locked machine can be reloaded, but that alone does not unlock it.',
  sources: ['vm-locked-allows', 'vm-reload-does-not-unlock'],
  reads: [...keySlices, 'home', 'task'],
  writes: ['machine'],
  refusal: idle,
  apply: (state) => ({ machine: relocked(state) }),
});

export const unlock: RuleOf<'unlock'> = plainRule({
  type: 'unlock',
  claim: 'Once its key is there again, a locked machine is unlocked.',
  sources: ['vm-unlock-or-register', 'vm-enable-unlocks-all'],
  reads: [...keySlices, 'home'],
  writes: ['machine'],
  refusal: (state) =>
    when(state.host === 'off', 'hostNotOn') ??
    when(!state.machine.registered, 'notRegistered') ??
    when(!state.machine.locked, 'machineNotLocked') ??
    when(!opens(state, state.home), 'keyMissing'),
  apply: (state) => withMachine(state, { locked: false }),
});

export const takeSnapshot: RuleOf<'takeSnapshot'> = plainRule({
  type: 'takeSnapshot',
  claim: 'A snapshot inherits the keys of its disk.',
  sources: ['vm-snapshots-inherit'],
  group: 'snapshots',
  reads: readiness,
  writes: ['machine'],
  refusal: (state) => lockedOut(state) ?? when(state.machine.snapshots !== 'none', 'snapshotsPresent'),
  apply: (state) => withMachine(state, { snapshots: 'chain' }),
});

export const branchSnapshot: RuleOf<'branchSnapshot'> = plainRule({
  type: 'branchSnapshot',
  claim: 'A snapshot that is taken after going back to an older one makes a branch.',
  sources: ['vm-snapshots-inherit', 'vm-shallow-any-power'],
  group: 'snapshots',
  reads: readiness,
  writes: ['machine'],
  refusal: (state) =>
    lockedOut(state) ??
    when(state.machine.snapshots === 'none', 'noSnapshots') ??
    when(state.machine.snapshots === 'tree', 'snapshotTree'),
  apply: (state) => withMachine(state, { snapshots: 'tree' }),
});

export const deleteSnapshots: RuleOf<'deleteSnapshots'> = plainRule({
  type: 'deleteSnapshots',
  claim: 'Without snapshots every operation is possible again.',
  sources: ['vm-copying-rules'],
  group: 'snapshots',
  reads: readiness,
  writes: ['machine'],
  refusal: (state) => lockedOut(state) ?? when(state.machine.snapshots === 'none', 'noSnapshots'),
  apply: (state) => withMachine(state, { snapshots: 'none' }),
});

/** Why an encrypted machine can't get a new disk: it is encrypted with the default provider of now. */
function noKeyForDisk(state: State, { variant }: Setting<Variant>): Refusal | undefined {
  const provider = state.default;
  if (provider === null) return 'noDefaultProvider';
  return (
    when(state.made[provider] >= variant.kekLimit[provider], 'kekLimit') ??
    when(state.made.deks >= variant.dekLimit, 'dekLimit') ??
    when(!hostHasKey(state, `${provider}#1`), 'keyMissing')
  );
}

export const createDisk: RuleOf<'createDisk'> = plainRule({
  type: 'createDisk',
  claim:
    'A new disk is encrypted with the default provider of now, so that one machine may need two providers.',
  sources: [
    'vm-two-providers-in-one-machine',
    'vm-no-default-provider',
    'vm-encrypted-disk-encrypted-machine',
  ],
  group: 'disks',
  reads: [...keySlices, 'home', 'machine', 'task', 'default'],
  writes: ['disk2', 'made'],
  refusal: (state, setting) =>
    lockedOut(state) ??
    when(state.disk2.place !== 'absent', 'diskPresent') ??
    (state.home.dek === 0 ? undefined : noKeyForDisk(state, setting)),
  apply: (state) => {
    const empty: Disk = { dek: 0, kek: null, place: 'attached', leftover: 'none' };
    if (state.home.dek === 0) return { disk2: empty };
    const { kek, made } = takeKek(state.made, state.default);
    const dek = made.deks + 1;
    return { disk2: { ...empty, dek, kek }, made: { ...made, deks: dek } };
  },
});

export const detachDisk: RuleOf<'detachDisk'> = plainRule({
  type: 'detachDisk',
  claim: 'A machine that lacks the key of a data disk starts without that disk.',
  sources: ['vm-disk-key-missing'],
  group: 'disks',
  reads: ['host', 'task', 'machine'],
  writes: ['disk2'],
  refusal: (state) => notReady(state) ?? when(state.disk2.place !== 'attached', 'diskNotAttached'),
  apply: ({ disk2 }) => ({ disk2: { ...disk2, place: 'detached' } }),
});

export const attachDisk: RuleOf<'attachDisk'> = plainRule({
  type: 'attachDisk',
  claim: 'An encrypted disk is attached to an encrypted machine only.',
  sources: ['vm-encrypted-disk-encrypted-machine'],
  group: 'disks',
  reads: [...keySlices, 'home', 'task', 'machine'],
  writes: ['disk2'],
  refusal: (state) =>
    lockedOut(state) ??
    when(state.disk2.place !== 'detached', 'diskNotDetached') ??
    when(state.disk2.dek !== 0 && state.home.dek === 0, 'machinePlain') ??
    when(!opens(state, state.disk2), 'keyMissing'),
  apply: ({ disk2 }) => ({ disk2: { ...disk2, place: 'attached' } }),
});

export const deleteDisk: RuleOf<'deleteDisk'> = plainRule({
  type: 'deleteDisk',
  claim: 'A deleted disk takes its data with it.',
  sources: ['vm-disk-key-missing', 'bound-faults'],
  spends: 1,
  group: 'disks',
  reads: ['host'],
  writes: ['disk2'],
  refusal: ({ host, disk2 }) =>
    when(host === 'off', 'hostNotOn') ?? when(disk2.place !== 'detached', 'diskNotDetached'),
  apply: () => ({ disk2: { dek: 0, kek: null, place: 'absent', leftover: 'none' } }),
});
