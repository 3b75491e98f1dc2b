/**
 * How many states a site will have, from smaller sites of its kind that are searched to the end: what one more host and
 * one more class of machines multiply them by there. How good that is stands in docs/decisions/0091-large-sites.md.
 */
import type { Reading } from '../../models/reading.ts';
import type { SizeEstimate } from '../../models/search-result.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import { compile } from '../explore/compile.ts';
import { search } from '../explore/search.ts';
import { machineClasses } from '../cutsets/symmetry.ts';
import { hostKinds, smallerSite } from './smaller-site.ts';

/** Up to so many states of a smaller site are counted: that takes some tenths of a second. */
export const probeStatesMax = 60_000;

/** States by hosts and machines, asked once; `undefined` where they are too many to be counted. */
type Probe = (hosts: number, machines: number) => number | undefined;

function probeOf(site: Site, reading: Reading, faultsMax: number, goesOn: () => boolean): Probe {
  const known = new Map<string, number | undefined>();
  return (hosts, machines) => {
    const key = `${hosts} ${machines}`;
    if (!known.has(key)) {
      const { machine } = steadyMachine(smallerSite(site, hosts, machines), reading.switches);
      const found = search(compile(machine), { faultsMax, statesMax: probeStatesMax, onProgress: goesOn });
      known.set(key, found.complete ? found.states.size() : undefined);
    }
    return known.get(key);
  };
}

/** What was counted last, and what one more host and one more class of machines multiply it by. */
type Growth = {
  readonly hosts: number;
  readonly machines: number;
  readonly states: number;
  readonly perHost: number;
  readonly perMachine: number;
};

/** The largest sites that can be counted, with half of the machines where there are too many. */
function growthOf(site: Site, probe: Probe): Growth | undefined {
  const fewest = hostKinds(site);
  for (let machines = site.machines.length; machines > 0; machines = Math.floor(machines / 2)) {
    const counted: number[] = [];
    for (let hosts = fewest; hosts <= site.hosts.length; hosts++) {
      const states = probe(hosts, machines);
      if (states === undefined) break;
      counted.push(states);
    }
    const [before, last] = [counted.at(-2), counted.at(-1)];
    if (last === undefined || (before === undefined && fewest < site.hosts.length)) continue;
    const hosts = fewest + counted.length - 1;
    const perHost = before === undefined ? 1 : last / before;
    return { hosts, machines, states: last, perHost, perMachine: perMachineOf(site, probe, fewest) };
  }
  return undefined;
}

/** On the fewest hosts: from half of as many machines as can be counted to all of these. */
function perMachineOf({ machines: { length } }: Site, probe: Probe, hosts: number): number {
  for (let most = length; most > 1; most--) {
    const half = Math.floor(most / 2);
    const [less, more] = [probe(hosts, half), probe(hosts, most)];
    if (less !== undefined && more !== undefined) return (more / less) ** (1 / (most - half));
  }
  return 1;
}

function statesFor({ hosts, machines, states, perHost, perMachine }: Growth, at: Site): number {
  return (
    states * perHost ** (at.hosts.length - hosts) * perMachine ** Math.max(0, at.machines.length - machines)
  );
}

/**
 * @param faultsMax how many faults a run may contain
 * @param statesMax how many states are allowed: smaller sites that fit are named
 * @returns nothing when not even the smallest sites of this kind can be counted
 */
export function estimateOf(
  site: Site,
  reading: Reading,
  { faultsMax, statesMax, goesOn }: { faultsMax: number; statesMax: number; goesOn: () => boolean },
): SizeEstimate | undefined {
  const growths = new Map<number, Growth | undefined>();
  const growthFor = (faults: number): Growth | undefined => {
    if (!growths.has(faults)) growths.set(faults, growthOf(site, probeOf(site, reading, faults, goesOn)));
    return growths.get(faults);
  };
  const growth = growthFor(faultsMax);
  if (growth === undefined) return undefined;
  const states = statesFor(growth, site);
  const { perHost, perMachine } = growth;
  const base = {
    faultsMax,
    states: rounded(states),
    perHost: rounded(perHost),
    perMachine: rounded(perMachine),
    machines: site.machines.length,
    machineKinds: machineClasses(site).length,
  };
  if (states <= statesMax) return { ...base, fits: [] };
  const fits = Array.from({ length: faultsMax }, (_, fewer) => faultsMax - fewer).flatMap((faults) => {
    const grows = growthFor(faults);
    return grows === undefined ? [] : fittingHosts(site, grows, faults, statesMax);
  });
  return { ...base, fits };
}

/** The most hosts with all machines that fit, and how many states they have. */
function fittingHosts(
  site: Site,
  growth: Growth,
  faultsMax: number,
  statesMax: number,
): SizeEstimate['fits'] {
  for (let hosts = site.hosts.length; hosts >= hostKinds(site); hosts--) {
    const states = statesFor(growth, smallerSite(site, hosts, site.machines.length));
    if (states <= statesMax)
      return [{ hosts, machines: site.machines.length, faultsMax, states: rounded(states) }];
  }
  return [];
}

/** Two digits: more would promise what an estimate does not keep. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
