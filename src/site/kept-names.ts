/** The names of kept files that the site file does not name: `nkp.p12`, `nkp-2.p12`, `vcenter-backup`, … */
import type { KeptInput, ProviderInput } from './site-schema.ts';

/** The place of a download that was thrown away. */
export const discarded = 'discarded';

export function p12Names({ name, backups }: ProviderInput): string[] {
  return backups.map((backup, at) => backup.name ?? `${name}${numbered(at)}.p12`);
}

/** The one that a provider without backups was downloaded to, because without that it would not be in use. */
export function discardedP12Name({ name }: ProviderInput): string {
  return `${name}-${discarded}.p12`;
}

export function backupNames(backups: readonly KeptInput[]): string[] {
  return backups.map((backup, at) => backup.name ?? `vcenter-backup${numbered(at)}`);
}

function numbered(at: number): string {
  return at === 0 ? '' : `-${at + 1}`;
}
