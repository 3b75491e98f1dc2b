/** Domain machines by their names. */
import { domainMachines } from '../../models/machines/all.ts';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';

/** @throws when there is no such machine */
export function machineNamed(name: string): AnyDomainMachine {
  const machine = domainMachines.find((one) => one.name === name);
  if (machine === undefined) throw new Error(`there is no machine ${name}`);
  return machine;
}
