/** The disasters of the report's matrix, as the events that make them. They may go beyond the promise. */
import type { Event } from './events.ts';
import { keyServed } from './deployment.ts';
import type { ProviderSite, Site } from './site.ts';

export type NamedDisaster = {
  readonly name: string;
  readonly title: string;
  readonly events: readonly Event[];
};

/** The disasters that this site can have, from everyday to total. */
export function disastersOf(site: Site): readonly NamedDisaster[] {
  return [
    ...hostDisasters(site),
    ...vcenterDisasters(site),
    ...providerDisasters(site),
    ...keyServed(site).flatMap(keyServerDisasters),
    ...keptDisasters(site),
  ];
}

const power: Event = { type: 'sitePowerFails' };
const vcenterLost: Event = { type: 'vcenterIsLost' };

function hostDisasters({ hosts }: Site): readonly NamedDisaster[] {
  const [first] = hosts;
  if (first === undefined) return [];
  const host = first.name;
  const crash: Event = { type: 'hostCrashes', host };
  const withTpm = hosts.filter(({ tpm }) => tpm === '2.0').map(({ name }) => name);
  const tpm = first.tpm === '2.0';
  const withDisk = hosts.filter(({ boot }) => boot === 'disk').map(({ name }) => name);
  return [
    { name: 'one-host-crashes', title: 'One host crashes', events: [crash] },
    { name: 'site-power', title: 'The whole site loses power', events: [power] },
    ...(tpm
      ? [oneTpm('tpm-cleared', 'One TPM is cleared, its host reboots', { type: 'tpmIsCleared', host }, crash)]
      : []),
    ...(tpm
      ? [oneTpm('board-swapped', 'One system board is replaced', { type: 'boardIsSwapped', host })]
      : []),
    ...(withTpm.length > 0
      ? [
          {
            name: 'all-tpms-cleared',
            title: 'All TPMs are cleared, the site loses power',
            events: [...withTpm.map((name): Event => ({ type: 'tpmIsCleared', host: name })), power],
          },
        ]
      : []),
    ...(withDisk.length > 0
      ? [
          {
            name: 'all-boot-devices',
            title: 'All boot devices fail, the site loses power',
            events: [...withDisk.map((name): Event => ({ type: 'bootDeviceFails', host: name })), power],
          },
        ]
      : []),
  ];
}

function oneTpm(name: string, title: string, ...events: readonly Event[]): NamedDisaster {
  return { name, title, events };
}

function vcenterDisasters({ hosts }: Site): readonly NamedDisaster[] {
  return [
    { name: 'vcenter-lost', title: 'vCenter Server is lost', events: [vcenterLost] },
    {
      name: 'vcenter-lost-site-power',
      title: 'vCenter Server is lost, the site loses power',
      events: [vcenterLost, power],
    },
    {
      name: 'everything-reinstalled',
      title: 'vCenter Server is lost and every host is reinstalled',
      events: [
        vcenterLost,
        power,
        ...hosts
          .filter(({ boot }) => boot === 'disk')
          .map(({ name }): Event => ({ type: 'reinstallHost', host: name })),
      ],
    },
  ];
}

function providerDisasters({ providers, hosts, machines }: Site): readonly NamedDisaster[] {
  const remediated = hosts.flatMap(({ name }): Event[] => [
    { type: 'vcenterRemediatesHost', host: name },
    { type: 'hostWritesConfiguration', host: name },
  ]);
  const poweredOff = machines.map(({ name }): Event => ({ type: 'powerOffMachine', machine: name }));
  return providers.flatMap(({ name: provider, kind }): NamedDisaster[] => {
    const deleted: Event = { type: 'deleteProvider', provider };
    const recreated: NamedDisaster = {
      name: `${provider}-recreated-site-power`,
      title: `Key provider ${provider} is deleted and created anew, the site loses power later`,
      events: [deleted, { type: 'createProvider', provider, key: `${provider}#2` }, ...remediated, power],
    };
    return [
      {
        name: `${provider}-deleted-power-cycle`,
        title: `Key provider ${provider} is deleted, machines are powered off later`,
        events: [deleted, ...remediated, ...poweredOff],
      },
      {
        name: `${provider}-deleted-site-power`,
        title: `Key provider ${provider} is deleted, the site loses power later`,
        events: [deleted, ...remediated, power],
      },
      // What a key server holds is never made anew under its name.
      ...(kind === 'native' ? [recreated] : []),
    ];
  });
}

function keyServerDisasters({ name: provider }: ProviderSite): readonly NamedDisaster[] {
  return [
    {
      name: `${provider}-key-server-down-site-power`,
      title: `The key server of ${provider} stops, the site loses power`,
      events: [{ type: 'keyServerStops', provider }, power],
    },
    {
      name: `${provider}-key-server-lost-site-power`,
      title: `The key server of ${provider} is lost, the site loses power`,
      events: [{ type: 'keyServerIsLost', provider }, power],
    },
    {
      name: `${provider}-key-server-lost-vcenter-lost-site-power`,
      title: `The key server of ${provider} is lost, vCenter Server is lost, the site loses power`,
      events: [{ type: 'keyServerIsLost', provider }, vcenterLost, power],
    },
  ];
}

function keptDisasters({ places, backups }: Site): readonly NamedDisaster[] {
  const kept = places.filter(({ gone }) => !gone);
  const lost = kept.map(({ name }): Event => ({ type: 'placeIsLost', place: name }));
  return [
    ...kept.map(({ name }) => ({
      name: `${name}-lost-everything-else`,
      title: `What is kept at ${name} is lost, then vCenter Server, then power`,
      events: [{ type: 'placeIsLost', place: name }, vcenterLost, power] as const,
    })),
    ...backups.map(({ name }) => ({
      name: `${name}-stale-vcenter-lost`,
      title: `Only a ${name} older than the key provider is left, vCenter Server is lost, then power`,
      events: [{ type: 'backupGoesStale', backup: name }, vcenterLost, power] as const,
    })),
    ...(lost.length > 0
      ? [
          {
            name: 'nothing-kept-is-left',
            title: 'Everything kept outside is lost, then vCenter Server, then power',
            events: [...lost, vcenterLost, power],
          },
        ]
      : []),
  ];
}
