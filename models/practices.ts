/**
 * Best practices: how to tell from a site file whether one is followed, and the site as it would be if it
 * were. That a broken promise is due to a practice is found by checking the mended site again.
 */
import { keyServed } from './deployment.ts';
import type { Event } from './events.ts';
import {
  type HostSite,
  type Kept,
  type P12Site,
  type PlaceSite,
  type ProviderSite,
  type Site,
  vsanOf,
} from './site.ts';

export type Practice = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** What to do, to someone who does not follow it. */
  readonly fix: string;
  /** What the site file shows; `undefined` where the practice does not apply. */
  readonly departures: (site: Site) => readonly string[] | undefined;
  readonly mended: (site: Site) => Site;
};

const outside: PlaceSite = { name: 'mended-place', datastore: null, gone: false };
const outsidePassword: PlaceSite = { name: 'mended-password-place', datastore: null, gone: false };

/** Why a host does not seal its configuration, by its chip. */
const unsealed: Readonly<Record<HostSite['tpm'], string>> = {
  none: 'no TPM 2.0',
  '1.2': 'no TPM 2.0',
  unusable: 'the TPM cannot be used as it is',
  '2.0': 'the TPM is not used',
};

export const practices: readonly Practice[] = [
  {
    id: 'back-up-the-provider',
    title: 'Back up the key provider, and keep the file',
    source: 'the article, practice 1; vendor guide on the Native Key Provider',
    fix: 'download a backup of each key provider as a .p12 and keep it outside the cluster, its password elsewhere',
    departures: (site) =>
      site.providers.every(({ kind }) => kind !== 'native')
        ? undefined
        : notBackedUp(site).map(({ name }) => `no .p12 of ${name} is kept`),
    mended: (site) => ({
      ...withPlaces(site),
      p12s: [
        ...site.p12s,
        ...notBackedUp(site).map(
          ({ name }): P12Site => ({
            name: `mended-${name}.p12`,
            provider: name,
            at: outside.name,
            passwordAt: outsidePassword.name,
          }),
        ),
      ],
    }),
  },
  {
    id: 'back-up-vcenter',
    title: 'Take application-level backups of vCenter Server',
    source: 'the article, practice 1',
    fix: 'schedule vCenter backups to a place outside the cluster that shares nothing with the .p12',
    departures: ({ backups }) =>
      backups.length === 0
        ? ['vCenter Server is not backed up']
        : backups.flatMap(({ name, lacks = [] }) =>
            lacks.map((provider) => `${name} does not hold ${provider}`),
          ),
    mended: (site) => ({
      ...withPlaces(site),
      backups:
        site.backups.length > 0
          ? site.backups.map(({ name, at, passwordAt }) => ({ name, at, passwordAt }))
          : [{ name: 'mended-backup', at: outside.name, passwordAt: outsidePassword.name }],
    }),
  },
  {
    id: 'encrypt-vcenter-backups',
    title: 'Encrypt the backups of vCenter Server',
    source: 'the article, practice 2',
    fix: 'set an encryption password for the vCenter backup and keep it in another place',
    departures: (site) => (site.backups.length === 0 ? undefined : openFiles(site.backups)),
    mended: (site) => ({ ...withPlaces(site), backups: site.backups.map(lockedApart) }),
  },
  {
    id: 'password-on-p12',
    title: 'Protect the .p12 with a password kept in another place',
    source: 'vendor hardening guide, backup of the Native Key Provider',
    fix: 'export the key provider with a password and keep it apart from the file',
    departures: (site) => {
      const kept = site.providers.flatMap(({ name }) => keptP12s(site, name));
      return kept.length === 0 ? undefined : openFiles(kept);
    },
    mended: (site) => ({
      ...withPlaces(site),
      p12s: site.p12s.map((p12) => ({ ...p12, ...lockedApart(p12) })),
    }),
  },
  {
    id: 'keep-copies-outside',
    title: 'Keep backups and their passwords outside the cluster that they unlock',
    source: 'vendor guide on the Native Key Provider',
    fix: 'move backups, .p12 files, passwords and recovery keys off the datastores of this cluster',
    departures: (site) =>
      site.places
        .filter(({ datastore }) => datastore !== null)
        .map(({ name, datastore }) => `${name} lies on ${datastore}`),
    mended: (site) => ({ ...site, places: site.places.map((place) => ({ ...place, datastore: null })) }),
  },
  {
    id: 'tpm-in-every-host',
    title: 'Install a TPM 2.0 in every ESXi host, and use it',
    source: 'the article, practice 4; vendor documentation on sealing policies',
    fix: 'fit TPM 2.0 chips, with a SHA-256 bank and the FIFO interface chosen in the firmware, and seal the configuration: esxcli system settings encryption set --mode=TPM',
    departures: (site) =>
      site.hosts
        .filter(
          ({ tpm, encryptionMode, boot }) => tpm !== '2.0' || (encryptionMode !== 'tpm' && boot === 'disk'),
        )
        .map(({ name, tpm }) => `${name}: ${unsealed[tpm]}`),
    mended: (site) => ({
      ...site,
      hosts: site.hosts.map((host) => sealedIfDisk({ ...host, tpm: '2.0' })),
    }),
  },
  {
    id: 'keep-recovery-keys',
    title: 'Keep the configuration recovery key of every host with a TPM',
    source: 'vendor hardening guide, TPM recovery keys; Broadcom KB 316424',
    fix: 'esxcli system settings encryption recovery list on every host; keep the output outside the cluster',
    departures: (site) => {
      if (site.hosts.every(({ tpm }) => tpm !== '2.0')) return undefined;
      return site.recoveryKeysAt === null ? ['no recovery keys are kept'] : [];
    },
    mended: (site) => ({ ...withPlaces(site), recoveryKeysAt: outsidePassword.name }),
  },
  {
    id: 'one-encryption-per-machine',
    title: 'Do not stack VM encryption and vSAN encryption',
    source: 'the article, practice 5; Broadcom KB 319929',
    fix: 'remove VM encryption from machines on the encrypted datastore (a vTPM may stay), or move them to a plain one',
    departures: (site) => {
      const vsan = vsanOf(site);
      if (vsan === undefined || vsan.encryptedBy === null) return undefined;
      return site.machines
        .filter(({ datastore, encryption }) => datastore === vsan.name && encryption === 'full')
        .map(({ name }) => `${name} is encrypted twice on ${vsan.name}`);
    },
    mended: (site) => {
      const vsan = vsanOf(site);
      return {
        ...site,
        machines: site.machines.map((machine) =>
          vsan?.encryptedBy !== null && machine.datastore === vsan?.name && machine.encryption === 'full'
            ? { ...machine, encryption: 'vtpm' }
            : machine,
        ),
      };
    },
  },
  {
    id: 'key-server-outside',
    title: 'Run the key server outside the cluster that it unlocks',
    source: 'vendor guide on key providers',
    fix: 'move the key server to another cluster, or at least to hosts and storage that need none of its keys',
    departures: (site) =>
      keyServed(site).length === 0
        ? undefined
        : keyServed(site).flatMap(({ name, keyServerAt }) =>
            keyServerAt === null ? [] : [`the key server of ${name} lies on ${keyServerAt}`],
          ),
    mended: (site) => ({
      ...site,
      providers: site.providers.map((provider) => ({ ...provider, keyServerAt: null })),
    }),
  },
  {
    id: 'back-up-the-key-server',
    title: 'Back up the key server, or run more than one',
    source: 'vendor guide on key providers',
    fix: 'keep a backup of the key server, by the procedure of its maker, outside the cluster',
    departures: (site) =>
      keyServed(site).length === 0
        ? undefined
        : keyServed(site)
            .filter(({ keyServerBackupAt }) => keyServerBackupAt === null)
            .map(({ name }) => `no backup of the key server of ${name} is kept`),
    mended: (site) => ({
      ...withPlaces(site),
      providers: site.providers.map((provider) =>
        provider.kind === 'native' || provider.keyServerBackupAt !== null
          ? provider
          : { ...provider, keyServerBackupAt: outside.name },
      ),
    }),
  },
  {
    id: 'no-key-persistence',
    title: 'Leave key persistence off where hosts can be stolen',
    source: 'vendor hardening guide, key persistence',
    fix: 'esxcli system security keypersistence disable --remove-all-stored-keys on every host',
    departures: (site) =>
      site.providers.every(({ kind }) => kind !== 'standard')
        ? undefined
        : site.hosts
            .filter(({ keyPersistence }) => keyPersistence)
            .map(({ name }) => `${name} keeps its keys`),
    mended: (site) => ({ ...site, hosts: site.hosts.map((host) => ({ ...host, keyPersistence: false })) }),
  },
  {
    id: 'boot-device-in-every-host',
    title: 'Give every host a boot device of its own',
    source: 'our reading of the vendor guide on the Native Key Provider',
    fix: 'install ESXi on a boot device instead of booting it from the network (Auto Deploy)',
    departures: (site) =>
      site.hosts.every(({ boot }) => boot === 'disk')
        ? undefined
        : site.hosts
            .filter(({ boot }) => boot === 'network')
            .map(({ name }) => `${name} boots from the network`),
    mended: (site) => ({ ...site, hosts: site.hosts.map((host) => sealedIfDisk({ ...host, boot: 'disk' })) }),
  },
];

