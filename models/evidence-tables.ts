/** The tables that rules and measurements ask: releases, licences and storage, row by row as claims. Pure. */
import type { FactId } from './evidence.ts';
import { type Licence, type LicensedOperation, licences } from './licences.ts';
import { esa, osa, type StorageModel } from './storage.ts';
import { type Feature, features } from './versions.ts';

/** What rests on facts, besides the rules. */
export type Claim = { readonly name: string; readonly claim: string; readonly facts: readonly FactId[] };

const operationWords: Readonly<Record<LicensedOperation, string>> = {
  vmEncryption: 'VM encryption',
  vsanEncryption: 'vSAN encryption at rest',
};

const dedupWords: Readonly<Record<StorageModel['dedupDomain'], string>> = {
  diskGroup: 'in each disk group by itself',
  cluster: 'across the cluster',
  array: 'across the array',
  none: 'not at all',
};

/** One claim for each feature that releases differ in, and one for each licence. */
export const tableClaims: readonly Claim[] = [
  ...(Object.keys(features) as Feature[]).map((feature) => {
    const [since, fact] = features[feature];
    return { name: `release: ${feature}`, claim: `From ${since} on, and not before.`, facts: [fact] };
  }),
  ...(Object.keys(licences) as Licence[]).map((licence) => {
    const { allows, facts } = licences[licence];
    const words = allows.map((operation) => operationWords[operation]);
    const claim = `Allows ${words.length === 0 ? 'neither VM encryption nor vSAN encryption at rest' : words.join(' and ')}.`;
    return { name: `licence: ${licence}`, claim, facts };
  }),
  storageClaim('storage: osa', osa),
  storageClaim('storage: esa', esa({ globalDedup: true })),
];

/** What is measured of a storage system, with the facts that its parameters rest on. */
function storageClaim(name: string, { blockBytes, dedupDomain, compression, facts }: StorageModel): Claim {
  const kept = compression === null ? '' : `; keeps a compressed copy of at most ${compression.keptBytesMax}`;
  return {
    name,
    claim: `Deduplicates blocks of ${blockBytes} bytes ${dedupWords[dedupDomain]}${kept}.`,
    facts,
  };
}
