/** What standard and trusted key providers are asked. */
import type { Group as StandardGroup } from '../machines/standard-key-provider/state.ts';
import type { Event as StandardEvent } from '../machines/standard-key-provider/events.ts';
import type { Variant as StandardVariant } from '../machines/standard-key-provider/state.ts';
import { standardKeyProvider } from '../machines/standard-key-provider/standard-key-provider.ts';
import type { Event as TrustedEvent } from '../machines/trusted-key-provider/events.ts';
import { trustedKeyProvider } from '../machines/trusted-key-provider/trusted-key-provider.ts';
import { type HostSite, named, type ProviderSite, type Site } from '../site.ts';
import { hasFeature, isBefore, type Release } from '../versions.ts';
import {
  type Asked,
  type Described,
  type Note,
  nothingAsked,
  type Question,
  questionOn,
  reachable,
  stays,
  together,
} from './question.ts';
import type { KeyServerSaid, ProviderSaid } from './said.ts';

type OwnSaid = ProviderSaid & { readonly keyServer: KeyServerSaid | undefined };

export function askedOfKeyServers(described: Described): Asked {
  const { site, said } = described;
  return together(
    site.providers.map((provider, at) => {
      const own = said.providers[at];
      if (own === undefined || provider.kind === 'native') return nothingAsked;
      return provider.kind === 'standard'
        ? askedOfStandard(described, provider, own)
        : askedOfTrusted(described, provider, own);
    }),
  );
}

/** Two hosts stand for the hosts of the site: with exactly two, the machine is the site. */
function isExact({ hosts }: Site): boolean {
  return hosts.length === 2;
}

function askedOfStandard({ site, said }: Described, provider: ProviderSite, own: OwnSaid): Asked {
  const variant = variantOf(site, provider, own, said.vcenter.release);
  const onVsan = site.datastores.some(({ encryptedBy }) => encryptedBy === provider.name);
  const persistent: readonly StandardEvent[] =
    variant.persistence === 'none'
      ? []
      : (['esx-1', 'esx-2'] as const).map((host) => ({ type: 'enableKeyPersistence', host }) as const);
  const servers = questionOn(standardKeyProvider, {
    title: `key server of ${provider.name}`,
    cases: [{ variant, setUp: persistent }],
    faultsMax: site.promise.recoverable,
    aims: [
      stays('machineKeyExists', isExact(site) && own.keyServer?.rootKey !== undefined),
      reachable('machineStarts'),
      ...(onVsan ? [stays('vsanKeyExists'), reachable('vsanSurvivesPowerLoss')] : []),
      stays('stolenHostIsSecret'),
    ],
  });
  const missing = own.keyServer?.rootKey === undefined ? ['keyProviders[].keyServer.rootKey'] : [];
  return { questions: [servers, ...wrapping(site, provider, own, variant)], notes: [], missing };
}

function variantOf(
  site: Site,
  provider: ProviderSite,
  { keyServer }: OwnSaid,
  release: Release | undefined,
): StandardVariant {
  const { keyServerAt, keyServerBackupAt } = provider;
  const rootKey = keyServer?.rootKey === true;
  const asks: readonly StandardGroup[] = [
    'nodes',
    'credentials',
    ...(rootKey ? (['hsm'] as const) : []),
    ...(keyServerBackupAt === null ? [] : (['kmsBackup'] as const)),
  ];
  return {
    release: release ?? '8.0',
    place: keyServerAt !== null && named(site.datastores, keyServerAt).kind === 'vsan' ? 'vsan' : 'outside',
    kmsBackup: keyServerBackupAt !== null,
    persistence: persistenceOf(site, release),
    rootKey,
    keysMax: 1,
    asks,
  };
}

/** Only where every host keeps its keys; what it covers depends on the release. */
function persistenceOf({ hosts }: Site, release: Release | undefined): StandardVariant['persistence'] {
  if (!hosts.every(({ keyPersistence }) => keyPersistence)) return 'none';
  return release !== undefined && !hasFeature(release, 'vsanKeyPersistence') ? 'machines' : 'all';
}

/** A provider with a wrapping key: `kms-new` of the machine, to which the virtual machine was rekeyed. */
function wrapping(
  site: Site,
  { name }: ProviderSite,
  own: OwnSaid,
  variant: StandardVariant,
): readonly Question[] {
  if (own.wrappingKey !== true) return [];
  const setUp: readonly StandardEvent[] = [
    { type: 'addProvider', provider: 'kms-new', wrapping: true },
    { type: 'establishTrust', provider: 'kms-new' },
    { type: 'rekeyMachine', provider: 'kms-new' },
  ];
  return [
    questionOn(standardKeyProvider, {
      title: `wrapping key of ${name}`,
      cases: [{ variant: { ...variant, keysMax: 2, asks: ['keys', 'rekey', 'wrapping'] }, setUp }],
      never: ['addProvider', 'rekeyMachine', 'rekeyHosts', 'keyExpires'],
      faultsMax: site.promise.recoverable,
      aims: [stays('machineKeyExists'), reachable('machineStarts')],
    }),
  ];
}

/** Base images: 1 is that of the hosts as they were attested, 2 that of hosts whose image is not imported. */
function askedOfTrusted({ site, said }: Described, provider: ProviderSite, { baseImages }: OwnSaid): Asked {
  if (baseImages === undefined) return { ...nothingAsked, missing: ['keyProviders[].baseImages'] };
  const patched = (['esx-1', 'esx-2'] as const).filter((_, at) => {
    const release = said.hosts[Math.min(at, said.hosts.length - 1)]?.release ?? said.vcenter.release;
    return release !== undefined && !baseImages.includes(release);
  });
  const unattested = site.hosts.filter(({ encryptionMode }, at) => {
    const release = said.hosts[at]?.release ?? said.vcenter.release;
    return encryptionMode === 'tpm' && release !== undefined && !baseImages.includes(release);
  });
  const setUp: readonly TrustedEvent[] = patched.map((host) => ({ type: 'patchHost', host }));
  const old = said.vcenter.release !== undefined && isBefore(said.vcenter.release, '8.0');
  return {
    ...nothingAsked,
    notes: attestationNotes(provider, unattested),
    questions: [
      questionOn(trustedKeyProvider, {
        title: `attestation for ${provider.name}`,
        cases: [
          {
            variant: {
              release: old ? '7.0' : '8.0',
              keksMax: 1,
              asks: ['images', 'patch', 'taHosts', 'kms', 'tpm', 'taVcenter'],
            },
            setUp,
          },
        ],
        faultsMax: site.promise.recoverable,
        aims: [
          stays('machineKeyExists', isExact(site)),
          reachable('machineStarts'),
          reachable('survivesPowerLoss'),
        ],
      }),
    ],
  };
}

/** The machine of a site takes every host that seals its configuration to be attested. */
function attestationNotes({ name }: ProviderSite, unattested: readonly HostSite[]): readonly Note[] {
  if (unattested.length === 0) return [];
  const hosts = unattested.map((host) => host.name).join(', ');
  return [
    {
      title: `attestation for ${name}`,
      text: `the base image of ${hosts} is not among those that were imported: not attested, such a host receives no key and starts nothing, and the machine of the site takes it to be attested; import the image first`,
      sources: ['base-image-first', 'unattested-starts-nothing'],
      open: true,
    },
  ];
}
