/** The twins of the domain machines, by the name of the machine. */
import type { DomainTwinMaker } from './domain-twin.ts';
import { hostEncryptionTwin } from './host-encryption/host-encryption.ts';
import { lootTwin } from './loot/loot.ts';
import { secureConfigurationTwin } from './secure-configuration/secure-configuration.ts';
import { standardKeyProviderTwin } from './standard-key-provider/standard-key-provider.ts';
import { trustedKeyProviderTwin } from './trusted-key-provider/trusted-key-provider.ts';
import { vcenterTwin } from './vcenter/vcenter.ts';
import { vmCopiesTwin } from './vm-copies/vm-copies.ts';
import { vmEncryptionTwin } from './vm-encryption/vm-encryption.ts';
import { vtpmTwin } from './vtpm/vtpm.ts';
import { vsanEncryptionTwin } from './vsan-encryption/vsan-encryption.ts';

export const domainTwins: Readonly<Record<string, DomainTwinMaker>> = {
  'host-encryption': hostEncryptionTwin,
  'secure-configuration': secureConfigurationTwin,
  'standard-key-provider': standardKeyProviderTwin,
  'trusted-key-provider': trustedKeyProviderTwin,
  vcenter: vcenterTwin,
  'vm-copies': vmCopiesTwin,
  'vm-encryption': vmEncryptionTwin,
  vtpm: vtpmTwin,
  'vsan-encryption': vsanEncryptionTwin,
  loot: lootTwin,
};
