/** The machine, its vTPM, and the guest that may seal its volume to it. */
import { when } from '../rule-of.ts';
import type { Place, Refusal } from './events.ts';
import { rule } from './rule.ts';
import type { RuleOf, State, Variant } from './state.ts';
import { notIdle, notReady, relocked, started } from './words.ts';

export const powerOn: RuleOf<'powerOn'> = rule('powerOn', {
  claim:
    'A guest whose volume key is sealed to another vTPM than the one it finds asks for the recovery password.',
  sources: ['vtpm-secrets-in-nvram', 'vtpm-windows-11', 'vtpm-nvram-renamed', 'locked-without-key'],
  reads: ['host', 'rescue'],
  writes: ['machine', 'guest', 'made'],
  refusal: (state, _, { variant }) => {
    const { machine, made } = state;
    return (
      notIdle(state) ??
      when(state.rescue !== 'none', 'disksAway') ??
      when(machine.vtpm && machine.ek === 0 && made >= variant.ekLimit, 'ekLimit')
    );
  },
  apply: ({ machine, guest, made }, _, { variant }) => {
    const fresh = machine.vtpm && machine.ek === 0;
    const ek = fresh ? made + 1 : machine.ek;
    return {
      machine: { ...machine, power: 'on', ek },
      guest: { ...guest, state: started(variant, guest.installed, guest.sealedTo, ek) },
      made: fresh ? made + 1 : made,
    };
  },
});

export const powerOff: RuleOf<'powerOff'> = rule('powerOff', {
  claim: 'A running machine whose key is gone runs on; once off it is locked.',
  sources: ['deleted-then-locked', 'vtpm-encrypts-home'],
  reads: ['host', 'provider'],
  writes: ['machine', 'guest'],
  refusal: ({ machine }) => when(machine.power === 'off', 'machineOff'),
  apply: (state) => ({
    machine: relocked(state, { ...state.machine, power: 'off' }),
    guest: { ...state.guest, state: 'off' },
  }),
});

export const useEfi: RuleOf<'useEfi'> = rule('useEfi', {
  claim: 'A vTPM needs EFI firmware.',
  sources: ['vtpm-efi'],
  groups: ['setup'],
  reads: ['host'],
  writes: ['machine'],
  refusal: (state) =>
    notReady(state) ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.machine.firmware === 'efi', 'firmwareIsEfi'),
  apply: ({ machine }) => ({ machine: { ...machine, firmware: 'efi' } }),
});

export const addVtpm: RuleOf<'addVtpm'> = rule('addVtpm', {
  claim:
    'A vTPM needs a key provider and EFI firmware; it is new, and encrypts the home of the machine only.',
  sources: [
    'vtpm-needs-provider',
    'vtpm-efi',
    'vtpm-encrypts-home',
    'vtpm-certificate-once',
    'vtpm-standalone',
  ],
  reads: ['host', 'provider'],
  writes: ['machine', 'made'],
  refusal: (state, _, { variant }) => {
    const { machine, provider } = state;
    return (
      notReady(state) ??
      when(machine.power === 'on', 'machineOn') ??
      when(machine.vtpm, 'vtpmPresent') ??
      when(machine.firmware === 'bios', 'firmwareNotEfi') ??
      when(variant.provider === 'native' && !provider.vcenter, 'providerMissing') ??
      when(!provider.host, 'keyMissing') ??
      when(state.made >= variant.ekLimit, 'ekLimit')
    );
  },
  apply: ({ machine, made }) => ({ machine: { ...machine, vtpm: true, ek: made + 1 }, made: made + 1 }),
});

export const removeVtpm: RuleOf<'removeVtpm'> = rule('removeVtpm', {
  claim: 'With the vTPM its secrets go.',
  sources: ['vtpm-replace-breaks', 'vtpm-encrypts-home', 'bound-faults'],
  spends: 1,
  reads: ['host'],
  writes: ['machine'],
  refusal: (state) => notIdle(state) ?? when(!state.machine.vtpm, 'noVtpm'),
  apply: ({ machine }) => ({ machine: { ...machine, vtpm: false, ek: 0 } }),
});

export const unlock: RuleOf<'unlock'> = rule('unlock', {
  claim: 'Once its key is there again, a locked machine is unlocked.',
  sources: ['vm-unlock-or-register', 'vm-enable-unlocks-all'],
  reads: ['host', 'provider'],
  writes: ['machine'],
  refusal: (state) =>
    notReady(state) ??
    when(!state.machine.locked, 'machineNotLocked') ??
    when(!state.provider.host, 'keyMissing'),
  apply: ({ machine }) => ({ machine: { ...machine, locked: false } }),
});

export const renameNvram: RuleOf<'renameNvram'> = rule('renameNvram', {
  claim:
    'A renamed .nvram file brings new Secure Boot certificates at the next start, and a new vTPM with them.',
  sources: ['vtpm-nvram-renamed', 'vtpm-secrets-in-nvram', 'bound-faults'],
  spends: 1,
  groups: ['nvram'],
  reads: ['host'],
  writes: ['machine', 'aside'],
  refusal: (state) =>
    notIdle(state) ??
    when(!state.machine.vtpm, 'noVtpm') ??
    when(state.machine.ek === 0, 'nvramMissing') ??
    when(state.aside !== 0, 'nvramAside'),
  apply: ({ machine }) => ({ machine: { ...machine, ek: 0 }, aside: machine.ek }),
});

