/** All domain machines, in the order of docs/machines. */
import { type AnyDomainMachine, registered } from './domain-machine.ts';
import { vsanEncryption } from './vsan-encryption/vsan-encryption.ts';

export const domainMachines: readonly AnyDomainMachine[] = [registered(vsanEncryption)];
