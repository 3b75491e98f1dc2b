/** What a host is asked about its encryption mode, its host key and its core dumps. */
import type { Event } from '../machines/host-encryption/events.ts';
import { hostEncryption } from '../machines/host-encryption/host-encryption.ts';
import type { Variant } from '../machines/host-encryption/state.ts';
import type { Site } from '../site.ts';
import { isBefore } from '../versions.ts';
import { type Kind, namesOf } from './host-kinds.ts';
import { lossesUntilNoP12 } from './kept-copies.ts';
import {
  type Asked,
  type Described,
  nothingAsked,
  type Question,
  questionOn,
  reachable,
  stays,
} from './question.ts';

/** The first provider stands for the default one. Keys of a trusted one are not modelled there. */
export function askedOfEncryptionMode({ site, said }: Described, kind: Kind): Asked {
  const {
    hostEncryption: mode,
    bundlePassword,
    bundlePasswordAt,
    release = said.vcenter.release,
  } = kind.said;
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
  const variant: Variant = {
    version: isBefore(release, '8.0U3') ? '7.0U2' : '8.0U3',
    provider: native ? 'native' : 'standard',
    vsanEncrypted: site.datastores.some(({ encryptedBy }) => encryptedBy !== null),
    mode,
  };
  const question = questionOn(hostEncryption, {
    title: `encryption mode of ${namesOf(kind, site)}`,
    cases: [
      {
        variant,
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
    questions: [question, ...keptBundle(kind, site, variant)],
    missing: [
      ...(bundlePassword === undefined ? ['hosts.bundlePassword'] : []),
      ...(bundlePassword === true && bundlePasswordAt === undefined ? ['hosts.bundlePasswordAt'] : []),
    ],
  };
}

/** A bundle of the newest dump was collected before anything happens to the key of the host. */
function keptBundle(kind: Kind, site: Site, variant: Variant): readonly Question[] {
  const { bundlePassword, bundlePasswordAt = [] } = kind.said;
  if (bundlePassword === undefined) return [];
  const places = new Set(bundlePasswordAt).size;
  const safe: readonly Event[] = variant.vsanEncrypted
    ? []
    : [{ type: 'placeMachine', user: 'administrator' }];
  return [
    questionOn(hostEncryption, {
      title: `support bundle of ${namesOf(kind, site)}`,
      cases: [
        {
          variant,
          setUp: [...safe, { type: 'hostdCrashes' }, { type: 'collectBundle', password: bundlePassword }],
        },
      ],
      never: [
        // It is about this dump and this bundle.
        'hostPanics',
        'hostdCrashes',
        'collectBundle',
        'setCryptoMode',
        'changeKey',
        ...(places >= site.promise.recoverable && places > 0 ? (['passwordIsForgotten'] as const) : []),
      ],
      faultsMax: site.promise.recoverable,
      aims: [stays('hostDumpReadable'), stays('hostKeySecret')],
    }),
  ];
}
