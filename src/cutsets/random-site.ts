/** Small sites by chance, for tests and benches: few enough basic events to try every set of them. */
import fc from 'fast-check';
import type { HostSite, Kept, MachineSite, PlaceSite, ProviderSite, Site } from '../../models/site.ts';

export type Drawn = {
  /** `kept`: with a TPM and key persistence. */
  readonly hosts: readonly ('tpm' | 'kept' | 'unused' | 'none')[];
  readonly provider: ProviderSite['kind'];
  /** Of a standard or trusted provider. */
  readonly keyServer: Drawn['vcenter'];
  readonly keyServerBackup: number | null;
  readonly tpmRequired: boolean;
  readonly vsan: 'none' | 'plain' | 'encrypted';
  readonly failuresToTolerate: number;
  readonly machineOnVsan: boolean;
  readonly encryption: MachineSite['encryption'];
  readonly vcenter: 'outside' | 'external' | 'vsan';
  readonly p12s: readonly Placed[];
  readonly backups: readonly Placed[];
  readonly recoveryKeys: number | null;
  /** By place: whether it is gone, or lies on a datastore of the cluster. */
  readonly places: readonly ('outside' | 'gone' | 'external' | 'vsan')[];
};

type Placed = { readonly at: number; readonly password: number | null };

const discarded: PlaceSite = { name: 'discarded', datastore: null, gone: true };
const placesMax = 3;
const placed = fc.record({
  at: fc.nat(placesMax - 1),
  password: fc.option(fc.nat(placesMax - 1), { nil: null }),
});

/** @param hostsMax two hosts are searched in seconds, three take longer */
export function drawnSites(hostsMax: number, hostsMin = 2): fc.Arbitrary<Drawn> {
  return fc.record({
    hosts: fc.array(fc.constantFrom('tpm', 'kept', 'unused', 'none'), {
      minLength: hostsMin,
      maxLength: hostsMax,
    }),
    provider: fc.constantFrom('native', 'native', 'standard', 'trusted'),
    keyServer: fc.constantFrom('outside', 'external', 'vsan'),
    keyServerBackup: fc.option(fc.nat(placesMax - 1), { nil: null }),
    tpmRequired: fc.boolean(),
    vsan: fc.constantFrom('none', 'plain', 'encrypted', 'encrypted'),
    failuresToTolerate: fc.nat(1),
    machineOnVsan: fc.boolean(),
    encryption: fc.constantFrom('none', 'vtpm', 'full', 'full'),
    vcenter: fc.constantFrom('outside', 'external', 'vsan', 'vsan'),
    p12s: fc.array(placed, { maxLength: 2 }),
    backups: fc.array(placed, { maxLength: 1 }),
    recoveryKeys: fc.option(fc.nat(placesMax - 1), { nil: null }),
    places: fc.array(fc.constantFrom('outside', 'outside', 'outside', 'gone', 'external', 'vsan'), {
      minLength: placesMax,
      maxLength: placesMax,
    }),
  });
}

export function siteOf(drawn: Drawn): Site {
  const hasVsan = drawn.vsan !== 'none';
  const kept = (prefix: string, list: readonly Placed[]): Kept[] =>
    list.map(({ at, password }, index) => ({
      name: `${prefix}-${index + 1}`,
      at: placeName(at),
      passwordAt: password === null ? null : placeName(password),
    }));
  const isNative = drawn.provider === 'native';
  const p12s = isNative ? p12sOf(kept('p12', drawn.p12s)) : [];
  const keyServerBackupAt =
    isNative || drawn.keyServerBackup === null ? null : placeName(drawn.keyServerBackup);
  const backups = kept('backup', drawn.backups);
  const used = new Set<string | null>([
    ...[...p12s, ...backups].flatMap(({ at, passwordAt }) => [at, passwordAt]),
    drawn.recoveryKeys === null ? null : placeName(drawn.recoveryKeys),
    keyServerBackupAt,
  ]);
  return {
    name: 'drawn',
    hosts: drawn.hosts.map(hostOf),
    vcenterAt: lyingAt(drawn.vcenter, hasVsan),
    providers: [
      {
        name: 'nkp',
        kind: drawn.provider,
        tpmRequired: isNative && drawn.tpmRequired,
        keyServerAt: isNative ? null : lyingAt(drawn.keyServer, hasVsan),
        keyServerBackupAt,
      },
    ],
    datastores: [
      ...(hasVsan ? [vsanOf(drawn)] : []),
      { name: 'san', kind: 'external', encryptedBy: null, deduplication: false, failuresToTolerate: 0 },
    ],
    machines: [
      {
        name: 'vm',
        count: 1,
        encryption: drawn.encryption,
        provider: drawn.encryption === 'none' ? null : 'nkp',
        datastore: hasVsan && drawn.machineOnVsan ? 'vsan' : 'san',
        host: 'esx-01',
      },
    ],
    places: [...drawn.places.map((kind, index) => placeOf(kind, index, hasVsan)), discarded].filter(
      ({ name }) => used.has(name),
    ),
    p12s,
    backups,
    recoveryKeysAt: drawn.recoveryKeys === null ? null : placeName(drawn.recoveryKeys),
    promise: { recoverable: 2, starts: 1, secret: [], deduplication: null },
  };
}

/** Where none is kept, the download that opened the gate was thrown away, as in a site file. */
function p12sOf(kept: readonly Kept[]): Site['p12s'] {
  const files = kept.length > 0 ? kept : [{ name: 'p12-0', at: discarded.name, passwordAt: null }];
  return files.map((file) => ({ ...file, provider: 'nkp' }));
}

function hostOf(kind: Drawn['hosts'][number], index: number): HostSite {
  return {
    name: `esx-0${index + 1}`,
    tpm: kind === 'none' ? 'none' : '2.0',
    encryptionMode: kind === 'tpm' || kind === 'kept' ? 'tpm' : 'none',
    boot: 'disk',
    keyPersistence: kind === 'kept',
  };
}

function vsanOf({ vsan, failuresToTolerate }: Drawn): Site['datastores'][number] {
  return {
    name: 'vsan',
    kind: 'vsan',
    encryptedBy: vsan === 'encrypted' ? 'nkp' : null,
    deduplication: false,
    failuresToTolerate,
  };
}

function lyingAt(where: Drawn['vcenter'], hasVsan: boolean): string | null {
  if (where === 'outside') return null;
  return where === 'vsan' && hasVsan ? 'vsan' : 'san';
}

function placeOf(kind: Drawn['places'][number], index: number, hasVsan: boolean): PlaceSite {
  const datastore = kind === 'external' ? 'san' : kind === 'vsan' && hasVsan ? 'vsan' : null;
  return { name: placeName(index), datastore, gone: kind === 'gone' };
}

function placeName(index: number): string {
  return ['safe', 'vault', 'cupboard'][index] ?? 'nowhere';
}
