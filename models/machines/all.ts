/** All domain machines, in the order of docs/machines. */
import type { AnyDomainMachine } from './domain-machine.ts';

export const domainMachines: readonly AnyDomainMachine[] = [];
