/** What an administrator wants of a machine and its copies. */
import type { DomainGoal, Setting } from '../domain-machine.ts';
import type { Keys, State, Variant } from './state.ts';
import { deksOf, machineUnopened, objectsOf, ownExists, readsCopy } from './words.ts';

const objects = ['machine', 'clone', 'template', 'disk', 'storageSnapshot', 'replica'] as const;
const keys = ['main', 'dr', 'p12'] as const;

/** Every object that has the data of the machine, and opens by itself. */
function carriersOf({ machine, clone, template, storageSnapshot, replica }: State): readonly Keys[] {
  return [
    ...(machine.at === 'nowhere' ? [] : [machine]),
    ...(clone.kind === 'full' ? [clone] : []),
    ...(template.form === 'absent' ? [] : [template]),
    ...[storageSnapshot, replica].filter(({ there }) => there),
  ];
}

function dataSurvives(state: State): boolean {
  const { backup, restored, exported } = state;
  return (
    carriersOf(state).some(({ wrap }) => ownExists(state, wrap)) ||
    backup.taken ||
    (restored.there && ownExists(state, restored.wrap)) ||
    exported
  );
}

export function presentIsSecret({ machine, thief }: State): boolean {
  const { dek, wrap } = machine;
  return wrap !== null && !thief[wrap] && !deksOf(thief).includes(dek);
}

export function goalsOf({ variant }: Setting<Variant>): readonly DomainGoal<State>[] {
  return [
    {
      name: 'machineRuns',
      claim: 'The machine runs.',
      reads: ['machine'],
      reached: ({ machine }) => machine.power === 'on',
    },
    {
      name: 'machineReadable',
      claim: 'The site where the machine is can open it.',
      reads: ['machine', 'main', 'dr'],
      reached: (state) => state.machine.at !== 'nowhere' && machineUnopened(state) === undefined,
    },
    {
      name: 'copiesRecoverable',
      claim: 'For every copy that exists a key is left that opens it.',
      reads: [...objects, ...keys],
      reached: (state) => objectsOf(state).every(({ wrap }) => ownExists(state, wrap)),
    },
    {
      name: 'oldProviderUnused',
      claim: 'Nothing that exists needs provider A.',
      reads: objects,
      reached: (state) => objectsOf(state).every(({ wrap }) => wrap !== 'A'),
    },
    {
      name: 'dataSurvives',
      claim: 'The data of the machine can be had back from some copy.',
      reads: [...objects, ...keys, 'backup', 'restored', 'exported'],
      reached: dataSurvives,
    },
    {
      name: 'vtpmRestored',
      claim: 'The restored machine has its vTPM.',
      reads: ['restored'],
      reached: ({ restored }) => restored.vtpm,
    },
    {
      name: 'stolenCopiesSecret',
      claim: 'The thief reads nothing that he has.',
      reads: ['thief'],
      reached: ({ thief }) =>
        !thief.copies.some((pair) => readsCopy(thief, pair)) && !(thief.media && !variant.productEncrypts),
    },
    {
      name: 'presentDataSecret',
      claim: 'The thief could not read the machine if he copied its files again today.',
      reads: ['machine', 'thief'],
      reached: presentIsSecret,
    },
  ];
}
