/** What events ask first, and how they name things. */
import type { HandlerOf, TwinEvent } from '../twin-of.ts';
import type { ProviderName } from './files.ts';
import type { Machine, SiteName, World } from './world.ts';

/** What an event does. @returns the reason when it is refused */
export type Handler = HandlerOf<World>;

export function providerIn(event: TwinEvent): ProviderName {
  const { provider } = event as { readonly provider: unknown };
  if (provider !== 'A' && provider !== 'B') throw new Error('the event names no provider');
  return provider;
}

export function siteIn(event: TwinEvent): SiteName {
  const { site } = event as { readonly site: unknown };
  if (site !== 'main' && site !== 'dr') throw new Error('the event names no site');
  return site;
}

/** The machine at main, or why it is not there: HERE of the page. */
export function here({ machine }: World): Machine | 'noMachine' | 'machineAway' {
  if (machine === undefined) return 'noMachine';
  return machine.site === 'main' ? machine : 'machineAway';
}
