/** Clones, templates, exports, backups, and the disk on another machine. */
import { when } from '../rule-of.ts';
import type { Policy, Refusal } from './events.ts';
import { rule } from './rule.ts';
import { type Clone, noClone, noItem, type RuleOf, type State } from './state.ts';
import { notIdle, notReady, started } from './words.ts';

const policies: readonly Policy[] = ['copy', 'replace'];

export const cloneMachine: RuleOf<'cloneMachine'> = rule('cloneMachine', {
  claim:
    'A clone has a copy of the vTPM, with the same endorsement key; since 8.0 it can have a new one instead.',
  sources: ['vtpm-clone-policy', 'vtpm-copy-duplicates', 'vtpm-replace-breaks', 'vtpm-certificate-once'],
  groups: ['clone'],
  events: () => policies.map((policy) => ({ type: 'cloneMachine', policy })),
  reads: ['host', 'provider', 'machine', 'guest', 'rescue'],
  writes: ['clone', 'made'],
  refusal: (state, { policy }, { variant }) => {
    const { machine, provider } = state;
    return (
      notReady(state) ??
      when(machine.locked, 'machineLocked') ??
      when(state.clone.made !== 'none', 'clonePresent') ??
      when(state.rescue !== 'none', 'disksAway') ??
      when(policy === 'replace' && variant.release !== '8.0', 'replaceNotSupported') ??
      when(machine.vtpm && machine.ek === 0, 'nvramMissing') ??
      when(machine.vtpm && !provider.host, 'keyMissing') ??
      when(machine.vtpm && policy === 'replace' && state.made >= variant.ekLimit, 'ekLimit')
    );
  },
  apply: ({ machine, guest, made }, { policy }) => {
    const fresh = machine.vtpm && policy === 'replace';
    const ek = fresh ? made + 1 : machine.ek;
    return {
      clone: { made: policy, ek, sealedTo: guest.sealedTo, guest: 'off' },
      made: fresh ? made + 1 : made,
    };
  },
});

/** Why the machine can't become an item of the library. */
function notPublishable(state: State): Refusal | undefined {
  return (
    notIdle(state) ??
    when(!state.guest.installed, 'guestNotInstalled') ??
    when(state.library.kind !== 'none', 'libraryHasItem')
  );
}

export const publishVmtx: RuleOf<'publishVmtx'> = rule('publishVmtx', {
  claim: 'A machine with a vTPM is published as a VM template; the template has a copy of the vTPM.',
  sources: ['vtpm-library-vmtx', 'vtpm-copy-duplicates'],
  groups: ['library'],
  reads: ['host', 'machine', 'guest'],
  writes: ['library'],
  refusal: (state) =>
    notPublishable(state) ?? when(state.machine.vtpm && state.machine.ek === 0, 'nvramMissing'),
  apply: ({ machine, guest }) => ({
    library: { kind: 'vmtx', ek: machine.ek, sealedTo: guest.sealedTo, placeholder: false },
  }),
});

export const exportOvf: RuleOf<'exportOvf'> = rule('exportOvf', {
  claim:
    'An OVF is exported of a machine without a vTPM only; a placeholder in it adds a new one where it is deployed.',
  sources: ['vtpm-no-ovf', 'vtpm-ovf-placeholder'],
  groups: ['library'],
  events: () => [false, true].map((placeholder) => ({ type: 'exportOvf', placeholder })),
  reads: ['host', 'machine', 'guest'],
  writes: ['library'],
  refusal: (state) => notPublishable(state) ?? when(state.machine.vtpm, 'vtpmPresent'),
  apply: ({ machine, guest }, { placeholder }) => ({
    library: { kind: 'ovf', ek: machine.ek, sealedTo: guest.sealedTo, placeholder },
  }),
});

export const deploy: RuleOf<'deploy'> = rule('deploy', {
  claim: 'What is deployed has the vTPM of the template, a new one where the OVF has a placeholder, or none.',
  sources: ['vtpm-library-vmtx', 'vtpm-ovf-placeholder', 'vtpm-needs-provider'],
  groups: ['library'],
  reads: ['host', 'provider', 'library'],
  writes: ['clone', 'made'],
  refusal: ({ host, provider, library, clone, made }, _, { variant }) =>
    when(host === 'off', 'hostNotOn') ??
    when(library.kind === 'none', 'noItem') ??
    when(clone.made !== 'none', 'clonePresent') ??
    when((library.ek !== 0 || library.placeholder) && !provider.host, 'keyMissing') ??
    when(library.placeholder && made >= variant.ekLimit, 'ekLimit'),
  apply: ({ library, made }) => {
    const ek = library.placeholder ? made + 1 : library.ek;
    const clone: Clone = { made: library.kind, ek, sealedTo: library.sealedTo, guest: 'off' };
    return { clone, made: library.placeholder ? made + 1 : made };
  },
});

