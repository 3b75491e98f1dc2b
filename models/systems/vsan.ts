/** What the encrypted vSAN of a site is asked. */
import type { Event } from '../machines/vsan-encryption/events.ts';
import { hosts } from '../machines/vsan-encryption/names.ts';
import type { Variant } from '../machines/vsan-encryption/state.ts';
import { vsanEncryption } from '../machines/vsan-encryption/vsan-encryption.ts';
import { type DatastoreSite, named, type Site } from '../site.ts';
import { isBefore, type Release } from '../versions.ts';
import {
  type Asked,
  type Described,
  nothingAsked,
  questionOn,
  reachable,
  stays,
  together,
} from './question.ts';
import type { DatastoreSaid } from './said.ts';

export function askedOfVsan({ site, said }: Described): Asked {
  return together(
    site.datastores.map((datastore, at) => {
      const own = said.datastores[at];
      const { encryptedBy } = datastore;
      if (own === undefined || encryptedBy === null) return nothingAsked;
      const { release } = said.vcenter;
      const missing = [
        ...(own.architecture === undefined ? ['datastores[].architecture'] : []),
        ...(release === undefined ? ['vcenter.release'] : []),
      ];
      const before = { ...nothingAsked, questions: residue(site, datastore, own, release) };
      if (own.architecture === undefined || release === undefined)
        return together([before, { ...nothingAsked, missing }]);
      return together([
        askedOf(site, datastore, own, variantOf(site, datastore, own.architecture, release)),
        before,
      ]);
    }),
  );
}

function variantOf(
  site: Site,
  { failuresToTolerate, encryptedBy }: DatastoreSite,
  architecture: Variant['architecture'],
  release: Release,
): Variant {
  const { kind } = named(site.providers, encryptedBy ?? '');
  return {
    architecture,
    release: releaseOf(release),
    provider: kind === 'native' ? 'native' : 'standard',
    startsEncrypted: true,
    // Asked only by operations that rewrite data.
    spare: false,
    failuresToTolerate: Math.min(failuresToTolerate, hosts.length - 1),
    kekLimit: { A: 2, B: 0 },
    dekLimit: 2,
    copies: ['A', 'B'],
    asks: ['rekey'],
  };
}

function releaseOf(release: Release): Variant['release'] {
  if (isBefore(release, '8.0')) return '7.0';
  if (isBefore(release, '9.0')) return '8.0U1';
  return isBefore(release, '9.1') ? '9.0' : '9.1';
}

function askedOf(site: Site, datastore: DatastoreSite, own: DatastoreSaid, variant: Variant): Asked {
  const exact =
    site.hosts.length === hosts.length && variant.failuresToTolerate === datastore.failuresToTolerate;
  const transit = own.encryptionInTransit === true && variant.architecture === 'osa';
  const rekeyed = questionOn(vsanEncryption, {
    title: `vSAN encryption of ${datastore.name}`,
    cases: [{ variant, setUp: transit ? [{ type: 'setTransit', on: true }] : [] }],
    faultsMax: site.promise.recoverable,
    aims: [
      reachable('dataReadable', exact),
      reachable('survivesPowerLoss'),
      ...(transit || variant.architecture === 'esa' ? [stays('wireProtected')] : []),
    ],
  });
  const missing =
    own.encryptionInTransit === undefined && variant.architecture === 'osa'
      ? ['datastores[].encryptionInTransit']
      : [];
  return { questions: [rekeyed], notes: [], missing };
}

/**
 * Encryption that was enabled on data that were there: with nothing happening, does plaintext remain? Where a stolen
 * disk must not show any, that counts: the machine of the site takes an encrypted datastore to hold none.
 */
function residue(
  site: Site,
  datastore: DatastoreSite,
  { architecture, erasedBeforeUse }: DatastoreSaid,
  release: Release = '8.0U3',
): Asked['questions'] {
  if (erasedBeforeUse === undefined) return [];
  const { name } = datastore;
  const promised = site.promise.secret.some((loot) => loot.kind === 'disk' && loot.datastore === name);
  const architectures = architecture === undefined ? (['osa', 'esa'] as const) : [architecture];
  return [
    questionOn(vsanEncryption, {
      title: `plaintext from before ${name} was encrypted`,
      cases: architectures.map((one) => {
        const variant = variantOf(site, datastore, one, release);
        return {
          when: architectures.length > 1 ? `the architecture is ${one === 'osa' ? 'OSA' : 'ESA'}` : '',
          variant: { ...variant, startsEncrypted: false, spare: true, asks: [] },
          setUp: enabled(variant, erasedBeforeUse),
        };
      }),
      faultsMax: 0,
      aims: [stays('devicesEncrypted'), stays('noPlaintextOnDevices', promised)],
    }),
  ];
}

/** Enabling encryption, to its end. */
function enabled({ architecture }: Variant, erase: boolean): readonly Event[] {
  const work =
    architecture === 'osa'
      ? (['hostIsEmptied', 'hostIsReformatted', 'hostIsRefilled'] as const)
      : (['hostRewrites'] as const);
  return [
    { type: 'enableEncryption', erase, allowReducedRedundancy: false },
    ...hosts.map((host): Event => ({ type: 'hostTakesConfiguration', host })),
    { type: 'transitionAdvances' },
    ...hosts.flatMap((host) => work.map((type): Event => ({ type, host }))),
    { type: 'operationFinishes' },
  ];
}