export const putNvramBack: RuleOf<'putNvramBack'> = rule('putNvramBack', {
  claim: 'As long as the renamed .nvram file is there, what was sealed to it can be opened again.',
  sources: ['vtpm-nvram-renamed', 'vtpm-secrets-in-nvram'],
  groups: ['nvram'],
  reads: ['host'],
  writes: ['machine', 'aside'],
  refusal: (state) =>
    notIdle(state) ?? when(!state.machine.vtpm, 'noVtpm') ?? when(state.aside === 0, 'nothingAside'),
  apply: ({ machine, aside }) => ({ machine: { ...machine, ek: aside }, aside: 0 }),
});

export const installGuest: RuleOf<'installGuest'> = rule('installGuest', {
  claim: 'Windows 11 is installed only where it finds a TPM.',
  sources: ['vtpm-windows-11'],
  groups: ['setup'],
  reads: ['machine'],
  writes: ['guest'],
  refusal: ({ machine, guest }, _, { variant }) =>
    when(machine.power === 'off', 'machineNotOn') ??
    when(guest.installed, 'guestInstalled') ??
    when(variant.needsTpm && !machine.vtpm, 'tpmRequired'),
  apply: () => ({ guest: { installed: true, sealedTo: 0, state: 'runs' } }),
});

function notRunning({ guest }: State): Refusal | undefined {
  return when(guest.state !== 'runs', 'guestNotRunning');
}

export const sealVolume: RuleOf<'sealVolume'> = rule('sealVolume', {
  claim: 'A guest seals the key of its volume to the vTPM that it has.',
  sources: ['vtpm-secrets-in-nvram', 'vtpm-replace-breaks'],
  groups: ['password'],
  reads: ['machine'],
  writes: ['guest', 'password'],
  refusal: (state) =>
    notRunning(state) ??
    when(!state.machine.vtpm, 'noVtpm') ??
    when(state.guest.sealedTo !== 0, 'volumeSealed'),
  apply: ({ machine, guest, password }, _, { variant }) => ({
    guest: { ...guest, sealedTo: machine.ek },
    password: variant.recoveryPassword ? 'kept' : password,
  }),
});

export const unsealVolume: RuleOf<'unsealVolume'> = rule('unsealVolume', {
  claim: 'A guest that seals nothing needs no particular vTPM.',
  sources: ['vtpm-replace-breaks'],
  groups: ['password'],
  writes: ['guest'],
  refusal: (state) => notRunning(state) ?? when(state.guest.sealedTo === 0, 'volumePlain'),
  apply: ({ guest }) => ({ guest: { ...guest, sealedTo: 0 } }),
});

export const savePassword: RuleOf<'savePassword'> = rule('savePassword', {
  claim: 'A running guest gives its recovery password, to be kept elsewhere.',
  sources: ['vtpm-replace-breaks'],
  groups: ['password'],
  reads: ['guest'],
  writes: ['password'],
  refusal: (state) =>
    notRunning(state) ??
    when(state.guest.sealedTo === 0, 'volumePlain') ??
    when(state.password === 'kept', 'passwordKept'),
  apply: () => ({ password: 'kept' }),
});

export const passwordIsLost: RuleOf<'passwordIsLost'> = rule('passwordIsLost', {
  claim: 'A recovery password can be lost.',
  sources: ['vtpm-replace-breaks', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['password'],
  writes: ['password'],
  refusal: ({ password }) => when(password === 'lost', 'passwordLost'),
  apply: () => ({ password: 'lost' }),
});

/** Where a recovery password can be asked for in a variant. */
function placesOf({ asks }: Variant): readonly Place[] {
  return [
    'machine',
    ...(asks.includes('clone') || asks.includes('library') ? (['clone'] as const) : []),
    ...(asks.includes('rescue') ? (['rescue'] as const) : []),
  ];
}

/** Why no password can be entered there. */
function notAskedAt(state: State, at: Place): Refusal | undefined {
  const { machine, guest, clone, rescue } = state;
  switch (at) {
    case 'machine':
      return (
        when(machine.power === 'off', 'machineNotOn') ?? when(guest.state !== 'asksRecovery', 'notAsked')
      );
    case 'clone':
      return when(clone.made === 'none', 'noClone') ?? when(clone.guest !== 'asksRecovery', 'notAsked');
    case 'rescue':
      return (
        when(rescue === 'none', 'noRescue') ?? when(rescue === 'opened' || guest.sealedTo === 0, 'notAsked')
      );
  }
}

export const enterPassword: RuleOf<'enterPassword'> = rule('enterPassword', {
  claim:
    'The recovery password opens a volume without its vTPM; a guest then seals it to the vTPM it has now.',
  sources: ['vtpm-replace-breaks', 'vtpm-rescue', 'vtpm-reseals'],
  groups: ['password'],
  events: (variant) => placesOf(variant).map((at) => ({ type: 'enterPassword', at })),
  reads: ['machine', 'password'],
  writes: ['guest', 'clone', 'rescue'],
  refusal: (state, { at }) => notAskedAt(state, at) ?? when(state.password === 'lost', 'passwordLost'),
  apply: ({ machine, guest, clone }, { at }) => {
    if (at === 'rescue') return { rescue: 'opened' };
    if (at === 'machine') {
      return { guest: { ...guest, state: 'runs', sealedTo: machine.ek === 0 ? guest.sealedTo : machine.ek } };
    }
    return { clone: { ...clone, guest: 'runs', sealedTo: clone.ek === 0 ? clone.sealedTo : clone.ek } };
  },
});