export const deleteItem: RuleOf<'deleteItem'> = rule('deleteItem', {
  claim: 'An item of the library can be deleted.',
  sources: ['vtpm-library-vmtx'],
  groups: ['library'],
  writes: ['library'],
  refusal: ({ library }) => when(library.kind === 'none', 'noItem'),
  apply: () => ({ library: noItem }),
});

export const startClone: RuleOf<'startClone'> = rule('startClone', {
  claim:
    'A clone with another vTPM asks for the recovery password; one with a copy starts, as the same device.',
  sources: ['vtpm-replace-breaks', 'vtpm-copy-duplicates', 'vtpm-windows-11'],
  groups: ['clone', 'library'],
  reads: ['host', 'provider'],
  writes: ['clone'],
  refusal: ({ host, provider, clone }) =>
    when(host === 'off', 'hostNotOn') ??
    when(clone.made === 'none', 'noClone') ??
    when(clone.guest !== 'off', 'cloneOn') ??
    when(clone.ek !== 0 && !provider.host, 'keyMissing'),
  apply: ({ clone }, _, { variant }) => ({
    clone: { ...clone, guest: started(variant, true, clone.sealedTo, clone.ek) },
  }),
});

export const deleteClone: RuleOf<'deleteClone'> = rule('deleteClone', {
  claim: 'A clone can be deleted.',
  sources: ['vtpm-clone-policy'],
  groups: ['clone', 'library'],
  reads: ['host'],
  writes: ['clone'],
  refusal: ({ host, clone }) => when(host === 'off', 'hostNotOn') ?? when(clone.made === 'none', 'noClone'),
  apply: () => ({ clone: noClone }),
});

export const takeBackup: RuleOf<'takeBackup'> = rule('takeBackup', {
  claim: 'A backup holds the vTPM only when it holds the .nvram file.',
  sources: ['vtpm-backup-needs-nvram', 'vtpm-some-products-cannot'],
  groups: ['backup'],
  events: () => [true, false].map((withNvram) => ({ type: 'takeBackup', withNvram })),
  reads: ['host', 'machine', 'guest'],
  writes: ['backup'],
  refusal: (state) => notReady(state) ?? when(state.machine.locked, 'machineLocked'),
  apply: ({ machine, guest }, { withNvram }) => ({
    backup: { taken: true, vtpm: machine.vtpm, ek: withNvram ? machine.ek : 0, sealedTo: guest.sealedTo },
  }),
});

export const machineIsLost: RuleOf<'machineIsLost'> = rule('machineIsLost', {
  claim: 'The files of a machine can be lost, and its vTPM with them.',
  sources: ['vtpm-secrets-in-nvram', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['backup'],
  writes: ['machine', 'guest', 'aside', 'rescue'],
  refusal: ({ machine }) => when(!machine.present, 'machineMissing'),
  apply: ({ machine }) => ({
    machine: { ...machine, present: false, power: 'off', locked: false, vtpm: false, ek: 0 },
    guest: { installed: false, sealedTo: 0, state: 'off' },
    aside: 0,
    rescue: 'none',
  }),
});

export const restoreMachine: RuleOf<'restoreMachine'> = rule('restoreMachine', {
  claim:
    'A machine that was restored without its .nvram file gets a new, empty vTPM; with it, its key must be there.',
  sources: ['vtpm-backup-needs-nvram', 'vtpm-restore-needs-key'],
  groups: ['backup'],
  reads: ['host', 'provider', 'backup'],
  writes: ['machine', 'guest'],
  refusal: ({ host, machine, backup, provider }) =>
    when(host === 'off', 'hostNotOn') ??
    when(machine.present, 'machinePresent') ??
    when(!backup.taken, 'noBackup') ??
    when(backup.vtpm && !provider.host, 'keyMissing'),
  apply: ({ backup }) => ({
    machine: {
      present: true,
      power: 'off',
      locked: false,
      firmware: 'efi',
      vtpm: backup.vtpm,
      ek: backup.ek,
    },
    guest: { installed: true, sealedTo: backup.sealedTo, state: 'off' },
  }),
});

export const attachDisks: RuleOf<'attachDisks'> = rule('attachDisks', {
  claim: 'The disk of a machine with only a vTPM can be attached to a new machine, key or no key.',
  sources: ['vtpm-rescue', 'vtpm-encrypts-home'],
  groups: ['rescue'],
  reads: ['host', 'machine'],
  writes: ['rescue'],
  refusal: (state) =>
    notReady(state) ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.rescue !== 'none', 'disksAway'),
  apply: () => ({ rescue: 'attached' }),
});

export const returnDisks: RuleOf<'returnDisks'> = rule('returnDisks', {
  claim: 'The disk can be given back to its machine.',
  sources: ['vtpm-rescue'],
  groups: ['rescue'],
  reads: ['host'],
  writes: ['rescue'],
  refusal: ({ host, rescue }) => when(host === 'off', 'hostNotOn') ?? when(rescue === 'none', 'noRescue'),
  apply: () => ({ rescue: 'none' }),
});
