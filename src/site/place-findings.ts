/** Places come into being by being mentioned, so a typing error would make one. This finds the dangerous ones. */
import { discarded } from './kept-names.ts';
import type { Finding, Path } from './problem.ts';
import type { Sections } from './site-schema.ts';
import { nearest, suggestion } from './suggest.ts';

type Mention = { readonly name: string; readonly path: Path };

export function placeFindings(sections: Sections): Finding[] {
  const datastores = sections.datastores?.map(({ name }) => name);
  const places = sections.places ?? [];
  const findings: Finding[] = [];
  for (const [at, { name, datastore }] of places.entries()) {
    findings.push(...reserved({ name, path: ['places', at, 'name'] }));
    if (datastore === undefined || datastores === undefined) continue;
    const path: Path = ['places', at, 'datastore'];
    if (!datastores.includes(datastore))
      findings.push({
        path,
        at: 'value',
        message: `unknown datastore "${datastore}"${suggestion(datastore, datastores)}`,
      });
    else if (datastores.includes(name) && name !== datastore)
      findings.push({
        path,
        at: 'value',
        message: `expected "${name}", because a place with the name of a datastore lies on it, found "${datastore}"`,
      });
  }
  const declared = [...places.map(({ name }) => name), ...(datastores ?? [])];
  for (const mention of mentions(sections))
    findings.push(...reserved(mention), ...mistyped(mention, declared));
  return findings;
}

function mentions({ keyProviders, vcenterBackups, recoveryKeys, machines }: Sections): Mention[] {
  const kept = [
    ...(keyProviders ?? []).flatMap(({ backups }, provider) =>
      backups.map((backup, at) => ({ backup, path: ['keyProviders', provider, 'backups', at] })),
    ),
    ...(vcenterBackups ?? []).map((backup, at) => ({ backup, path: ['vcenterBackups', at] })),
  ];
  const found = kept.flatMap(({ backup, path }): Mention[] => [
    { name: backup.at, path: [...path, 'at'] },
    ...(backup.passwordAt === undefined ? [] : [{ name: backup.passwordAt, path: [...path, 'passwordAt'] }]),
  ]);
  for (const [at, { keyServer }] of (keyProviders ?? []).entries()) {
    if (keyServer?.backupAt !== undefined)
      found.push({ name: keyServer.backupAt, path: ['keyProviders', at, 'keyServer', 'backupAt'] });
  }
  for (const [at, { guest }] of (machines ?? []).entries()) {
    for (const [index, name] of (guest?.recoveryPasswordAt ?? []).entries())
      found.push({ name, path: ['machines', at, 'guest', 'recoveryPasswordAt', index] });
  }
  return recoveryKeys === undefined
    ? found
    : [...found, { name: recoveryKeys.at, path: ['recoveryKeys', 'at'] }];
}

function reserved({ name, path }: Mention): Finding[] {
  if (name !== discarded) return [];
  const message = `expected another name; "${discarded}" stands for a download that was thrown away (leave out the backup to say so)`;
  return [{ path, at: 'value', message }];
}

/** `shaer` beside a described `share` on vSAN would quietly move a backup out of the cluster. */
function mistyped({ name, path }: Mention, declared: readonly string[]): Finding[] {
  if (declared.includes(name)) return [];
  const near = nearest(name, declared);
  if (near === undefined) return [];
  const message = `unknown place "${name}"; did you mean "${near}"? If not, describe it: places: [{ name: ${name} }]`;
  return [{ path, at: 'value', message }];
}
