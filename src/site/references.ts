/** What no single field shows: names that occur twice, names of nothing, and settings that exclude each other. */
import { hostFindings } from './host-findings.ts';
import { failuresToTolerate, hostsOf, receivesKeys } from './hosts.ts';
import { backupNames, p12Names } from './kept-names.ts';
import { placeFindings } from './place-findings.ts';
import type { Finding, Path } from './problem.ts';
import { providerFindings, whyNoKeys } from './provider-findings.ts';
import { defaultFirst, providerOf, vcenterAt } from './resolve-site.ts';
import type { DatastoreInput, HostInput, ProviderInput, Sections } from './site-schema.ts';
import { suggestion } from './suggest.ts';
import { systemsFindings } from './systems-findings.ts';

export function referenceFindings(sections: Sections): Finding[] {
  return [
    ...duplicateFindings(sections),
    ...hostFindings(sections),
    ...providerFindings(sections),
    ...datastoreFindings(sections),
    ...vcenterFindings(sections),
    ...machineFindings(sections),
    ...placeFindings(sections),
    ...promiseFindings(sections),
    ...systemsFindings(sections),
  ];
}

/** The finding for a name that should be one of `known`, or none. Where `known` is broken itself, all pass. */
function unknownName(
  what: string,
  name: string | undefined,
  known: readonly string[] | undefined,
  path: Path,
): Finding[] {
  if (name === undefined || known === undefined || known.includes(name)) return [];
  return [finding(path, `unknown ${what} "${name}"${suggestion(name, known)}`)];
}

function finding(path: Path, message: string): Finding {
  return { path, at: 'value', message };
}

function namesOf(list: readonly { readonly name: string }[] | undefined): string[] | undefined {
  return list?.map(({ name }) => name);
}

function duplicateFindings({
  hosts,
  keyProviders,
  datastores,
  machines,
  places,
  vcenterBackups,
}: Sections): Finding[] {
  const p12s = (keyProviders ?? []).flatMap((provider, at) =>
    p12Names(provider).map((name, file): Named => [name, ['keyProviders', at, 'backups', file, 'name']]),
  );
  const backups = backupNames(vcenterBackups ?? []).map(
    (name, at): Named => [name, ['vcenterBackups', at, 'name']],
  );
  const listed = (section: string, list: readonly { readonly name: string }[] | undefined): Named[] =>
    (list ?? []).map(({ name }, at) => [name, [section, at, 'name']]);
  return [
    ...repeated('host', listed('hosts', hosts === undefined ? [] : hostsOf(hosts))),
    ...repeated('key provider', listed('keyProviders', keyProviders)),
    ...repeated('datastore', listed('datastores', datastores)),
    ...repeated('machine', listed('machines', machines)),
    ...repeated('place', listed('places', places)),
    ...repeated('.p12 file', p12s),
    ...repeated('vCenter backup', backups),
  ];
}

type Named = readonly [name: string, path: Path];

/** vSphere compares names without regard to case, and so do people. */
function repeated(what: string, names: readonly Named[]): Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const [name, path] of names) {
    const plain = name.toLowerCase();
    if (seen.has(plain))
      findings.push(finding(path, `expected a name of its own, found a second ${what} "${name}"`));
    seen.add(plain);
  }
  return findings;
}

function datastoreFindings(sections: Sections): Finding[] {
  const { datastores, hosts, keyProviders } = sections;
  const findings: Finding[] = [];
  let vsans = 0;
  for (const [at, datastore] of (datastores ?? []).entries()) {
    const path: Path = ['datastores', at];
    if (datastore.name === 'outside')
      findings.push(
        finding(
          [...path, 'name'],
          'expected another name; "outside" says that vCenter Server is not in this cluster',
        ),
      );
    if (datastore.kind === 'vsan') vsans += 1;
    if (datastore.kind === 'vsan' && vsans === 2)
      findings.push(
        finding([...path, 'kind'], 'expected at most one vSAN datastore in a cluster, found a second one'),
      );
    findings.push(
      ...unknownName('key provider', datastore.encryptedBy, namesOf(keyProviders), [...path, 'encryptedBy']),
      ...externalFindings(datastore, path),
    );
    if (hosts === undefined) continue;
    findings.push(...vsanFindings(datastore, hostsOf(hosts), keyProviders ?? [], path));
  }
  return findings;
}

