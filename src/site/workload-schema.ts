/** What is measured on a site, and what capacity and processor time cost there. */
import * as z from 'zod';
import { expected, mapping, oneOf, wholeNumber } from './fields.ts';

export type WorkloadInput = {
  readonly clones: number;
  readonly sizeMiB: number;
  readonly changedPercent: number;
  readonly storage: StorageWord | undefined;
  readonly diskGroups: number | undefined;
  readonly writtenGiB: number | undefined;
  readonly writtenGiBPerDay: number;
};

export type StorageWord = 'osa' | 'esa' | 'esaGlobal' | 'array';

export type PricesInput = {
  readonly currency: string;
  readonly perRawTiB: number;
  readonly perCoreHour: number;
};

const amountMax = 1_000_000_000;

/** A number that may have a fraction, and is not negative. */
function amount(what: string, max: number, description: string): z.ZodType<number> {
  const error = expected(`${what} from 0 to ${max}`);
  return z.number({ error }).min(0, { error }).max(max, { error }).meta({ description });
}

export const workload: z.ZodType<WorkloadInput> = mapping<WorkloadInput>(
  'a workload such as { clones: 8, sizeMiB: 16 }',
  {
    clones: wholeNumber(2, 64, 'How many clones of one golden image are written').default(8),
    sizeMiB: wholeNumber(1, 64, 'How much each of them holds').default(16),
    changedPercent: wholeNumber(0, 100, 'How much of each clone was changed after it was cloned').default(2),
    storage: oneOf<StorageWord>(
      ['osa', 'esa', 'esaGlobal', 'array'],
      'How the storage deduplicates and compresses; left out: the architecture of vSAN, or osa; array for other storage',
    ).optional(),
    diskGroups: wholeNumber(
      1,
      320,
      'Over how many disk groups the machines are spread; left out: one for each host',
    ).optional(),
    writtenGiB: amount(
      'a number of GiB',
      1_000_000,
      'How much each machine has written; left out: no capacity is estimated',
    ).optional(),
    writtenGiBPerDay: amount(
      'a number of GiB',
      1_000_000,
      'How much each machine writes in a day, which the ciphers and hashes have to keep up with',
    ).default(0),
  },
  'What the deduplication measurement writes, and what it is scaled to',
);

const currencyError = expected('three capital letters such as EUR');

export const prices: z.ZodType<PricesInput> = mapping<PricesInput>(
  'prices such as { currency: EUR, perRawTiB: 120, perCoreHour: 0.03 }',
  {
    currency: z
      .string({ error: currencyError })
      .regex(/^[A-Z]{3}$/, { error: currencyError })
      .meta({ description: 'The currency of the prices, as ISO 4217 names it' }),
    perRawTiB: amount('a price', amountMax, 'What a TiB of raw capacity costs'),
    perCoreHour: amount('a price', amountMax, 'What one processor core costs for an hour'),
  },
  'What capacity and processor time cost; left out: no money is counted',
);
