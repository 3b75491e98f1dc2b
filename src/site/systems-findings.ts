/** What a file says of the systems of its site that contradicts itself, or what its release can do. */
import { isBefore, type Release } from '../../models/versions.ts';
import { hostsOf } from './hosts.ts';
import { machineSaidFindings } from './machine-said-findings.ts';
import type { Finding, Path } from './problem.ts';
import { lackedBy } from './resolve-site.ts';
import { releaseOf, tooOld, wrong } from './release-findings.ts';
import type { DatastoreInput, HostInput, ProviderInput, Sections } from './site-schema.ts';
import { suggestion } from './suggest.ts';

export function systemsFindings(sections: Sections): Finding[] {
  return [
    ...hostReleaseFindings(sections),
    ...providerSaidFindings(sections),
    ...datastoreSaidFindings(sections),
    ...namedProviderFindings(sections),
    ...clusterDefaultFindings(sections),
    ...backupOrderFindings(sections),
    ...machineSaidFindings(sections),
  ];
}

type WrittenHost = Omit<HostInput, 'name'>;

/** Hosts as they were written, each with its place. */
function writtenHosts({ hosts }: Sections): readonly (readonly [WrittenHost, Path])[] {
  if (hosts === undefined) return [];
  return 'count' in hosts ? [[hosts, ['hosts']]] : hosts.map((host, at) => [host, ['hosts', at]]);
}

function hostReleaseFindings(sections: Sections): Finding[] {
  const ofVcenter = releaseOf(sections);
  return writtenHosts(sections).flatMap(([host, path]) => {
    const release = host.release ?? ofVcenter;
    const newer = host.release !== undefined && ofVcenter !== undefined && isBefore(ofVcenter, host.release);
    return [
      ...(newer
        ? [
            wrong(
              [...path, 'release'],
              `expected ${ofVcenter} or older, because vCenter Server is of that release, found ${host.release}`,
            ),
          ]
        : []),
      ...(host.keyPersistence
        ? tooOld('keyPersistence', release, [...path, 'keyPersistence'], 'key persistence')
        : []),
      ...(host.encryptionMode === 'tpm'
        ? tooOld('sealedConfiguration', release, [...path, 'encryptionMode'], 'tpm')
        : []),
      ...sealedOnly(host, path),
      ...(host.quickBoot === true && host.tpm === '2.0'
        ? tooOld('quickBootWithTpm', release, [...path, 'quickBoot'], 'quick boot with a TPM 2.0')
        : []),
    ];
  });
}

/** What is enforced by the seal of a TPM needs a configuration that is sealed. */
function sealedOnly(host: WrittenHost, path: Path): Finding[] {
  const seals = host.tpm === '2.0' && host.boot === 'disk' && host.encryptionMode !== 'none';
  if (seals) return [];
  const why = 'because it is sealed with a configuration, and no TPM 2.0 seals this one';
  return [
    ...(host.secureBoot === 'required'
      ? [wrong([...path, 'secureBoot'], `expected off | on, ${why}, found required`)]
      : []),
    ...(host.execInstalledOnly === true
      ? [wrong([...path, 'execInstalledOnly'], `expected false, ${why}, found true`)]
      : []),
  ];
}

function providerSaidFindings(sections: Sections): Finding[] {
  const release = releaseOf(sections);
  return (sections.keyProviders ?? []).flatMap((provider, at) => {
    const path: Path = ['keyProviders', at];
    return [
      ...misplaced(provider, path),
      ...(provider.kind === 'native'
        ? [
            ...tooOld('nativeKeyProvider', release, path, `"${provider.name}"`),
            ...oldHosts(sections, provider, path),
          ]
        : []),
      ...(provider.createdOn === 'host'
        ? tooOld('providerOnHost', release, [...path, 'createdOn'], 'createdOn: host')
        : []),
      ...(provider.wrappingKey === true
        ? tooOld('wrappingKeys', release, [...path, 'wrappingKey'], 'a wrapping key')
        : []),
    ];
  });
}

function oldHosts(sections: Sections, { name }: ProviderInput, path: Path): Finding[] {
  const old = sections.hosts && hostsOf(sections.hosts).find((host) => host.release === '7.0U1');
  return old === undefined
    ? []
    : tooOld('nativeKeyProvider', old.release, path, `"${name}" with ${old.name}`);
}

function misplaced({ kind, createdOn, wrappingKey, baseImages }: ProviderInput, path: Path): Finding[] {
  const only = (field: string, wanted: ProviderInput['kind'], said: boolean): Finding[] =>
    said && kind !== wanted
      ? [wrong([...path, field], `expected only with kind: ${wanted}; remove it`, 'key')]
      : [];
  return [
    ...only('createdOn', 'native', createdOn !== undefined),
    ...only('wrappingKey', 'standard', wrappingKey !== undefined),
    ...only('baseImages', 'trusted', baseImages !== undefined),
  ];
}