/** The practices that provide what a move of a recovery uses, by its kind. */
const providedBy: Readonly<Partial<Record<Event['type'], readonly string[]>>> = {
  importProvider: ['back-up-the-provider', 'keep-copies-outside'],
  restoreVcenter: ['back-up-vcenter', 'keep-copies-outside'],
  importFromBackup: ['back-up-vcenter', 'keep-copies-outside'],
  exportFromBackup: ['back-up-vcenter', 'keep-copies-outside'],
  enterRecoveryKey: ['keep-recovery-keys', 'keep-copies-outside'],
  restoreKeyServer: ['back-up-the-key-server', 'keep-copies-outside'],
  registerProvider: ['key-server-outside'],
  // A host that starts with its keys has them from its boot device, sealed by its TPM.
  bootHost: ['tpm-in-every-host', 'boot-device-in-every-host'],
};

/** The practices that a recovery owes what it uses to, of those that the site follows; each once, by id. */
export function practicesBehind(site: Site, events: readonly Event[]): readonly string[] {
  const ids = new Set(events.flatMap(({ type }) => providedBy[type] ?? []));
  return practices
    .filter(({ id, departures }) => ids.has(id) && departures(site)?.length === 0)
    .map(({ id }) => id);
}

/**
 * How a practice is called.
 * @throws when there is none of this id: a defect of ours
 */
