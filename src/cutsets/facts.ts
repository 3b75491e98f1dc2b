/** What the structure function of one machine is made of, read off the site's steady state once. */
import type { Reading } from '../../models/reading.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import { keyServed } from '../../models/deployment.ts';
import { type Kept, named, type Site, vsanOf } from '../../models/site.ts';
import { holds, providerOf, type State, slice } from '../../models/state.ts';

/** Where something lies, as far as it decides whether it can be reached. */
type Home = 'outside' | 'external' | 'plainVsan' | 'lockedVsan';

export type HostFacts = {
  readonly name: string;
  /** It has a TPM that can seal. */
  readonly chip: boolean;
  readonly fileBound: boolean;
  readonly holdsKey: boolean;
};

/** A file with the key in it, in the steady state readable for whoever is allowed to. */
export type Copy = {
  readonly name: string;
  /** Where it and its password lie. */
  readonly places: readonly string[];
  /** It cannot be read while the encrypted vSAN datastore is not mounted. */
  readonly behindVsan: boolean;
  /** It cannot be read while no host is on. */
  readonly behindHosts: boolean;
};

export type Facts = {
  readonly site: Site;
  readonly machine: string;
  readonly encryption: 'none' | 'vtpm' | 'full';
  /** The provider whose key everything turns on; `null` where no key matters. */
  readonly provider: string | null;
  readonly tpmRequired: boolean;
  readonly datastore: string;
  readonly home: Home;
  readonly vcenter: Home;
  readonly hosts: readonly HostFacts[];
  readonly ownHost: string;
  /** So many hosts without their part of vSAN mounted make it unavailable. */
  readonly vsanLostAt: number;
  readonly p12s: readonly Copy[];
  readonly backups: readonly Copy[];
  readonly recoveryKeys: Copy | null;
  /** A host without a sealed configuration has lost its keys after a reboot. */
  readonly volatile: boolean;
  /** A thief reads a configuration that is not sealed. */
  readonly archiveReadable: boolean;
};

/**
 * `undefined` for several providers, which a rekey may choose from, key servers and stateless hosts: it knows none.
 * Nor for a provider that was never backed up: an import would open its gate, and what is plain could be encrypted.
 */
export function factsOf(site: Site, reading: Reading, machine: string): Facts | undefined {
  const { switches } = reading;
  const known = switches.tpmGate === 'present' && switches.remediation === 'prunes';
  if (!known || !switches.importCountsAsBackup || switches.pushBeforeActivation) return undefined;
  if (site.providers.length > 1 || keyServed(site).length > 0) return undefined;
  if (site.hosts.some(({ boot }) => boot === 'network')) return undefined;
  const state = steadyMachine(site, switches).machine.initial;
  if (site.providers.some(({ name }) => !slice(state, `provider/${name}`).backedUp)) return undefined;
  const provider = providerInUse(site, state, machine);
  const { encryption } = slice(state, `machine/${machine}`);
  const { datastore, host } = named(site.machines, machine);
  const key = provider === null ? 'none' : slice(state, `provider/${provider}`).key;
  const vsan = vsanOf(site);
  const homeOf = (at: string | null): Home => homeIn(site, state, at);
  const copy = ({ name, at, passwordAt }: Kept): Copy => {
    const places = [...new Set([at, ...(passwordAt === null ? [] : [passwordAt])])];
    const homes = places.map((place) => homeOf(named(site.places, place).datastore));
    return {
      name,
      places,
      behindVsan: homes.includes('lockedVsan'),
      behindHosts: homes.some((home) => home !== 'outside'),
    };
  };
  const kept = ({ places }: Copy): boolean =>
    places.every((place) => slice(state, `place/${place}`) === 'kept');
  const { recoveryKeysAt } = site;
  const recoveryKeys =
    recoveryKeysAt === null ? null : copy({ name: 'recovery keys', at: recoveryKeysAt, passwordAt: null });
  return {
    site,
    machine,
    encryption,
    provider,
    tpmRequired: provider !== null && named(site.providers, provider).tpmRequired,
    datastore,
    home: homeOf(datastore),
    vcenter: homeOf(site.vcenterAt),
    hosts: site.hosts.map(({ name, tpm }) => {
      const { binding, held } = slice(state, `host/${name}`);
      return { name, chip: tpm === '2.0', fileBound: binding === 'file', holdsKey: holds(held, key) };
    }),
    ownHost: host,
    vsanLostAt: Math.min((vsan?.failuresToTolerate ?? 0) + 1, site.hosts.length),
    p12s: site.p12s
      .filter(({ name }) => key !== 'none' && slice(state, `p12/${name}`) === key)
      .map(copy)
      .filter(kept),
    backups: site.backups
      .filter(({ name }) => provider !== null && slice(state, `backup/${name}`)[provider]?.key === key)
      .map(copy)
      .filter(kept),
    recoveryKeys: recoveryKeys !== null && kept(recoveryKeys) ? recoveryKeys : null,
    volatile: switches.noTpmRetention === 'volatile',
    archiveReadable: switches.noTpmArchive === 'readable',
  };
}

function homeIn(site: Site, state: State, datastore: string | null): Home {
  if (datastore === null) return 'outside';
  if (named(site.datastores, datastore).kind === 'external') return 'external';
  return state.vsan === 'none' ? 'plainVsan' : 'lockedVsan';
}

/** The provider, where keys of it are involved at all. The site has no other. */
function providerInUse(site: Site, state: State, machine: string): string | null {
  const keys = [
    slice(state, `machine/${machine}`).key,
    state.vsan,
    ...site.hosts.map(({ name }) => slice(state, `host/${name}`).hostKey),
  ];
  const used = keys.find((key) => key !== 'none');
  return used === undefined ? null : providerOf(used);
}
