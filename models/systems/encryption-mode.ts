/** What a host is asked about its encryption mode, its host key and its core dumps. */
import type { Event } from '../machines/host-encryption/events.ts';
import { hostEncryption } from '../machines/host-encryption/host-encryption.ts';
import { isBefore } from '../versions.ts';
import { type Kind, namesOf } from './host-kinds.ts';
import { lossesUntilNoP12 } from './kept-copies.ts';
import { type Asked, type Described, nothingAsked, questionOn, reachable, stays } from './question.ts';

/** The first provider stands for the default one. Keys of a trusted one are not modelled there. */
export function askedOfEncryptionMode({ site, said }: Described, kind: Kind): Asked {
  const { hostEncryption: mode, bundlePassword, release = said.vcenter.release } = kind.said;
  const provider = site.providers.find(({ name }) => name === said.defaultProvider) ?? site.providers[0];
  if (provider === undefined || provider.kind === 'trusted') return nothingAsked;
  const missing = [
    ...(mode === undefined ? ['hosts.hostEncryption'] : []),
    ...(release === undefined ? ['vcenter.release'] : []),
  ];
  if (mode === undefined || release === undefined) return { ...nothingAsked, missing };
  const native = provider.kind === 'native';
  const losses = native ? lossesUntilNoP12(site, provider.name, site.promise.recoverable) : 0;
  const bundles: readonly Event[] =
    bundlePassword === undefined ? [] : [{ type: 'collectBundle', password: !bundlePassword }];
  const question = questionOn(hostEncryption, {
    title: `encryption mode of ${namesOf(kind, site)}`,
    cases: [
      {
        variant: {
          version: isBefore(release, '8.0U3') ? '7.0U2' : '8.0U3',
          provider: native ? 'native' : 'standard',
          vsanEncrypted: site.datastores.some(({ encryptedBy }) => encryptedBy !== null),
          mode,
        },
        setUp: native && losses === 0 ? [{ type: 'p12IsLost' }] : [],
      },
    ],
    never: [
      ...(losses >= site.promise.recoverable ? (['p12IsLost'] as const) : []),
      ...bundles,
      // Modes are what the file says: no policy of another kind is set meanwhile.
      'setCryptoMode',
      'changeKey',
    ],
    faultsMax: site.promise.recoverable,
    aims: [reachable('hostIsSafe'), reachable('hostDumpReadable'), stays('hostKeySecret')],
  });
  return {
    ...nothingAsked,
    questions: [question],
    missing: bundlePassword === undefined ? ['hosts.bundlePassword'] : [],
  };
}