export function practiceTitle(id: string): string {
  const found = practices.find((practice) => practice.id === id);
  if (found === undefined) throw new Error(`there is no practice ${id}`);
  return found.title;
}

/** Native key providers that no .p12 file is kept of. */
function notBackedUp(site: Site): readonly ProviderSite[] {
  return site.providers.filter(({ name, kind }) => kind === 'native' && keptP12s(site, name).length === 0);
}

/** A host that seals its configuration, as far as it has a TPM for it and a boot device to keep it on. */
function sealedIfDisk(host: HostSite): HostSite {
  return host.tpm === '2.0' && host.boot === 'disk' ? { ...host, encryptionMode: 'tpm' } : host;
}

function keptP12s({ p12s, places }: Site, provider: string): readonly P12Site[] {
  return p12s.filter(
    (p12) => p12.provider === provider && !places.some(({ name, gone }) => gone && name === p12.at),
  );
}

function openFiles(files: readonly Kept[]): readonly string[] {
  return files
    .filter(({ at, passwordAt }) => passwordAt === null || passwordAt === at)
    .map(({ name, passwordAt }) =>
      passwordAt === null ? `${name} has no password` : `${name} lies beside its password`,
    );
}

function lockedApart<File extends Kept>(file: File): File {
  const apart = file.passwordAt !== null && file.passwordAt !== file.at;
  return apart ? file : { ...file, passwordAt: outsidePassword.name };
}

function withPlaces(site: Site): Site {
  const added = [outside, outsidePassword].filter(({ name }) =>
    site.places.every((place) => place.name !== name),
  );
  return { ...site, places: [...site.places, ...added] };
}
