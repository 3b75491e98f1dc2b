/** Settings of a host that exclude each other. */
import type { Finding, Path } from './problem.ts';
import type { HostInput, Sections } from './site-schema.ts';

type Written = Omit<HostInput, 'name'>;

export function hostFindings({ hosts }: Sections): Finding[] {
  if (hosts === undefined) return [];
  const written: readonly (readonly [Written, Path])[] =
    'count' in hosts ? [[hosts, ['hosts']]] : hosts.map((host, at) => [host, ['hosts', at]]);
  return written.flatMap(([host, path]) => [
    ...modeFindings(host, path),
    ...persistenceFindings(host, path),
    ...bundleFindings(host, path),
  ]);
}

function modeFindings({ tpm, encryptionMode, boot }: Written, path: Path): Finding[] {
  if (encryptionMode !== 'tpm') return [];
  const wrong = (why: string, found: string): Finding => ({
    path: [...path, 'encryptionMode'],
    at: 'value',
    message: `expected none, because ${why}, found tpm with ${found}`,
  });
  if (tpm !== '2.0') return [wrong('only a TPM 2.0 can seal it', `TPM ${tpm}`)];
  return boot === 'network'
    ? [wrong('a host that boots from the network has no configuration to seal', 'boot: network')]
    : [];
}

function bundleFindings({ bundlePassword, bundlePasswordAt }: Written, path: Path): Finding[] {
  if (bundlePasswordAt === undefined || bundlePassword === true) return [];
  const message = 'expected only with bundlePassword: true; add that, or remove it';
  return [{ path: [...path, 'bundlePasswordAt'], at: 'key', message }];
}

/** Fact key-persistence: it keeps keys in the sealed configuration, and so needs one. */
function persistenceFindings({ tpm, encryptionMode, boot, keyPersistence }: Written, path: Path): Finding[] {
  if (!keyPersistence) return [];
  const lacks =
    tpm !== '2.0'
      ? `TPM ${tpm}`
      : boot === 'network'
        ? 'boot: network'
        : encryptionMode === 'none'
          ? 'encryptionMode: none'
          : undefined;
  if (lacks === undefined) return [];
  const message = `expected false, because key persistence needs a configuration that a TPM 2.0 seals, found true with ${lacks}`;
  return [{ path: [...path, 'keyPersistence'], at: 'value', message }];
}
