/** A certificate: what a check proved, so that somebody else can look at it again. Docs: docs/certificate.md. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Changes whenever a certificate of before would be read in another way. */
export const certificateSchema = 'breakglass/certificate/2';

type Verdict = 'holds' | 'notTested' | 'broken';

/** Events by name, such as `hostCrashes(esx-01)`, in their order. */
type Ids = string[];

export type CertifiedClaim = {
  name: string;
  verdict: Verdict;
  counterexample?: { events: Ids; doomStep?: number | undefined } | undefined;
};

/** One for all that symmetry makes of it, as `Combination` of a result has it. */
export type CertifiedCutSet = {
  events: Ids;
  alike: { anyOf: string[]; faults: string[][] }[];
  standsFor: number;
  witness?: { events: Ids; doomStep: number } | undefined;
};

export type CertifiedLoss = {
  kind: 'unrecoverable' | 'unavailable' | 'readable';
  machines: string[];
  completeTo: number;
  cutSets: CertifiedCutSet[];
};

export type CertifiedRunbook = {
  disaster: string;
  machine: string;
  outcome: 'runs' | 'starts' | 'runbook' | 'disksOnly' | 'luck' | 'beyondProcedures' | 'lost' | 'unknown';
  events: Ids;
};

export type CertifiedReading = {
  verdict: Verdict;
  search: {
    faultsMax: number;
    complete: boolean;
    /** Of one that is not complete: fewer faults, within which another search was. */
    completeFaults?: number | undefined;
    states: number;
    transitions: number;
    depth: number;
    stateSet: string;
  };
  claims: CertifiedClaim[];
  losses: CertifiedLoss[];
  runbooks: CertifiedRunbook[];
};

export type CertificateBody = {
  schema: typeof certificateSchema;
  tool: { version: string; commit: string };
  site: { file: string; sha256: string; text: string };
  verdict: Verdict;
  readings: { article?: CertifiedReading | undefined; vendor?: CertifiedReading | undefined };
};

/** `sha256` is of everything before it, in the order of the schema, without white space. */
export type Certificate = CertificateBody & { sha256: string };

const digest: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const verdict: z.ZodType<Verdict> = z.enum(['holds', 'notTested', 'broken']);
const count: z.ZodType<number> = z.number().int().nonnegative();
const event: z.ZodType<string> = z.string().max(500);
const events: z.ZodType<Ids> = z.array(event).max(10_000);
const doomStep: z.ZodType<number> = z.number().int().min(-1);

const claim: z.ZodType<CertifiedClaim> = z.strictObject({
  name: z.string(),
  verdict,
  counterexample: z.strictObject({ events, doomStep: doomStep.optional() }).optional(),
});

const cutSet: z.ZodType<CertifiedCutSet> = z.strictObject({
  events: z.array(event).max(4),
  alike: z
    .array(
      z.strictObject({
        anyOf: z.array(z.string()).max(64),
        faults: z.array(z.array(z.string()).max(4)).max(4),
      }),
    )
    .max(4),
  standsFor: count,
  witness: z.strictObject({ events, doomStep }).optional(),
});

const loss: z.ZodType<CertifiedLoss> = z.strictObject({
  kind: z.enum(['unrecoverable', 'unavailable', 'readable']),
  machines: z.array(z.string()).min(1),
  completeTo: z.number().int().min(-1).max(4),
  cutSets: z.array(cutSet).max(100_000),
});

const outcomes = [
  'runs',
  'starts',
  'runbook',
  'disksOnly',
  'luck',
  'beyondProcedures',
  'lost',
  'unknown',
] as const;

const runbook: z.ZodType<CertifiedRunbook> = z.strictObject({
  disaster: z.string(),
  machine: z.string(),
  outcome: z.enum(outcomes),
  events,
});

const search: z.ZodType<CertifiedReading['search']> = z.strictObject({
  faultsMax: count,
  complete: z.boolean(),
  completeFaults: count.optional(),
  states: count,
  transitions: count,
  depth: count,
  stateSet: digest,
});

const reading: z.ZodType<CertifiedReading> = z.strictObject({
  verdict,
  search,
  claims: z.array(claim),
  losses: z.array(loss),
  runbooks: z.array(runbook),
});

export const certificateParser: z.ZodType<Certificate> = z.strictObject({
  schema: z.literal(certificateSchema),
  tool: z.strictObject({ version: z.string(), commit: z.string() }),
  site: z.strictObject({ file: z.string(), sha256: digest, text: z.string() }),
  verdict,
  readings: z.strictObject({ article: reading.optional(), vendor: reading.optional() }),
  sha256: digest,
});

export function sealed(unsealed: CertificateBody): Certificate {
  return { ...unsealed, sha256: digestOf(JSON.stringify(unsealed)) };
}

/** Whether the certificate is still what was written. Anybody can write a new one: this finds accidents and edits. */
export function isSealed({ sha256, ...rest }: Certificate): boolean {
  return sealed(rest).sha256 === sha256;
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
