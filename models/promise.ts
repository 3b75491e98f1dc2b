/** What a site promises about its machines, as goals that an operator can or cannot reach. */
import { available, type Deployment } from './deployment.ts';
import type { Event } from './events.ts';
import { named } from './site.ts';
import { type SliceName, type State, slice } from './state.ts';

/** A set of states that a recovery tries to reach, by the slices that decide it. */
export type Goal = {
  readonly name: string;
  readonly reads: readonly SliceName[];
  readonly reached: (state: State) => boolean;
};

/** The machine runs. */
export function runs(machine: string): Goal {
  return {
    name: `${machine} runs`,
    reads: [`machine/${machine}`],
    reached: (state) => slice(state, `machine/${machine}`).on !== null,
  };
}

/**
 * The machine's data can be read: it runs, or its disks are not encrypted themselves and can be attached to
 * a new machine. Fact vtpm-rescue.
 */
export function readable({ site }: Deployment, machine: string): Goal {
  const { datastore } = named(site.machines, machine);
  return {
    name: `the data of ${machine} can be read`,
    reads: ['cluster', `machine/${machine}`],
    reached: (state) => {
      const { on, encryption } = slice(state, `machine/${machine}`);
      if (on !== null) return true;
      return (
        encryption !== 'full' && state.cluster.on.length > 0 && available(site, state.cluster, datastore)
      );
    },
  };
}

/** Moves that use something kept outside vCenter and the hosts. A machine that *starts* does so without them. */
export const outsideHelp: ReadonlySet<Event['type']> = new Set([
  'importProvider',
  'registerProvider',
  'restoreVcenter',
  'restoreKeyServer',
  'exportFromBackup',
  'importFromBackup',
  'enterRecoveryKey',
  'rebuildVcenter',
  'reinstallHost',
]);

/** The artefacts that a move uses, in the site's words. */
export function needsOf({ site }: Deployment, event: Event): readonly string[] {
  switch (event.type) {
    case 'importProvider': {
      const { at, passwordAt } = named(site.p12s, event.p12);
      return [`${event.p12} (at ${at})`, ...(passwordAt === null ? [] : [`its password (at ${passwordAt})`])];
    }
    case 'restoreVcenter':
    case 'exportFromBackup':
    case 'importFromBackup': {
      const { at, passwordAt } = named(site.backups, event.backup);
      return [
        `vCenter backup ${event.backup} (at ${at})`,
        ...(passwordAt === null ? [] : [`its password (at ${passwordAt})`]),
      ];
    }
    case 'registerProvider':
      return [`the address and certificate of the key server of ${event.provider}`];
    case 'restoreKeyServer': {
      const { keyServerBackupAt } = named(site.providers, event.provider);
      return [`the backup of the key server of ${event.provider} (at ${keyServerBackupAt ?? 'nowhere'})`];
    }
    case 'enterRecoveryKey':
      return [`the recovery key of ${event.host} (at ${site.recoveryKeysAt ?? 'nowhere'})`];
    default:
      return [];
  }
}
