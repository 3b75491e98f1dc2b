/** What copies of encrypted machines are asked: clones, templates, replicas, backups. */
import type { Event, Group } from '../machines/vm-copies/events.ts';
import type { Variant } from '../machines/vm-copies/state.ts';
import { vmCopies } from '../machines/vm-copies/vm-copies.ts';
import type { MachineSite, Site } from '../site.ts';
import { lossesUntilNoP12 } from './kept-copies.ts';
import {
  type Asked,
  type Described,
  nothingAsked,
  type Question,
  questionOn,
  reachable,
  stays,
  together,
} from './question.ts';
import type { MachineSaid, RecoverySiteSaid } from './said.ts';

export function askedOfCopies({ site, said }: Described): Asked {
  return together(
    site.machines.map((machine, at) => {
      const own = said.machines[at];
      const { provider } = machine;
      // Of a machine with a vTPM only the disks are plain: its copies need no key, and the vTPM is asked elsewhere.
      if (own === undefined || provider === null || machine.encryption !== 'full') return nothingAsked;
      const kept = lossesUntilNoP12(site, provider, site.promise.recoverable);
      return {
        questions: [
          ...copies(site, machine, own, kept),
          ...backups(site, machine, own, kept),
          ...replica(site, machine, own, said.recoverySite, provider, kept),
        ],
        notes: [],
        missing: [],
      };
    }),
  );
}

const common = { release: '8.0', dekLimit: 1, productEncrypts: false } as const;

/** Where none is kept, it is lost from the start; where so few faults cannot lose all of them, it never is. */
function fileOf(site: Site, losses: number): { setUp: readonly Event[]; never: readonly 'p12IsLost'[] } {
  return {
    setUp: losses === 0 ? [{ type: 'p12IsLost', provider: 'A' }] : [],
    never: losses >= site.promise.recoverable ? ['p12IsLost'] : [],
  };
}

/** Copies that vCenter knows of, or does not: each needs the provider that wrapped it then. */
function copies(site: Site, { name }: MachineSite, own: MachineSaid, losses: number): readonly Question[] {
  const groups: readonly Group[] = [
    ...(own.cloneOf === undefined ? [] : (['clone'] as const)),
    ...(own.template === true ? (['template'] as const) : []),
    ...(own.firstClassDisks === true ? (['disk'] as const) : []),
    ...(own.storageSnapshots === true ? (['storage'] as const) : []),
  ];
  if (groups.length === 0) return [];
  const file = fileOf(site, losses);
  const kind = own.linkedClone === true ? 'linked' : 'full';
  const cloned: readonly Event[] =
    own.cloneOf === undefined ? [] : [{ type: 'takeSnapshot' }, { type: 'cloneMachine', kind }];
  const stored: readonly Event[] = own.storageSnapshots === true ? [{ type: 'takeStorageSnapshot' }] : [];
  const variant: Variant = { ...common, asks: ['shallow', 'keys', ...groups] };
  return [
    questionOn(vmCopies, {
      title: `copies of ${name}`,
      cases: [{ variant, setUp: [...file.setUp, ...stored, ...cloned] }],
      never: file.never,
      faultsMax: site.promise.recoverable,
      aims: [stays('copiesRecoverable'), reachable('oldProviderUnused')],
    }),
  ];
}

function backups(
  site: Site,
  { name }: MachineSite,
  { backup }: MachineSaid,
  losses: number,
): readonly Question[] {
  if (backup === undefined) return [];
  const { transport, home, mediaEncrypted } = backup;
  const file = fileOf(site, losses);
  const variant: Variant = { ...common, productEncrypts: mediaEncrypted, asks: ['backup', 'keys', 'theft'] };
  const setUp: readonly Event[] = [
    ...file.setUp,
    ...(transport === 'hotAdd' ? [{ type: 'encryptProxy' } as const] : []),
    { type: 'backUp', transport, withHome: home },
  ];
  const others = (['nbdssl', 'hotAdd', 'san'] as const).flatMap((one) =>
    [true, false].map((withHome) => ({ type: 'backUp', transport: one, withHome }) as const),
  );
  return [
    questionOn(vmCopies, {
      title: `backups of ${name}`,
      cases: [{ variant, setUp }],
      never: [
        ...file.never,
        ...others.filter((event) => event.transport !== transport || event.withHome !== home),
      ],
      faultsMax: site.promise.recoverable,
      aims: [
        stays('dataSurvives'),
        stays('stolenCopiesSecret'),
        ...(home ? [reachable('vtpmRestored')] : []),
      ],
    }),
  ];
}

/** The loss of the whole site is one more fault here; a copy of the data must survive it. */
function replica(
  site: Site,
  { name }: MachineSite,
  { replicated }: MachineSaid,
  recoverySite: RecoverySiteSaid | undefined,
  provider: string,
  losses: number,
): readonly Question[] {
  if (replicated !== true || recoverySite === undefined) return [];
  const file = fileOf(site, losses);
  const there: readonly Event[] = recoverySite.importedProviders.includes(provider)
    ? [{ type: 'importProvider', site: 'dr', provider: 'A' }]
    : recoverySite.createdProviders.includes(provider)
      ? [{ type: 'createProvider', provider: 'A' }]
      : [];
  return [
    questionOn(vmCopies, {
      title: `${name} at the recovery site`,
      cases: [
        {
          variant: { ...common, asks: ['replica', 'keys', 'dr', 'migrate'] },
          setUp: [...there, ...file.setUp, { type: 'replicate' }],
        },
      ],
      never: file.never,
      faultsMax: site.promise.recoverable,
      aims: [stays('dataSurvives', true), reachable('machineReadable')],
    }),
  ];
}
