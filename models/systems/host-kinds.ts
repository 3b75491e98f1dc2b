/** Hosts of a site by what they have in common, so that each kind is asked once. */
import type { HostSite, Site } from '../site.ts';
import type { Described } from './question.ts';
import type { HostSaid } from './said.ts';

export type Kind = { readonly names: readonly string[]; readonly host: HostSite; readonly said: HostSaid };

/** Hosts that are alike in everything but their names, and what the file says of them. */
export function kindsOf({ site, said }: Described): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const [at, host] of site.hosts.entries()) {
    const { name, ...rest } = host;
    const own = said.hosts[at];
    if (own === undefined) continue;
    const text = JSON.stringify([rest, Object.entries(own).filter(([field]) => field !== 'name')]);
    const known = kinds.get(text);
    kinds.set(text, { names: [...(known?.names ?? []), name], host, said: own });
  }
  return [...kinds.values()];
}

/** `every host`, or their names. */
export function namesOf({ names }: Kind, site: Site): string {
  if (names.length === site.hosts.length && names.length > 1) return 'every host';
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