function datastoreSaidFindings(sections: Sections): Finding[] {
  const release = releaseOf(sections);
  return (sections.datastores ?? []).flatMap((datastore, at) => {
    const path: Path = ['datastores', at];
    if (datastore.kind === 'external') return ofVsanOnly(datastore, path);
    return [
      ...(datastore.architecture === 'esa'
        ? tooOld('expressStorageArchitecture', release, [...path, 'architecture'], 'esa')
        : []),
      ...globalDedupFindings(datastore, release, path),
      ...transitFindings(datastore, path),
      ...measuredOtherwise(datastore, sections),
      ...(datastore.erasedBeforeUse !== undefined && datastore.encryptedBy === undefined
        ? [wrong([...path, 'erasedBeforeUse'], 'expected only with encryptedBy; remove it', 'key')]
        : []),
    ];
  });
}

function ofVsanOnly(datastore: DatastoreInput, path: Path): Finding[] {
  const fields = ['architecture', 'encryptionInTransit', 'erasedBeforeUse'] as const;
  return fields
    .filter((field) => datastore[field] !== undefined)
    .map((field) => wrong([...path, field], 'expected only on kind: vsan; remove it', 'key'));
}

function globalDedupFindings(
  { architecture, deduplication, encryptedBy }: DatastoreInput,
  release: Release | undefined,
  path: Path,
): Finding[] {
  if (architecture !== 'esa' || !deduplication) return [];
  const at: Path = [...path, 'deduplication'];
  const globally = tooOld('globalDeduplication', release, at, 'deduplication with architecture: esa');
  if (globally.length > 0 || encryptedBy === undefined) return globally;
  return tooOld('globalDeduplicationEncrypted', release, at, 'deduplication and encryptedBy');
}

/** What is measured must not be another vSAN than the one that is there. */
function measuredOtherwise({ name, architecture }: DatastoreInput, { workload }: Sections): Finding[] {
  const storage = workload?.storage;
  if (architecture === undefined || storage === undefined || storage === 'array') return [];
  if (storage.startsWith(architecture)) return [];
  const expected = architecture === 'osa' ? 'osa' : 'esa | esaGlobal';
  return [
    wrong(
      ['workload', 'storage'],
      `expected ${expected}, because datastore "${name}" has architecture: ${architecture}, found ${storage}`,
    ),
  ];
}

function transitFindings(
  { architecture, encryptionInTransit, encryptedBy }: DatastoreInput,
  path: Path,
): Finding[] {
  if (architecture !== 'esa' || encryptionInTransit === undefined) return [];
  const on = encryptedBy !== undefined;
  if (encryptionInTransit === on) return [];
  const message = on
    ? 'expected true, because it is on by itself where architecture: esa is encrypted at rest, found false'
    : 'expected false, because architecture: esa has it with encryption at rest only, found true; add encryptedBy, or remove it';
  return [wrong([...path, 'encryptionInTransit'], message)];
}

/** Names of key providers outside of the sections that `references.ts` looks at. */
function namedProviderFindings({
  keyProviders,
  defaultProvider,
  clusterDefaultProvider,
  recoverySite,
  vcenterBackups,
}: Sections): Finding[] {
  if (keyProviders === undefined) return [];
  const known = keyProviders.map(({ name }) => name);
  const unknown = (name: string | undefined, path: Path): Finding[] =>
    name === undefined || known.includes(name)
      ? []
      : [wrong(path, `unknown key provider "${name}"${suggestion(name, known)}`)];
  const { importedProviders = [], createdProviders = [] } = recoverySite ?? {};
  return [
    ...unknown(defaultProvider, ['defaultProvider']),
    ...unknown(clusterDefaultProvider, ['clusterDefaultProvider']),
    ...importedProviders.flatMap((name, at) => unknown(name, ['recoverySite', 'importedProviders', at])),
    ...createdProviders.flatMap((name, at) => {
      const path: Path = ['recoverySite', 'createdProviders', at];
      if (importedProviders.includes(name))
        return [wrong(path, `expected a provider that importedProviders does not name, found "${name}"`)];
      const provider = keyProviders.find((one) => one.name === name);
      return provider === undefined || provider.kind === 'native'
        ? unknown(name, path)
        : [
            wrong(
              path,
              `expected a native key provider, because the key of another comes from its key server, found "${name}"`,
            ),
          ];
    }),
    ...(vcenterBackups ?? []).flatMap(({ keyProviders: held }, backup) =>
      (held ?? []).flatMap((name, at) => unknown(name, ['vcenterBackups', backup, 'keyProviders', at])),
    ),
  ];
}

function clusterDefaultFindings(sections: Sections): Finding[] {
  return sections.clusterDefaultProvider === undefined
    ? []
    : tooOld('clusterDefault', releaseOf(sections), ['clusterDefaultProvider'], 'one');
}

/** Backups lack what was created later: of two, one must hold all that the other holds. */
function backupOrderFindings({ vcenterBackups = [], keyProviders = [] }: Sections): Finding[] {
  const lacked = vcenterBackups.map((backup) => lackedBy(backup, keyProviders));
  return vcenterBackups.flatMap(({ keyProviders: held }, at) => {
    const other = lacked.findIndex(
      (names, index) =>
        index < at &&
        names.some((name) => !lacked[at]?.includes(name)) &&
        lacked[at]?.some((name) => !names.includes(name)) === true,
    );
    if (held === undefined || other < 0) return [];
    return [
      wrong(
        ['vcenterBackups', at, 'keyProviders'],
        `expected all that vcenterBackups[${other}] holds, or only what it holds, because a backup lacks what was created later, found ${held.join(', ') || 'none'}`,
      ),
    ];
  });
}
