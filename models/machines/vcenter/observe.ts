/** What can be seen of the machine from outside. */
import type { Setting } from '../domain-machine.ts';
import type { ProviderName, VcenterName } from './names.ts';
import {
  type Host,
  hostSlices,
  isStandard,
  nameOf,
  nativeNames,
  providerAt,
  slice,
  type State,
  type Variant,
} from './state.ts';

/** The JSON of docs/machines/vcenter.md. */
export function observe(state: State, { variant }: Setting<Variant>): unknown {
  const { db, site } = state;
  return {
    vcenters: Object.fromEntries(variant.vcenters.map((name) => [name, seenVcenter(state, name, variant)])),
    hosts: {
      'esx-1': seenHost(slice(state, 'host/esx-1')),
      'esx-2': seenHost(slice(state, 'host/esx-2')),
    },
    db: {
      protection: db.protection,
      provider: db.key === null ? null : nameOf(db.key),
      key: db.key,
      on: db.on,
      migratingTo: db.to,
    },
    p12s: Object.fromEntries(
      nativeNames(variant).map((name) => [name, slice(state, `p12/${name}`)?.password ?? 'missing']),
    ),
    backups: Object.fromEntries(
      variant.backups.map(({ name }) => {
        const { present, password } = slice(state, `backup/${name}`);
        return [name, present ? password : 'missing'];
      }),
    ),
    licence: site.licence,
    vsan: site.vsan,
    kms: variant.standard ? (site.kms ? 'up' : 'down') : null,
  };
}

function seenVcenter(state: State, name: VcenterName, variant: Variant): unknown {
  const { state: power, standby, system, cluster } = slice(state, `vcenter/${name}`);
  const running = power === 'running';
  return {
    state: power,
    standby,
    defaults: running ? { system, cluster } : null,
    providers: running
      ? Object.fromEntries(variant.names.map((each) => [each, seenProvider(state, name, each, variant)]))
      : null,
  };
}

function seenProvider(state: State, vcenter: VcenterName, name: ProviderName, variant: Variant): unknown {
  const provider = providerAt(state, vcenter, name);
  if (provider === null) return null;
  const { key, id, tpm, backedUp, link, acknowledged } = provider;
  const kmsDown = isStandard(variant, name) && !state.site.kms;
  return {
    status: statusOf(state, vcenter, name),
    health: !backedUp || kmsDown ? 'ERROR' : 'OK',
    alarm: !backedUp && !acknowledged,
    keyId: `${key}/${id}`,
    tpmRequired: tpm,
    link,
  };
}

/** The life of a provider as the vSphere Client shows it: backed up, then given to every host. */
function statusOf(state: State, vcenter: VcenterName, name: ProviderName): string {
  const provider = providerAt(state, vcenter, name);
  if (provider?.backedUp !== true) return 'Not backed up';
  const waits = hostSlices.some((each) => {
    const { at, clustered, connected, power, held } = slice(state, each);
    return at === vcenter && clustered && (power === 'off' || !connected || held[name] !== provider.key);
  });
  return waits ? 'Warning' : 'Active';
}

function seenHost({ at, clustered, connected, power, held, hostKey, safe }: Host): unknown {
  return power === 'off' ? { at, power } : { at, clustered, connected, power, held, hostKey, safe };
}
