/** Which host key a host is given when its encryption mode is turned on, and why it cannot be. */
import type { Refusal } from './events.ts';
import { canDerive, type HostKey, type State } from './state.ts';

type Given = { readonly key: HostKey } | { readonly refusal: Refusal };

/** What {@link givenKey} and {@link newKey} look at. */
export const keyReads = ['host', 'vcenter', 'cluster'] as const;

/** The recorded host key, or a new one for a host that has none. */
export function givenKey(state: State): Given {
  const { host } = state;
  if (host.hostKey === 'none') return newKey(state);
  return canDerive(host, host.hostKey) ? { key: host.hostKey } : { refusal: 'hostKeyUnresolved' };
}

/** A new host key, as the crypto policy of the cluster wants it. */
export function newKey({ host, vcenter, cluster }: State): Given {
  if (!vcenter.running) return { refusal: 'vcenterNotRunning' };
  const wanted = wantedKey(vcenter, cluster);
  if ('refusal' in wanted) return wanted;
  return canDerive(host, wanted.key) ? wanted : { refusal: 'keyNotOnHost' };
}

function wantedKey({ key, isDefault }: State['vcenter'], { policy }: State['cluster']): Given {
  if (policy === 'key') return key === '1' ? { key: '1b' } : { refusal: 'pinnedKeyMissing' };
  if (policy === 'none' && !isDefault) return { refusal: 'noDefaultProvider' };
  return key === 'none' ? { refusal: 'providerMissing' } : { key: `${key}a` };
}

/** Why there is none, for the refusal of a rule. */
export function refusalOf(given: Given): Refusal | undefined {
  return 'refusal' in given ? given.refusal : undefined;
}

/** The host in encryption mode with this key. A rule that refuses as {@link refusalOf} says comes with a key. */
export function madeSafe(host: State['host'], given: Given): State['host'] {
  return { ...host, crypto: 'safe', hostKey: 'key' in given ? given.key : host.hostKey };
}
