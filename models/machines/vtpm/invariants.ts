/** What must hold in every state of the vTPM machine. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import type { Group } from './events.ts';
import { isRecoverable } from './goals.ts';
import type { Ek, State, Variant } from './state.ts';
import { lacksKey } from './words.ts';

type Each = DomainInvariant<Variant, State>;

const contents = ['machine', 'guest', 'aside', 'clone', 'library', 'backup'] as const;

const efiOnly: Each = {
  name: 'EFI only',
  claim: 'A machine with a vTPM has EFI firmware.',
  sources: ['vtpm-efi'],
  reads: () => ['machine'],
  always: ({ machine }) => !machine.vtpm || machine.firmware === 'efi',
  sometimes: ({ machine }) => machine.vtpm,
};

const windowsNeedsTpm: Each = {
  name: 'Windows 11 runs with a vTPM only',
  claim: 'A guest that needs a TPM runs only where it has one.',
  sources: ['vtpm-windows-11'],
  reads: () => ['machine', 'guest', 'clone'],
  always: ({ machine, guest, clone }) =>
    (guest.state !== 'runs' || machine.vtpm) && (clone.guest !== 'runs' || clone.ek !== 0),
  sometimes: ({ guest, clone }) => guest.state === 'refuses' || clone.guest === 'refuses',
};

function opensHere(sealedTo: Ek, ek: Ek): boolean {
  return sealedTo === 0 || ek === 0 || sealedTo === ek;
}

const sealedOpensInItsOwn: Each = {
  name: 'what is sealed opens in its own vTPM only',
  claim:
    'A guest that runs has the vTPM that its volume is sealed to; without any vTPM it was given the password.',
  sources: ['vtpm-secrets-in-nvram', 'vtpm-replace-breaks'],
  reads: () => ['machine', 'guest', 'clone'],
  always: ({ machine, guest, clone }) =>
    (guest.state !== 'runs' || opensHere(guest.sealedTo, machine.ek)) &&
    (clone.guest !== 'runs' || opensHere(clone.sealedTo, clone.ek)),
  sometimes: ({ guest, clone }) => guest.state === 'asksRecovery' || clone.guest === 'asksRecovery',
};

const replacedIsNew: Each = {
  name: 'replaced means new',
  claim: 'The endorsement key of a clone with a new vTPM is nowhere else.',
  sources: ['vtpm-clone-policy'],
  reads: () => ['machine', 'aside', 'clone', 'library', 'backup'],
  always: ({ machine, aside, clone, library, backup }) =>
    clone.made !== 'replace' ||
    clone.ek === 0 ||
    ![machine.ek, aside, library.ek, backup.ek].includes(clone.ek),
  sometimes: ({ clone }) => clone.made === 'replace' && clone.ek !== 0,
};

const copyBefore8: Each = {
  name: 'before 8.0 a clone is a copy',
  claim: 'Before 8.0 a clone never has a new vTPM.',
  sources: ['vtpm-clone-policy'],
  reads: () => ['clone'],
  always: ({ clone }) => clone.made !== 'replace',
  sometimes: ({ clone }) => clone.made === 'copy',
};

const ovfWithout: Each = {
  name: 'an OVF carries no vTPM',
  claim: 'An OVF in the library has no vTPM in it.',
  sources: ['vtpm-no-ovf', 'vtpm-ovf-placeholder'],
  reads: () => ['library'],
  always: ({ library }) => library.kind !== 'ovf' || library.ek === 0,
  sometimes: ({ library }) => library.kind === 'ovf',
};

const lockShown: Each = {
  name: 'a lock is shown',
  claim:
    'A machine with a vTPM that is off on a running host without its key is locked; a locked machine is off.',
  sources: ['vtpm-encrypts-home', 'locked-without-key'],
  reads: () => ['host', 'provider', 'machine'],
  always: ({ host, provider, machine }) => {
    const needsLock = machine.power === 'off' && lacksKey({ host, provider }, machine);
    return (!needsLock || machine.locked) && (!machine.locked || (machine.power === 'off' && machine.vtpm));
  },
  sometimes: ({ machine }) => machine.locked,
};

const plainDisks: Each = {
  name: 'the disks of a machine with only a vTPM are plain',
  claim: 'A volume that no guest sealed can be had back, whatever became of the provider.',
  sources: ['vtpm-encrypts-home', 'vtpm-rescue'],
  reads: () => [...contents, 'host', 'provider', 'password'],
  always: (state, setting) =>
    !state.machine.present ||
    !state.guest.installed ||
    state.guest.sealedTo !== 0 ||
    isRecoverable(state, setting),
  sometimes: ({ machine, guest }) => machine.present && guest.installed && guest.sealedTo === 0,
};

const passwordSaves: Each = {
  name: 'a password saves',
  claim: 'While the recovery password is kept, the data of a machine that is there can be had back.',
  sources: ['vtpm-replace-breaks', 'vtpm-rescue'],
  reads: () => [...contents, 'host', 'provider', 'password'],
  always: (state, setting) =>
    state.password === 'lost' ||
    !state.machine.present ||
    !state.guest.installed ||
    isRecoverable(state, setting),
  sometimes: ({ machine, guest, password }) =>
    password === 'kept' && machine.present && guest.sealedTo !== 0 && guest.sealedTo !== machine.ek,
};

const runsWithFile: Each = {
  name: 'a running vTPM has its file',
  claim: 'While a machine with a vTPM runs its .nvram file is there.',
  sources: ['vtpm-secrets-in-nvram'],
  reads: () => ['machine'],
  always: ({ machine }) => machine.power === 'off' || !machine.vtpm || machine.ek !== 0,
  sometimes: ({ machine }) => machine.vtpm && machine.ek === 0,
};

const onlyGuestsSeal: Each = {
  name: 'only a guest seals',
  claim: 'A volume is sealed only where a guest was installed.',
  sources: ['vtpm-windows-11', 'vtpm-reseals'],
  reads: () => ['guest'],
  always: ({ guest }) => guest.sealedTo === 0 || guest.installed,
  sometimes: ({ guest }) => guest.sealedTo !== 0,
};

const cloneRunsOnHost: Each = {
  name: 'a clone runs on a host',
  claim: 'A clone runs only while the host is on.',
  sources: ['vtpm-clone-policy'],
  reads: () => ['host', 'clone'],
  always: ({ host, clone }) => clone.guest === 'off' || host === 'on',
  sometimes: ({ host, clone }) => clone.made !== 'none' && host === 'off',
};

const diskInOneMachine: Each = {
  name: 'a disk is in one machine',
  claim: 'While its disk is attached to another machine, the machine itself is off.',
  sources: ['vtpm-rescue'],
  reads: () => ['machine', 'rescue'],
  always: ({ machine, rescue }) => rescue === 'none' || machine.power === 'off',
  sometimes: ({ rescue }) => rescue !== 'none',
};

/** The invariants of a variant: those whose question can come up in it. */
export function invariantsOf({ variant }: Setting<Variant>): readonly Each[] {
  const asks = (group: Group): boolean => variant.asks.includes(group);
  const older = variant.release === '7.0';
  return [
    efiOnly,
    ...(variant.needsTpm ? [windowsNeedsTpm] : []),
    ...(variant.seals ? [sealedOpensInItsOwn] : []),
    ...(asks('clone') ? [older ? copyBefore8 : replacedIsNew] : []),
    ...(asks('library') ? [ovfWithout] : []),
    ...(asks('nvram') ? [runsWithFile] : []),
    ...(asks('clone') || (asks('library') && asks('keys')) ? [cloneRunsOnHost] : []),
    ...(asks('rescue') ? [diskInOneMachine] : []),
    ...(variant.starts === 'bios' ? [onlyGuestsSeal] : []),
    ...(asks('keys') ? [lockShown] : []),
    ...(asks('password') ? [passwordSaves] : []),
    ...(asks('password') || !variant.seals ? [plainDisks] : []),
  ];
}
