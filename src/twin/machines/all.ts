/** The twins of the domain machines, by the name of the machine. */
import type { DomainTwinMaker } from './domain-twin.ts';

export const domainTwins: Readonly<Record<string, DomainTwinMaker>> = {};
