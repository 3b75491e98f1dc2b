/** Questions that a whole site answers, and what is taken from it. */
import type { Site } from '../site.ts';
import { goodSite } from './good-site.ts';
import type { SiteQuestion } from './proof.ts';

type Words = Pick<SiteQuestion, 'asks' | 'breaks' | 'otherwise'>;

export const recoverable = { kind: 'recoverable', machine: 'db' } as const;
export const starts = { kind: 'starts', machine: 'db' } as const;

/** A question that the good site answers, without one thing. */
export function ask(
  words: Words,
  claim: SiteQuestion['claim'],
  faultsMax: number,
  dropped: (site: Site) => Site,
  kept: Site = goodSite,
): SiteQuestion {
  return { on: 'site', ...words, kept, dropped: dropped(kept), faultsMax, claim };
}

export const withoutBackup = (site: Site): Site => ({ ...site, backups: [] });

/** All hosts changed in the same way; the provider then asks for no TPM. */
export function withHosts(site: Site, host: Partial<Site['hosts'][number]>): Site {
  return {
    ...site,
    hosts: site.hosts.map((each) => ({ ...each, ...host })),
    providers: site.providers.map((provider) => ({ ...provider, tpmRequired: false })),
  };
}
