/** What can be seen of the machine from outside. */
import type { Host, State } from './state.ts';

/** The JSON of docs/machines/trusted-key-provider.md. */
export function observe(state: State): unknown {
  const { taHosts, authority, kms, vcenter, db, web } = state;
  const { images, tpms } = authority;
  const host = (name: 'vta-1' | 'vta-2'): string => (taHosts.includes(name) ? 'up' : 'down');
  return {
    trustAuthority: {
      hosts: { 'vta-1': host('vta-1'), 'vta-2': host('vta-2') },
      configuration: authority.vcenter === 'running' ? { images, tpms } : null,
      kms: kms.up ? 'up' : 'down',
      primaryKeys: kms.up ? { present: kms.present, there: kms.there } : null,
    },
    vcenter,
    hosts: { 'esx-1': seenHost(state['host/esx-1']), 'esx-2': seenHost(state['host/esx-2']) },
    db,
    web,
  };
}

function seenHost({ power, release, attested, cache }: Host): unknown {
  return power === 'off' ? { power, release } : { power, release, attested, cache };
}
