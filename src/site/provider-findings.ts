/** Settings of a key provider that do not belong to its kind. */
import type { Finding, Path } from './problem.ts';
import type { ProviderInput, Sections } from './site-schema.ts';
import { suggestion } from './suggest.ts';

export function providerFindings({ keyProviders, datastores }: Sections): Finding[] {
  const known = datastores?.map(({ name }) => name);
  return (keyProviders ?? []).flatMap((provider, at) => {
    const path: Path = ['keyProviders', at];
    return provider.kind === 'native'
      ? nativeFindings(provider, path)
      : servedFindings(provider, path, known);
  });
}

function nativeFindings({ keyServer }: ProviderInput, path: Path): Finding[] {
  if (keyServer === undefined) return [];
  return [misplaced([...path, 'keyServer'], 'kind: standard or kind: trusted')];
}

function servedFindings(
  { name, kind, keyServer, backups, tpmRequired }: ProviderInput,
  path: Path,
  datastores: readonly string[] | undefined,
): Finding[] {
  const findings: Finding[] = [];
  if (backups.length > 0)
    findings.push(misplaced([...path, 'backups'], 'kind: native, which has .p12 files'));
  if (tpmRequired !== undefined) findings.push(misplaced([...path, 'tpmRequired'], 'kind: native'));
  if (keyServer === undefined) {
    const message = `expected keyServer, because "${name}" is a ${kind} provider; {} is one outside the cluster without a backup`;
    findings.push({ path, at: 'value', message });
  }
  const at = keyServer?.datastore;
  if (at !== undefined && datastores !== undefined && !datastores.includes(at)) {
    const message = `unknown datastore "${at}"${suggestion(at, datastores)}`;
    findings.push({ path: [...path, 'keyServer', 'datastore'], at: 'value', message });
  }
  return findings;
}

function misplaced(path: Path, where: string): Finding {
  return { path, at: 'key', message: `expected only with ${where}; remove it` };
}

/** Why a provider gives its keys to some hosts only, in words that fit into a message. */
export function whyNoKeys({ name, kind }: ProviderInput): {
  readonly lacks: string;
  readonly has: string;
  readonly asks: string;
} {
  if (kind === 'trusted')
    return {
      lacks: 'does not seal its configuration with a TPM 2.0',
      has: 'with encryptionMode: tpm',
      asks: `"${name}" attests hosts by it`,
    };
  return {
    lacks: 'has no TPM 2.0',
    has: 'with a TPM 2.0',
    asks: `"${name}" has tpmRequired: true`,
  };
}
