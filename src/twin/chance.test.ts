/** Long runs of any events in any order: what must hold of every twin, sound or defective. */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../models/events.ts';
import type { Loot, ProviderSite, Site } from '../../models/site.ts';
import { randomOf } from '../random.ts';
import type { Random } from '../random.ts';
import { defects } from './defects.ts';
import {
  circular,
  kmsSite,
  onNfs,
  persistent,
  several,
  stateless,
  vtaSite,
} from './key-server-sites.fixture.ts';
import { all, article, provisioning, site, siteWithoutTpm, bareTwin, vendor } from './site.fixture.ts';
import type { Twin } from './twin.ts';

const kept: Site = {
  ...site,
  name: 'circular',
  machines: site.machines.map((machine, index) => (index === 0 ? { ...machine, datastore: 'nfs' } : machine)),
  p12s: [
    { name: 'nkp.p12', provider: 'nkp', at: 'share', passwordAt: 'vault' },
    { name: 'open.p12', provider: 'nkp', at: 'share', passwordAt: null },
  ],
  backups: [
    { name: 'nightly', at: 'safe', passwordAt: 'vault' },
    { name: 'plain', at: 'share', passwordAt: null },
  ],
};
const outside: Site = { ...siteWithoutTpm, name: 'outside', vcenterAt: null, recoveryKeysAt: null };

const loots: readonly Loot[] = [
  { kind: 'disk', datastore: 'vsan' },
  { kind: 'disk', datastore: 'nfs' },
  { kind: 'bootDevice', host: 'esx-02' },
  { kind: 'place', place: 'safe' },
  { kind: 'place', place: 'share' },
];

/** Every event of the site, with each of its arguments. */
function everyEvent(plan: Site): Event[] {
  const events: Event[] = [
    ...plan.providers.flatMap((provider) => providerEventsOf(plan, provider)),
    ...(
      [
        'startVcenter',
        'abandonVcenter',
        'rebuildVcenter',
        'vcenterStops',
        'vcenterIsLost',
        'sitePowerFails',
        'enableVsanEncryption',
      ] as const
    ).map((type): Event => ({ type })),
    ...plan.places.map(({ name: place }): Event => ({ type: 'placeIsLost', place })),
  ];
  for (const { name: p12, provider } of plan.p12s) {
    events.push({ type: 'downloadBackup', provider, p12 }, { type: 'importProvider', provider, p12 });
    for (const { name: backup } of plan.backups)
      events.push({ type: 'exportFromBackup', backup, provider, p12 });
  }
  for (const { name: backup } of plan.backups)
    for (const type of ['restoreVcenter', 'backupRuns', 'backupGoesStale'] as const)
      events.push({ type, backup });
  for (const { name: backup } of plan.backups)
    for (const { name: provider } of plan.providers)
      events.push({ type: 'importFromBackup', provider, backup });
  for (const { name: host } of plan.hosts) events.push(...hostEvents(host));
  for (const { name: machine } of plan.machines) {
    events.push({ type: 'encryptMachine', machine }, { type: 'powerOffMachine', machine });
    events.push({ type: 'attachDisks', machine });
    for (const { name: host } of plan.hosts) events.push({ type: 'startMachine', machine, host });
  }
  return events;
}

function providerEventsOf(plan: Site, { name: provider, kind }: ProviderSite): Event[] {
  const rekeys: Event[] = [
    ...plan.machines.map(({ name: machine }): Event => ({ type: 'rekeyMachine', machine, provider })),
    ...plan.hosts.map(({ name: host }): Event => ({ type: 'rekeyHost', host, provider })),
    { type: 'rekeyVsan', provider },
  ];
  const leave: Event = { type: 'deleteProvider', provider };
  if (kind === 'native') {
    const numbers = [1, 2, 3] as const;
    const keys = numbers.map((n): Event => ({ type: 'createProvider', provider, key: `${provider}#${n}` }));
    const native: Event[] = [...keys, { type: 'exportProvider', provider }, leave];
    return plan.providers.length > 1 ? [...native, ...rekeys] : native;
  }
  const types = ['keyServerStops', 'startKeyServer', 'keyServerIsLost', 'restoreKeyServer'] as const;
  const outages = types.map((type): Event => ({ type, provider }));
  return [...outages, { type: 'registerProvider', provider }, leave, ...rekeys];
}

function hostEvents(host: string): Event[] {
  const often = [
    'bootHost',
    'vcenterRemediatesHost',
    'enableHostEncryption',
    'addHost',
    'hostFetchesKeys',
  ] as const;
  const types = [
    ...often,
    ...often,
    'shutDownHost',
    'enterRecoveryKey',
    'sealConfiguration',
    'reinstallHost',
    'hostWritesConfiguration',
    'hostCrashes',
    'bootDeviceFails',
    'tpmIsCleared',
    'tpmGoesMissing',
    'boardIsSwapped',
  ] as const;
  return types.map((type) => ({ type, host }));
}

/** Sends random events. @returns the refused ones that changed something all the same */
function run(twin: Twin, random: Random, events: readonly Event[], count: number): Event[] {
  const leaks: Event[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const event = events[random.below(events.length)];
    if (event === undefined) continue;
    const before = JSON.stringify(twin.look());
    const answer = twin.send(event);
    if (answer.kind === 'refused' && JSON.stringify(twin.look()) !== before) leaks.push(event);
  }
  return leaks;
}

const plans = [
  site,
  siteWithoutTpm,
  kept,
  outside,
  kmsSite,
  vtaSite,
  circular,
  onNfs,
  persistent,
  stateless,
  several,
].map((plan) => ({ plan, events: everyEvent(plan) }));
const readingsHere = [
  vendor,
  article,
  { ...vendor, pushBeforeActivation: true, tpmGate: 'modeTpm' } as const,
];

describe('any run of events', () => {
  test.each(defects)('%s: is answered, and what is refused changes nothing', (defect) => {
    const random = randomOf('chance', defect);
    for (const [index, { plan, events }] of plans.entries()) {
      const switches = readingsHere[(index + defects.indexOf(defect)) % readingsHere.length] ?? vendor;
      const twin = bareTwin({ site: plan, switches, defect, seed: `${defect} ${plan.name}` });
      for (const event of provisioning(plan)) twin.send(event);
      expect(run(twin, random, events, 40)).toEqual([]);
      for (const { name } of plan.machines) twin.verify(name);
      twin.salvage();
      for (const loot of loots) twin.steal(loot);
      twin.dispose();
    }
  });

  test('leaves a sound twin with right bytes, and salvages whatever can still be read', () => {
    const random = randomOf('chance', 'bytes');
    const seen = { intact: 0, unreadable: 0, salvaged: 0, gone: 0 };
    for (let index = 0; index < 80; index += 1) {
      const { plan, events } = plans[index % plans.length] ?? plans[0] ?? { plan: site, events: [] };
      const twin = bareTwin({ site: plan, switches: index % 2 ? article : vendor, seed: `bytes ${index}` });
      all(twin, provisioning(plan));
      run(twin, random, events, 10 + random.below(50));
      const salvaged = twin.salvage();
      for (const { name } of plan.machines) {
        const verdict = twin.verify(name);
        expect(verdict).not.toBe('wrong');
        expect([name, verdict === 'intact' && salvaged[name] === false]).toEqual([name, false]);
        seen[verdict === 'intact' ? 'intact' : 'unreadable'] += 1;
        seen[salvaged[name] ? 'salvaged' : 'gone'] += 1;
      }
      twin.dispose();
    }
    expect(Object.values(seen).every((count) => count > 0)).toBe(true);
  });
});
