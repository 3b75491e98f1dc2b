/** The power of the whole site. */
import { noKeys, type RuleOf } from '../deployment.ts';
import type { Refusal } from '../events.ts';
import type { Part } from '../kernel/machine.ts';
import { type Cluster, type State, set, slice } from '../state.ts';
import { keyServerParts } from './outage.ts';

type SitePart = Part<State, Refusal>;

const dark: Cluster = { on: [], mounted: [] };

export const sitePowerFails: RuleOf<'sitePowerFails'> = {
  claim: 'A power failure takes down every host at once, unwritten configuration included.',
  sources: ['configuration-written-later', 'no-loop-on-vsan', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'sitePowerFails' }],
  parts: ({ site }) => {
    const main: SitePart = {
      reads: ['cluster'],
      writes: ['cluster'],
      refusal: ({ cluster }) => (cluster.on.length === 0 ? 'siteDark' : undefined),
      apply: () => ({ cluster: dark }),
    };
    const vcenter: SitePart = {
      reads: ['vcenter'],
      writes: ['vcenter'],
      apply: (slices) =>
        slices.vcenter.state === 'running' && site.vcenterAt !== null
          ? { vcenter: { ...slices.vcenter, state: 'stopped' } }
          : {},
    };
    const hosts = site.hosts.map(
      ({ name }): SitePart => ({
        reads: [`host/${name}`],
        writes: [`host/${name}`],
        apply: (slices) =>
          set(`host/${name}`, {
            ...slice(slices, `host/${name}`),
            power: 'off',
            held: noKeys(site),
            safe: false,
          }),
      }),
    );
    const machines = site.machines.map(
      ({ name }): SitePart => ({
        reads: [`machine/${name}`],
        writes: [`machine/${name}`],
        apply: (slices) => set(`machine/${name}`, { ...slice(slices, `machine/${name}`), on: null }),
      }),
    );
    return [main, vcenter, ...keyServerParts(site, () => dark), ...hosts, ...machines];
  },
};
