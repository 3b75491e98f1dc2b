/** What guests that use a vTPM are asked. */
import type { Event, Group, Policy } from '../machines/vtpm/events.ts';
import type { Variant } from '../machines/vtpm/state.ts';
import { vtpm } from '../machines/vtpm/vtpm.ts';
import type { MachineSite } from '../site.ts';
import { isBefore, type Release } from '../versions.ts';
import {
  type Asked,
  type Described,
  type Question,
  questionOn,
  reachable,
  stays,
  together,
} from './question.ts';
import type { GuestSaid, MachineSaid } from './said.ts';

/**
 * The provider's keys are left to the machine of the site, which knows where copies of them are: here only the guest,
 * its vTPM and its password can be lost.
 */
export function askedOfGuests({ site, said }: Described): Asked {
  const withVtpm = site.machines.flatMap((machine, at): (readonly [MachineSite, MachineSaid])[] => {
    const own = said.machines[at];
    return own === undefined || machine.encryption === 'none' || !own.vtpm ? [] : [[machine, own]];
  });
  return together(
    withVtpm.map(([machine, own]) =>
      own.guest === undefined
        ? { questions: [], notes: [], missing: ['machines[].guest'] }
        : askedOfGuest({ site, said }, machine, own, own.guest),
    ),
  );
}

function askedOfGuest(
  { site, said }: Described,
  { name }: MachineSite,
  own: MachineSaid,
  guest: GuestSaid,
): Asked {
  const { recoverable } = site.promise;
  const { release } = said.vcenter;
  const clones = own.cloneOf !== undefined || own.clonePolicy !== undefined;
  const places = new Set(guest.recoveryPasswordAt).size;
  const variant: Variant = {
    release: releaseOf(release),
    provider: 'native',
    seals: guest.sealed,
    needsTpm: guest.requiresTpm,
    recoveryPassword: places > 0,
    starts: 'vtpm',
    // One vTPM, one for a clone or a deployed template, and one for each that is made anew after a fault.
    ekLimit: 3 + recoverable,
    asks: groupsOf(own, clones),
  };
  const question = questionOn(vtpm, {
    title: `vTPM of ${name}`,
    cases: [{ variant, setUp: setUpOf(own) }],
    never: [...conductOf(own, clones), ...(places >= recoverable ? (['passwordIsLost'] as const) : [])],
    faultsMax: recoverable,
    aims: [
      stays('recoverable', true),
      reachable('guestRuns'),
      ...(guest.sealed ? [stays('datastoreTheftShowsNothing')] : []),
    ],
  });
  return {
    questions: [question, ...cloneOf(name, own, variant)],
    notes: [],
    missing: clones && release === undefined ? ['vcenter.release'] : [],
  };
}

function releaseOf(release: Release | undefined): Variant['release'] {
  return release !== undefined && isBefore(release, '8.0') ? '7.0' : '8.0';
}

function groupsOf({ template, backup }: MachineSaid, clones: boolean): readonly Group[] {
  return [
    'nvram',
    'password',
    'rescue',
    ...(clones ? (['clone'] as const) : []),
    ...(template === true ? (['library'] as const) : []),
    ...(backup === undefined ? [] : (['backup'] as const)),
  ];
}

function setUpOf({ backup }: MachineSaid): readonly Event[] {
  return backup === undefined ? [] : [{ type: 'takeBackup', withNvram: backup.home }];
}

/** A clone by the policy of the file, or by each policy that its release has: nothing else happens. */
function cloneOf(name: string, own: MachineSaid, variant: Variant): readonly Question[] {
  const { cloneOf: parent, clonePolicy } = own;
  if (parent === undefined && clonePolicy === undefined) return [];
  const known: readonly Policy[] = variant.release === '7.0' ? ['copy'] : ['copy', 'replace'];
  const policies = clonePolicy === undefined ? known : [clonePolicy];
  return [
    questionOn(vtpm, {
      title: `clones of ${name}`,
      cases: policies.map((policy) => ({
        when:
          policies.length > 1 ? `clones get ${policy === 'copy' ? 'a copy of the vTPM' : 'a new vTPM'}` : '',
        variant,
        setUp: [{ type: 'cloneMachine', policy }],
      })),
      never: conductOf(own, true),
      faultsMax: 0,
      aims: [reachable('cloneRuns'), stays('ownIdentity')],
    }),
  ];
}

/** Backups are taken as the file says, clones made by its policy and kept, and what is sealed stays sealed. */
function conductOf(
  { backup, clonePolicy, guest }: MachineSaid,
  clones: boolean,
): readonly (Event['type'] | Event)[] {
  const never: (Event['type'] | Event)[] = ['unsealVolume'];
  if (guest?.recoveryPasswordAt.length === 0) never.push('savePassword');
  if (clones) never.push('deleteClone');
  if (backup !== undefined) never.push({ type: 'takeBackup', withNvram: !backup.home });
  if (clonePolicy !== undefined)
    never.push({ type: 'cloneMachine', policy: clonePolicy === 'copy' ? 'replace' : 'copy' });
  return never;
}
