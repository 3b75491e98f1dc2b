/** What an administrator wants of a machine with a vTPM. */
import type { DomainGoal, Setting } from '../domain-machine.ts';
import type { Ek, State, Variant } from './state.ts';
import { eksAnywhere, volumesOf } from './words.ts';

const contents = ['machine', 'guest', 'aside', 'clone', 'library', 'backup'] as const;

/** Whether any copy of the key is left that opens the encrypted home of the machine and its copies. */
function keyExists({ host, provider }: State, variant: Variant): boolean {
  const onHost = provider.host && (host === 'on' || variant.provider === 'native');
  return provider.vcenter || onHost || provider.copy;
}

function canBeOpened(state: State, variant: Variant, sealedTo: Ek): boolean {
  if (sealedTo === 0 || state.password === 'kept') return true;
  return eksAnywhere(state).includes(sealedTo) && keyExists(state, variant);
}

export function isRecoverable(state: State, { variant }: Setting<Variant>): boolean {
  const { machine, guest, backup } = state;
  return (
    (machine.present && guest.installed && canBeOpened(state, variant, guest.sealedTo)) ||
    (backup.taken && canBeOpened(state, variant, backup.sealedTo))
  );
}

function allSealed(state: State): boolean {
  return state.guest.installed && volumesOf(state).every((sealedTo) => sealedTo !== 0);
}

export function goalsOf(setting: Setting<Variant>): readonly DomainGoal<State>[] {
  return [
    {
      name: 'guestRuns',
      claim: 'The guest runs.',
      reads: ['guest'],
      reached: ({ guest }) => guest.state === 'runs',
    },
    {
      name: 'cloneRuns',
      claim: 'There is a clone, and its guest runs.',
      reads: ['clone'],
      reached: ({ clone }) => clone.guest === 'runs',
    },
    {
      name: 'dataReadable',
      claim: 'The data of the machine are read now, by its guest or where its disk is attached.',
      reads: ['guest', 'rescue'],
      reached: ({ guest, rescue }) =>
        guest.state === 'runs' || rescue === 'opened' || (rescue === 'attached' && guest.sealedTo === 0),
    },
    {
      name: 'recoverable',
      claim: 'The data of the machine can be had back.',
      reads: [...contents, 'host', 'provider', 'password'],
      reached: (state) => isRecoverable(state, setting),
    },
    {
      name: 'ownIdentity',
      claim: 'No clone shows the endorsement key of the machine.',
      reads: ['machine', 'clone'],
      reached: ({ machine, clone }) => clone.ek === 0 || clone.ek !== machine.ek,
    },
    {
      name: 'datastoreTheftShowsNothing',
      claim: 'A thief with all files and no key reads no volume.',
      reads: contents,
      reached: allSealed,
    },
    {
      name: 'datastoreAndKeyTheftShowsNothing',
      claim: 'A thief with all files and the key of the provider opens no vTPM that opens a volume.',
      reads: contents,
      reached: (state) => {
        const eks = eksAnywhere(state);
        return allSealed(state) && volumesOf(state).every((sealedTo) => !eks.includes(sealedTo));
      },
    },
  ];
}
