/** All domain machines, in the order of docs/machines. */
import { type AnyDomainMachine, registered } from './domain-machine.ts';
import { hostEncryption } from './host-encryption/host-encryption.ts';
import { loot } from './loot/loot.ts';
import { secureConfiguration } from './secure-configuration/secure-configuration.ts';
import { standardKeyProvider } from './standard-key-provider/standard-key-provider.ts';
import { trustedKeyProvider } from './trusted-key-provider/trusted-key-provider.ts';
import { vcenter } from './vcenter/vcenter.ts';
import { vmCopies } from './vm-copies/vm-copies.ts';
import { vmEncryption } from './vm-encryption/vm-encryption.ts';
import { vtpm } from './vtpm/vtpm.ts';
import { vsanEncryption } from './vsan-encryption/vsan-encryption.ts';

export const domainMachines: readonly AnyDomainMachine[] = [
  registered(hostEncryption),
  registered(secureConfiguration),
  registered(standardKeyProvider),
  registered(trustedKeyProvider),
  registered(vcenter),
  registered(vmCopies),
  registered(vmEncryption),
  registered(vtpm),
  registered(vsanEncryption),
  registered(loot),
];
