/** What the structure function of one machine is made of, read off the site's steady state once. */
import type { Reading } from '../../models/reading.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import { keyServed } from '../../models/deployment.ts';
import { type Kept, named, type ProviderSite, type Site, vsanOf } from '../../models/site.ts';
import { holds, providerOf, type State, slice } from '../../models/state.ts';

/** Where something lies, as far as it decides whether it can be reached. */
export type Home = 'outside' | 'external' | 'plainVsan' | 'lockedVsan';

export type HostFacts = {
  readonly name: string;
  /** It has a TPM that can seal. */
  readonly chip: boolean;
  readonly fileBound: boolean;
  readonly holdsKey: boolean;
  /** Its boot device brings the key back after a reboot. */
  readonly keepsKey: boolean;
  /** A configuration that it seals has the key in it. */
  readonly sealsKey: boolean;
};

/** The key server of a standard or trusted provider. */
export type KeyServer = {
  readonly kind: 'standard' | 'trusted';
  readonly home: Home;
  /** Its own backup. */
  readonly backup: Copy | null;
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
  /** The key server that the key lies in; `null` for a native provider, and where no key matters. */
  readonly keyServer: KeyServer | null;
  /** A host without a TPM has the key taken from it. */
  readonly tpmRequired: boolean;
  /** A host without a TPM is not given the key. */
  readonly chipAsked: boolean;
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
  /** A thief reads a native key in a configuration that is not sealed, and that the host keeps. */
  readonly archiveTells: boolean;
  /** The datastore of a place, where that is not encrypted as a whole. */
  readonly plainDisks: ReadonlyMap<string, string>;
  /** The datastore of a vCenter that has the key itself, where that is not encrypted as a whole. */
  readonly vcenterDisk: string | null;
};

/**
 * `undefined` for what it does not know: several providers, which a rekey may choose from; stateless hosts; keys of a key
 * server that the site cannot be set up with as its file says; a provider that was never backed up, since an import
 * would open its gate, and what is plain could be encrypted.
 */
export function factsOf(site: Site, reading: Reading, machine: string): Facts | undefined {
  const { switches } = reading;
  if (!isKnown(site, reading)) return undefined;
  const state = steadyMachine(site, switches).machine.initial;
  if (site.providers.some(({ name }) => !slice(state, `provider/${name}`).backedUp)) return undefined;
  // A host that seals its configuration later can have a Trust Authority's key then, and machines be encrypted with it.
  if (keyServed(site).length > 0 && !isSetUp(site, state, machine)) return undefined;
  const provider = providerInUse(site, state, machine);
  const { encryption } = slice(state, `machine/${machine}`);
  const { datastore, host } = named(site.machines, machine);
  const key = provider === null ? 'none' : slice(state, `provider/${provider}`).key;
  const vsan = vsanOf(site);
  const homeOf = (at: string | null): Home => homeIn(site, state, at);
  const keptCopy = (file: Kept): readonly Copy[] => keptCopyOf(site, state, file);
  const { recoveryKeysAt } = site;
  const used = provider === null ? undefined : named(site.providers, provider);
  const keyServer = used === undefined ? null : keyServerOf(site, state, used);
  const isNative = keyServer === null;
  const volatile = switches.noTpmRetention === 'volatile';
  const vcenterDisk =
    homeOf(site.vcenterAt) === 'lockedVsan' || !isNative || used === undefined ? null : site.vcenterAt;
  const tpmRequired = isNative && used?.tpmRequired === true;
  return {
    site,
    machine,
    encryption,
    provider,
    keyServer,
    tpmRequired,
    chipAsked: tpmRequired || keyServer?.kind === 'trusted',
    datastore,
    home: homeOf(datastore),
    vcenter: homeOf(site.vcenterAt),
    hosts: site.hosts.map(({ name, tpm, keyPersistence }) => {
      const { binding, held } = slice(state, `host/${name}`);
      const fileBound = binding === 'file';
      const sealsKey = isNative || (keyServer.kind === 'standard' && keyPersistence);
      const keepsKey = fileBound ? isNative && !volatile : sealsKey;
      return { name, chip: tpm === '2.0', fileBound, holdsKey: holds(held, key), keepsKey, sealsKey };
    }),
    ownHost: host,
    vsanLostAt: Math.min((vsan?.failuresToTolerate ?? 0) + 1, site.hosts.length),
    p12s: site.p12s
      .filter(({ name }) => key !== 'none' && slice(state, `p12/${name}`) === key)
      .flatMap(keptCopy),
    backups: site.backups
      .filter(({ name }) => isNative && used && slice(state, `backup/${name}`)[used.name]?.key === key)
      .flatMap(keptCopy),
    recoveryKeys:
      recoveryKeysAt === null
        ? null
        : (keptCopy({ name: 'recovery keys', at: recoveryKeysAt, passwordAt: null })[0] ?? null),
    archiveTells: switches.noTpmArchive === 'readable' && !volatile && isNative,
    plainDisks: plainDisksIn(site, state),
    vcenterDisk,
  };
}

function isKnown({ providers, hosts }: Site, { switches }: Reading): boolean {
  const { tpmGate, remediation, importCountsAsBackup, pushBeforeActivation } = switches;
  const isShipped =
    tpmGate === 'present' && remediation === 'prunes' && importCountsAsBackup && !pushBeforeActivation;
  return isShipped && providers.length < 2 && hosts.every(({ boot }) => boot === 'disk');
}

/** Whether the machine and vSAN are encrypted as the file of the site says. */
function isSetUp(site: Site, state: State, machine: string): boolean {
  const { encryption } = named(site.machines, machine);
  const isVsanPlain = (vsanOf(site)?.encryptedBy ?? null) === null;
  return (
    slice(state, `machine/${machine}`).encryption === encryption && (state.vsan === 'none') === isVsanPlain
  );
}

/** By place: its datastore, where that is not encrypted as a whole. */
function plainDisksIn(site: Site, state: State): ReadonlyMap<string, string> {
  return new Map(
    site.places.flatMap(({ name, datastore }) =>
      datastore === null || homeIn(site, state, datastore) === 'lockedVsan' ? [] : [[name, datastore]],
    ),
  );
}

/** What is kept, unless one of its places is gone from the start. */
function keptCopyOf(site: Site, state: State, { name, at, passwordAt }: Kept): readonly Copy[] {
  const places = [...new Set([at, ...(passwordAt === null ? [] : [passwordAt])])];
  const homes = places.map((place) => homeIn(site, state, named(site.places, place).datastore));
  if (!places.every((place) => slice(state, `place/${place}`) === 'kept')) return [];
  return [
    {
      name,
      places,
      behindVsan: homes.includes('lockedVsan'),
      behindHosts: homes.some((home) => home !== 'outside'),
    },
  ];
}

function keyServerOf(
  site: Site,
  state: State,
  { name, kind, keyServerAt, keyServerBackupAt: at }: ProviderSite,
): KeyServer | null {
  if (kind === 'native') return null;
  const [backup = null] =
    at === null ? [] : keptCopyOf(site, state, { name: `backup of ${name}`, at, passwordAt: null });
  return { kind, home: homeIn(site, state, keyServerAt), backup };
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
