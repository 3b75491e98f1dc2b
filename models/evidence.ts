/**
 * The facts that the rules rest on, each with its source and how sure we are. docs/evidence.md is written
 * from these tables; a rule can only name facts that stand here.
 */
import { boundFacts } from './facts/bounds.ts';
import { hostEncryptionFacts } from './facts/host-encryption.ts';
import { hostFacts } from './facts/hosts.ts';
import { keyServerFacts } from './facts/key-servers.ts';
import { lootFacts } from './facts/loot.ts';
import { machineFacts } from './facts/machines.ts';
import { providerFacts } from './facts/providers.ts';
import { secureConfigurationFacts } from './facts/secure-configuration.ts';
import { standardKeyFacts } from './facts/standard-keys.ts';
import { storageFacts } from './facts/storage.ts';
import { thiefFacts } from './facts/thief.ts';
import { trustedKeyFacts } from './facts/trusted-keys.ts';
import { vcenterFacts } from './facts/vcenter.ts';
import { vcenterServerFacts } from './facts/vcenter-server.ts';
import { vsanEncryptionFacts } from './facts/vsan-encryption.ts';
import { vmCopiesFacts } from './facts/vm-copies.ts';
import { vmEncryptionFacts } from './facts/vm-encryption.ts';
import { vtpmFacts } from './facts/vtpm.ts';
import { type Certainty, type FactRow, type SourceId, sourceTable } from './sources.ts';

export type Confidence = Certainty;

export type Fact = { readonly fact: string; readonly source: SourceId; readonly confidence: Confidence };

export type FactId =
  | keyof typeof providerFacts
  | keyof typeof vcenterFacts
  | keyof typeof hostFacts
  | keyof typeof keyServerFacts
  | keyof typeof machineFacts
  | keyof typeof thiefFacts
  | keyof typeof vsanEncryptionFacts
  | keyof typeof hostEncryptionFacts
  | keyof typeof secureConfigurationFacts
  | keyof typeof standardKeyFacts
  | keyof typeof trustedKeyFacts
  | keyof typeof vcenterServerFacts
  | keyof typeof lootFacts
  | keyof typeof vmCopiesFacts
  | keyof typeof vmEncryptionFacts
  | keyof typeof vtpmFacts
  | keyof typeof storageFacts
  | keyof typeof boundFacts;

const rows: Readonly<Record<FactId, FactRow>> = {
  ...providerFacts,
  ...vcenterFacts,
  ...hostFacts,
  ...keyServerFacts,
  ...machineFacts,
  ...thiefFacts,
  ...vsanEncryptionFacts,
  ...hostEncryptionFacts,
  ...secureConfigurationFacts,
  ...standardKeyFacts,
  ...trustedKeyFacts,
  ...vcenterServerFacts,
  ...lootFacts,
  ...vmCopiesFacts,
  ...vmEncryptionFacts,
  ...vtpmFacts,
  ...storageFacts,
  ...boundFacts,
};

export type Subject = { readonly title: string; readonly ids: readonly FactId[] };

/** All facts by subject, in the order of docs/evidence.md. */
export const factsBySubject: readonly Subject[] = [
  subject('The Native Key Provider', providerFacts),
  subject('vCenter Server: loss, backup, restore', vcenterFacts),
  subject('ESXi hosts and their configuration', hostFacts),
  subject('Key servers, stateless hosts and rekeying', keyServerFacts),
  subject('Machines and vSAN', machineFacts),
  subject('The thief', thiefFacts),
  subject('vSAN encryption, rekeys and deduplication', vsanEncryptionFacts),
  subject('Deduplication and compression as they are measured', storageFacts),
  subject('Host encryption mode and core dumps', hostEncryptionFacts),
  subject('The secure configuration of a host', secureConfigurationFacts),
  subject('Standard Key Providers', standardKeyFacts),
  subject('Trusted Key Providers', trustedKeyFacts),
  subject('vCenter: providers, files, versions, licences', vcenterServerFacts),
  subject('Loot: what follows from what', lootFacts),
  subject('Copies of encrypted machines', vmCopiesFacts),
  subject('Encrypting and locking virtual machines', vmEncryptionFacts),
  subject('vTPMs and the guests that use them', vtpmFacts),
  subject('Bounds of the models', boundFacts),
];

/** Facts that no source states outright, or that nobody verified. A verdict that rests on one is said to. */
export function isUnproven(confidence: Confidence): boolean {
  return confidence === 'inferred' || confidence === 'recalled';
}

/** The titles of the sources, as reports print them. */
export const sources: Readonly<Record<SourceId, string>> = Object.fromEntries(
  Object.entries(sourceTable).map(([id, { title }]) => [id, title]),
) as Record<SourceId, string>;

/** A fact by its id, as reports print it. */
export function factOf(id: FactId): Fact {
  const [fact, source, confidence] = rows[id];
  return { fact, source, confidence };
}

function subject<Id extends FactId>(title: string, table: Readonly<Record<Id, FactRow>>): Subject {
  return { title, ids: Object.keys(table) as Id[] };
}
