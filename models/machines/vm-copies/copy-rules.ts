/** Copies at the main site: snapshots, clones, a template, storage snapshots. */
import { when } from '../rule-of.ts';
import { rule } from './rule.ts';
import { noClone, noCopy, type RuleOf, type State } from './state.ts';
import { notHere, unopened } from './words.ts';

export const takeSnapshot: RuleOf<'takeSnapshot'> = rule('takeSnapshot', {
  claim: 'A snapshot inherits the keys of its machine.',
  sources: ['vm-snapshots-inherit'],
  groups: ['clone'],
  writes: ['machine'],
  refusal: (state) => notHere(state) ?? when(state.machine.snapshot, 'snapshotsPresent'),
  apply: ({ machine }) => ({ machine: { ...machine, snapshot: true } }),
});

export const deleteSnapshot: RuleOf<'deleteSnapshot'> = rule('deleteSnapshot', {
  claim: 'A snapshot stays while a linked clone stands on it.',
  sources: ['copies-clone-exact'],
  groups: ['clone'],
  reads: ['clone'],
  writes: ['machine'],
  refusal: (state) =>
    notHere(state) ??
    when(!state.machine.snapshot, 'noSnapshot') ??
    when(state.clone.kind === 'linked', 'linkedCloneNeedsIt'),
  apply: ({ machine }) => ({ machine: { ...machine, snapshot: false } }),
});

export const cloneMachine: RuleOf<'cloneMachine'> = rule('cloneMachine', {
  claim: 'A clone, full or linked, has the data key of its parent, wrapped by the same provider.',
  sources: ['copies-clone-exact', 'copies-linked-not-apart'],
  groups: ['clone'],
  events: () => (['full', 'linked'] as const).map((kind) => ({ type: 'cloneMachine', kind })),
  reads: ['machine', 'main'],
  writes: ['clone'],
  refusal: (state, { kind }) =>
    notHere(state) ??
    when(state.clone.kind !== 'none', 'clonePresent') ??
    when(kind === 'linked' && !state.machine.snapshot, 'noSnapshot') ??
    unopened(state.main, state.machine),
  apply: ({ machine }, { kind }) => ({ clone: { dek: machine.dek, wrap: machine.wrap, kind } }),
});

/** Why the clone does not open: a linked one needs what opens its parent as well. */
export function cloneUnopened({ main, machine, clone }: State): 'keyMissing' | 'keyDiffers' | undefined {
  return unopened(main, clone) ?? (clone.kind === 'linked' ? unopened(main, machine) : undefined);
}

export const startClone: RuleOf<'startClone'> = rule('startClone', {
  claim: 'A linked clone starts with its own provider and that of its parent only.',
  sources: ['copies-clone-exact', 'copies-linked-not-apart', 'locked-without-key'],
  groups: ['clone'],
  reads: ['main', 'machine', 'clone'],
  writes: [],
  refusal: (state) => when(state.clone.kind === 'none', 'noSuchCopy') ?? cloneUnopened(state),
  apply: () => ({}),
});

export const deleteClone: RuleOf<'deleteClone'> = rule('deleteClone', {
  claim: 'A clone can be deleted.',
  sources: ['copies-clone-exact'],
  groups: ['clone'],
  writes: ['clone'],
  refusal: ({ clone }) => when(clone.kind === 'none', 'noSuchCopy'),
  apply: () => ({ clone: noClone }),
});

export const convertToMachine: RuleOf<'convertToMachine'> = rule('convertToMachine', {
  claim: 'A template is rekeyed by converting it to a machine and back.',
  sources: ['copies-template-converted'],
  groups: ['template'],
  writes: ['template'],
  refusal: ({ template }) =>
    when(template.form === 'absent', 'noSuchCopy') ?? when(template.form === 'machine', 'isMachine'),
  apply: ({ template }) => ({ template: { ...template, form: 'machine' } }),
});

export const convertToTemplate: RuleOf<'convertToTemplate'> = rule('convertToTemplate', {
  claim: 'A converted template becomes a template again.',
  sources: ['copies-template-converted'],
  groups: ['template'],
  writes: ['template'],
  refusal: ({ template }) =>
    when(template.form === 'absent', 'noSuchCopy') ?? when(template.form === 'template', 'isTemplate'),
  apply: ({ template }) => ({ template: { ...template, form: 'template' } }),
});

export const takeStorageSnapshot: RuleOf<'takeStorageSnapshot'> = rule('takeStorageSnapshot', {
  claim: 'A storage snapshot keeps the wrapped key of its day, and asks no provider.',
  sources: ['copies-ciphertext', 'copies-forgotten'],
  groups: ['storage'],
  reads: ['machine'],
  writes: ['storageSnapshot'],
  refusal: notHere,
  apply: ({ machine }) => ({ storageSnapshot: { dek: machine.dek, wrap: machine.wrap, there: true } }),
});

export const revertStorageSnapshot: RuleOf<'revertStorageSnapshot'> = rule('revertStorageSnapshot', {
  claim: 'Going back to a storage snapshot brings the provider of its day back into use.',
  sources: ['copies-ciphertext', 'copies-forgotten'],
  groups: ['storage'],
  reads: ['storageSnapshot'],
  writes: ['machine'],
  refusal: (state) =>
    notHere(state) ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.machine.snapshot, 'snapshotsPresent') ??
    when(!state.storageSnapshot.there, 'noSuchCopy'),
  apply: ({ machine, storageSnapshot: { dek, wrap } }) => ({ machine: { ...machine, dek, wrap } }),
});

export const deleteStorageSnapshot: RuleOf<'deleteStorageSnapshot'> = rule('deleteStorageSnapshot', {
  claim: 'A storage snapshot can be deleted.',
  sources: ['copies-forgotten'],
  groups: ['storage'],
  writes: ['storageSnapshot'],
  refusal: ({ storageSnapshot }) => when(!storageSnapshot.there, 'noSuchCopy'),
  apply: () => ({ storageSnapshot: noCopy }),
});