function externalFindings({ kind, encryptedBy, failuresToTolerate }: DatastoreInput, path: Path): Finding[] {
  if (kind === 'vsan') return [];
  const findings: Finding[] = [];
  if (encryptedBy !== undefined)
    findings.push({
      path: [...path, 'encryptedBy'],
      at: 'key',
      message: 'expected only on kind: vsan; remove it',
    });
  if (failuresToTolerate !== undefined)
    findings.push({
      path: [...path, 'failuresToTolerate'],
      at: 'key',
      message: 'expected only on kind: vsan; remove it',
    });
  return findings;
}

function vsanFindings(
  datastore: DatastoreInput,
  hosts: readonly HostInput[],
  providers: readonly ProviderInput[],
  path: Path,
): Finding[] {
  if (datastore.kind === 'external') return [];
  const findings: Finding[] = [];
  const missing = failuresToTolerate(datastore, hosts);
  if (missing >= hosts.length)
    findings.push(
      finding(
        [...path, 'failuresToTolerate'],
        `expected fewer than the ${hosts.length} hosts, found ${missing}`,
      ),
    );
  const provider = providers.find(({ name }) => name === datastore.encryptedBy);
  const without = provider && hosts.find((host) => !receivesKeys(provider, host, hosts));
  if (provider !== undefined && without !== undefined)
    findings.push(
      finding(
        [...path, 'encryptedBy'],
        `expected a provider that every host receives keys from, but ${without.name} ${whyNoKeys(provider).lacks} and ${whyNoKeys(provider).asks}`,
      ),
    );
  return findings;
}

function vcenterFindings({ vcenter, datastores }: Sections): Finding[] {
  if (vcenter === undefined) return [];
  const at = vcenterAt(vcenter);
  return at === null ? [] : unknownName('datastore', at, namesOf(datastores), ['vcenter', 'datastore']);
}

function machineFindings(sections: Sections): Finding[] {
  const { datastores, machines, keyProviders } = sections;
  const hosts = sections.hosts && hostsOf(sections.hosts);
  return (machines ?? []).flatMap((machine, at) => {
    const path: Path = ['machines', at];
    const findings = [
      ...unknownName('datastore', machine.datastore, namesOf(datastores), [...path, 'datastore']),
      ...unknownName('key provider', machine.provider, namesOf(keyProviders), [...path, 'provider']),
      ...unknownName('host', machine.host, namesOf(hosts), [...path, 'host']),
    ];
    if (machine.datastore === undefined && datastores !== undefined && datastores.length > 1)
      findings.push(
        finding(
          [...path, 'datastore'],
          `missing; expected one of ${(namesOf(datastores) ?? []).join(' | ')}`,
        ),
      );
    if (machine.provider !== undefined && !machine.vtpm && !machine.encrypted)
      findings.push({
        path: [...path, 'provider'],
        at: 'key',
        message: 'expected only with vtpm: true or encrypted: true; add one of them, or remove it',
      });
    const provider = keyProviders && providerOf(machine, defaultFirst(sections));
    if (provider === undefined || hosts === undefined) return findings;
    const able = hosts.filter((host) => receivesKeys(provider, host, hosts)).map(({ name }) => name);
    const wanted = hosts.find(({ name }) => name === machine.host);
    if (able.length === 0 || (wanted !== undefined && !able.includes(wanted.name)))
      findings.push(
        finding(
          [...path, 'host'],
          `expected a host ${whyNoKeys(provider).has}, because ${whyNoKeys(provider).asks}, found ${able.length === 0 ? 'none in this site' : `"${machine.host}" without one`}`,
        ),
      );
    return findings;
  });
}

function promiseFindings({ promise, datastores }: Sections): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [at, word] of (promise?.secret ?? []).entries()) {
    if (seen.has(word))
      findings.push(finding(['promise', 'secret', at], `expected each word once, found a second "${word}"`));
    seen.add(word);
  }
  const deduplicates = datastores?.some(({ deduplication }) => deduplication) ?? true;
  if (promise?.deduplication !== undefined && !deduplicates)
    findings.push({
      path: ['promise', 'deduplication'],
      at: 'key',
      message: 'expected a datastore with deduplication: true; add that, or remove this promise',
    });
  return findings;
}
