/** The tables that rules ask, releases and licences, row by row as claims that rest on facts. Pure. */
import type { FactId } from './evidence.ts';
import { type Licence, type LicensedOperation, licences } from './licences.ts';
import { type Feature, features } from './versions.ts';

/** What rests on facts, besides the rules. */
export type Claim = { readonly name: string; readonly claim: string; readonly facts: readonly FactId[] };

const operationWords: Readonly<Record<LicensedOperation, string>> = {
  vmEncryption: 'VM encryption',
  vsanEncryption: 'vSAN encryption at rest',
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
];
