/** What can be seen of the machine from outside. */
import { keyIds, type ProviderName } from './names.ts';
import { type Host, type Keys, type Provider, type State } from './state.ts';
import { loginRefusal, wrappingKeyOf } from './words.ts';

/** The JSON of docs/machines/standard-key-provider.md. */
export function observe(state: State): unknown {
  const { kms, keys, backup, vcenter, db, hostKey } = state;
  const running = vcenter.state === 'running';
  const node = (name: 'kms-1' | 'kms-2'): string => (kms.up.includes(name) ? 'up' : 'down');
  return {
    kms: {
      place: kms.place,
      nodes: { 'kms-1': node('kms-1'), 'kms-2': node('kms-2') },
      turn: kms.turn,
      lost: kms.lost,
      keys: present(keys),
    },
    backup: backup === null ? null : present(backup),
    vcenter: {
      state: vcenter.state,
      knows: running ? vcenter.knows : null,
      providers: running ? { kms: seen(state, 'kms'), 'kms-new': seen(state, 'kms-new') } : null,
    },
    hosts: { 'esx-1': seenHost(state['host/esx-1']), 'esx-2': seenHost(state['host/esx-2']) },
    vsan: state['host/esx-1'].mounted || state['host/esx-2'].mounted ? 'available' : 'unavailable',
    db: { on: db.on, provider: db.provider, key: db.key, wrappedBy: db.wrappedBy, hostKey },
  };
}

function present(keys: Keys): Readonly<Record<string, string>> {
  return Object.fromEntries(keyIds.filter((key) => keys[key] !== 'absent').map((key) => [key, keys[key]]));
}

function seen(state: State, name: ProviderName): unknown {
  const provider: Provider = state[`provider/${name}`];
  if (provider === null) return null;
  return { status: statusOf(state, provider), wrapping: wrappingKeyOf(provider) };
}

/** What vCenter shows of a provider. A failing HSM does not show. */
function statusOf({ kms }: State, { trust }: NonNullable<Provider>): string {
  const login = loginRefusal(trust);
  if (login !== undefined) return login;
  if (kms.up.length === 0) return 'kmsUnreachable';
  return trust === 'first' && kms.certificates === 'expired' ? 'certificateExpired' : 'ok';
}

function seenHost({ power, safe, cache, stored, persistence, mounted, configuration }: Host): unknown {
  if (power === 'off') return { power };
  return { power, safe, cache, stored, persistence, mounted, configuration };
}
