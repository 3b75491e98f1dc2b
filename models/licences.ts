/**
 * What a licence allows: data that rules ask, each row with the facts that say so. A licence denies new operations; it
 * locks nothing that is encrypted.
 */
import type { FactId } from './evidence.ts';

export type LicensedOperation = 'vmEncryption' | 'vsanEncryption';

export type Licence = 'enterprisePlus+vsanEnterprise' | 'enterprisePlus' | 'standard' | 'vcf' | 'vvf' | 'vvs';

type Row = { readonly allows: readonly LicensedOperation[]; readonly facts: readonly FactId[] };

const byPurchase: readonly FactId[] = ['licence-vm-perpetual', 'licence-vsan-perpetual'];
const foundation: readonly FactId[] = ['licence-vm-subscription', 'licence-vsan-subscription'];

/** By edition. Native Key Provider and vTPM are allowed by all of them. */
export const licences: Readonly<Record<Licence, Row>> = {
  'enterprisePlus+vsanEnterprise': { allows: ['vmEncryption', 'vsanEncryption'], facts: byPurchase },
  enterprisePlus: { allows: ['vmEncryption'], facts: byPurchase },
  standard: { allows: [], facts: [...byPurchase, 'licence-provider-free'] },
  vcf: { allows: ['vmEncryption', 'vsanEncryption'], facts: foundation },
  vvf: { allows: ['vmEncryption', 'vsanEncryption'], facts: foundation },
  vvs: { allows: [], facts: ['licence-standard-subscription', 'licence-provider-free'] },
};

/** Whether a licence allows a new operation. */
export function licenceAllows(licence: Licence, operation: LicensedOperation): boolean {
  return licences[licence].allows.includes(operation);
}
