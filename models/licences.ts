/** What a licence allows: data that rules ask. A licence denies new operations; it locks nothing that is encrypted. */
import type { FactRow } from './sources.ts';

export type LicensedOperation = 'vmEncryption' | 'vsanEncryption';

export type Licence = 'enterprisePlus+vsanEnterprise' | 'enterprisePlus' | 'standard' | 'vcf' | 'vvf' | 'vvs';

type Row = { readonly allows: readonly LicensedOperation[]; readonly facts: readonly FactRow[] };

const perpetual: FactRow = ['VM encryption needs Enterprise Plus in vSphere 7 and 8.', 'docsNkp', 'official'];
const perpetualVsan: FactRow = [
  'vSAN encryption at rest needs the Enterprise edition of vSAN with perpetual licences.',
  'guideVtpm',
  'recalled',
];
const subscription: FactRow = [
  'With subscriptions both vSphere Foundation and Cloud Foundation include vTPM and VM encryption.',
  'guideVm',
  'official',
];
const entitlement: FactRow = ['vSphere Foundation and Cloud Foundation include vSAN.', 'guideVm', 'recalled'];
const withoutEncryption: FactRow = [
  'vSphere Standard by subscription has no VM encryption.',
  'guideVm',
  'recalled',
];

/** By edition. Native Key Provider and vTPM are allowed by all of them. */
export const licences: Readonly<Record<Licence, Row>> = {
  'enterprisePlus+vsanEnterprise': {
    allows: ['vmEncryption', 'vsanEncryption'],
    facts: [perpetual, perpetualVsan],
  },
  enterprisePlus: { allows: ['vmEncryption'], facts: [perpetual] },
  standard: { allows: [], facts: [perpetual] },
  vcf: { allows: ['vmEncryption', 'vsanEncryption'], facts: [subscription, entitlement] },
  vvf: { allows: ['vmEncryption', 'vsanEncryption'], facts: [subscription, entitlement] },
  vvs: { allows: [], facts: [withoutEncryption] },
};

/** Whether a licence allows a new operation. */
export function licenceAllows(licence: Licence, operation: LicensedOperation): boolean {
  return licences[licence].allows.includes(operation);
}
