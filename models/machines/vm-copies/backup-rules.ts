/** Backups, exports, and what a thief gets hold of. */
import { when } from '../rule-of.ts';
import type { Transport } from './events.ts';
import { rule } from './rule.ts';
import { type Provider, providers } from './providers.ts';
import { type Backup, noRestored, type RuleOf, type State } from './state.ts';
import { notHere, unopened, withPair } from './words.ts';

export const encryptProxy: RuleOf<'encryptProxy'> = rule('encryptProxy', {
  claim: 'A proxy that takes backups by HotAdd must be encrypted itself.',
  sources: ['copies-vadp-transports'],
  groups: ['backup'],
  reads: ['main'],
  writes: ['proxy'],
  refusal: ({ main, proxy }) =>
    when(main.lost, 'siteLost') ??
    when(proxy === 'encrypted', 'proxyEncrypted') ??
    when(
      providers.every((provider) => main[provider] !== 'own'),
      'keyMissing',
    ),
  apply: () => ({ proxy: 'encrypted' }),
});

const transports: readonly Transport[] = ['nbdssl', 'hotAdd', 'san'];

export const backUp: RuleOf<'backUp'> = rule('backUp', {
  claim:
    'A backup of the disks is in clear, unless the product encrypts it; home stays as it is, when it is saved at all.',
  sources: ['copies-vadp-clear', 'copies-vadp-transports', 'vtpm-backup-needs-nvram'],
  groups: ['backup'],
  events: () =>
    transports.flatMap((transport) =>
      [true, false].map((withHome) => ({ type: 'backUp' as const, transport, withHome })),
    ),
  reads: ['main', 'machine', 'proxy'],
  writes: ['backup', 'thief'],
  refusal: (state, { transport }) => {
    const encrypted = state.machine.dek !== 0;
    return (
      notHere(state) ??
      when(encrypted && transport === 'san', 'sanTransport') ??
      when(encrypted && transport === 'hotAdd' && state.proxy === 'plain', 'proxyNotEncrypted') ??
      unopened(state.main, state.machine)
    );
  },
  apply: ({ machine: { dek, wrap }, thief }, { withHome }) => ({
    backup: { dek, wrap, taken: true, home: withHome },
    thief: { ...thief, media: false },
  }),
});

/** The provider that a restored machine is encrypted with: that of the backup, or the other one. */
function restoredWith({ main }: State, { wrap }: Backup): Provider | null {
  if (wrap === null) return null;
  return [wrap, ...providers].find((provider) => main[provider] === 'own') ?? null;
}

export const restore: RuleOf<'restore'> = rule('restore', {
  claim:
    'Disks are restored whatever became of the provider; the vTPM only with home in the backup and its provider.',
  sources: ['copies-restored-disk', 'copies-restore-vtpm', 'copies-restored-plain'],
  groups: ['backup'],
  reads: ['main', 'backup'],
  writes: ['restored'],
  refusal: ({ main, backup, restored }) =>
    when(main.lost, 'siteLost') ?? when(!backup.taken, 'noBackup') ?? when(restored.there, 'restoredPresent'),
  apply: (state) => {
    const { main, backup } = state;
    const vtpm = backup.home && unopened(main, backup) === undefined;
    return { restored: { there: true, wrap: restoredWith(state, backup), vtpm } };
  },
});

export const deleteRestored: RuleOf<'deleteRestored'> = rule('deleteRestored', {
  claim: 'A restored machine can be deleted.',
  sources: ['copies-restored-disk'],
  groups: ['backup'],
  writes: ['restored'],
  refusal: ({ restored }) => when(!restored.there, 'noRestored'),
  apply: () => ({ restored: noRestored }),
});

export const exportOvf: RuleOf<'exportOvf'> = rule('exportOvf', {
  claim: 'An encrypted machine is not exported as an OVF.',
  sources: ['copies-no-ovf'],
  groups: ['backup'],
  reads: ['machine'],
  writes: ['exported'],
  refusal: (state) =>
    notHere(state) ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.machine.dek !== 0, 'machineEncrypted'),
  apply: () => ({ exported: true }),
});

export const filesAreStolen: RuleOf<'filesAreStolen'> = rule('filesAreStolen', {
  claim: 'A copy of the files holds the wrapped key of its day, and keeps it for ever.',
  sources: ['copies-old-stay-readable', 'dek-travels', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['theft', 'storage'],
  reads: ['machine'],
  writes: ['thief'],
  refusal: ({ machine }) => when(machine.at === 'nowhere', 'noMachine'),
  apply: ({ machine, thief }) => ({ thief: { ...thief, copies: withPair(thief.copies, machine) } }),
});

export const storageSnapshotIsStolen: RuleOf<'storageSnapshotIsStolen'> = rule('storageSnapshotIsStolen', {
  claim: 'An old storage snapshot holds the wrapped key of an older day.',
  sources: ['copies-old-stay-readable', 'copies-ciphertext', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['theft', 'storage'],
  reads: ['storageSnapshot'],
  writes: ['thief'],
  refusal: ({ storageSnapshot }) => when(!storageSnapshot.there, 'noSuchCopy'),
  apply: ({ storageSnapshot, thief }) => ({
    thief: { ...thief, copies: withPair(thief.copies, storageSnapshot) },
  }),
});

export const keyLeaks: RuleOf<'keyLeaks'> = rule('keyLeaks', {
  claim: 'A KDK that leaks opens every copy that it ever wrapped.',
  sources: ['copies-old-stay-readable', 'kdk-opens-all', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['theft', 'storage'],
  events: () => providers.map((provider) => ({ type: 'keyLeaks', provider })),
  writes: ['thief'],
  refusal: ({ thief }, { provider }) => when(thief[provider], 'keyKnown'),
  apply: ({ thief }, { provider }) => ({ thief: { ...thief, [provider]: true } }),
});

export const mediaAreStolen: RuleOf<'mediaAreStolen'> = rule('mediaAreStolen', {
  claim: 'Backup media in clear are read by whoever has them.',
  sources: ['copies-vadp-clear', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['theft', 'backup'],
  reads: ['backup'],
  writes: ['thief'],
  refusal: ({ backup, thief }) => when(!backup.taken, 'noBackup') ?? when(thief.media, 'mediaStolen'),
  apply: ({ thief }) => ({ thief: { ...thief, media: true } }),
});
