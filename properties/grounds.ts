/** Sites to walk on: small ones that have, between them, everything that a rule can ask about. */
import {
  article,
  bare,
  create,
  database,
  deleted,
  desktop,
  download,
  hostsOf,
  native,
  on,
  placesOf,
  play,
  powerOff,
  recreate,
  san,
  smallSite,
  standard,
  startExport,
  steady,
  switchesOf,
  vendor,
  vsanSite,
  vsanTolerating,
} from '../models/play.fixture.ts';
import type { Site } from '../models/site.ts';
import type { Event, Refusal } from '../models/events.ts';
import { run } from '../models/kernel/step.ts';
import type { Deployment } from '../models/deployment.ts';
import type { Switches } from '../models/reading.ts';
import { provisioning, type SiteMachine } from '../models/site-machine.ts';
import type { State } from '../models/state.ts';

/** Two providers, one of them only for hosts with TPMs; a plain machine; files and passwords on vSAN. */
export function mixedSite(): Site {
  return vsanSite(2, 0, {
    name: 'mixed',
    providers: [native('nkp', true), native('second')],
    machines: [
      desktop,
      { ...database, provider: 'second' },
      { ...database, name: 'plain', encryption: 'none', provider: null },
    ],
    places: [...placesOf(['share', 'notes'], 'vsan'), ...placesOf(['safe', 'vault', 'depot'])],
    p12s: [
      { name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'notes' },
      { name: 'second.p12', provider: 'second', at: 'share', passwordAt: 'vault' },
    ],
    backups: [
      { name: 'backup', at: 'share', passwordAt: 'notes' },
      { name: 'second-backup', at: 'depot', passwordAt: 'share' },
    ],
    recoveryKeysAt: 'notes',
  });
}

/**
 * A provider of each kind: vSAN waits for a key server that lies on it, one host keeps what that gives it, the other
 * boots from the network. The native provider's .p12 and the backup of the key server lie on vSAN as well.
 */
export function keyServerSite(): Site {
  const [first, second] = hostsOf(2);
  if (first === undefined || second === undefined) throw new Error('two hosts were asked for');
  return vsanSite(2, 1, {
    name: 'key servers',
    hosts: [
      { ...first, keyPersistence: true },
      { ...second, boot: 'network', encryptionMode: 'none' },
    ],
    providers: [
      native('nkp'),
      standard('kms', { keyServerAt: 'vsan', keyServerBackupAt: 'share' }),
      { ...standard('vta', { keyServerBackupAt: null }), kind: 'trusted' },
    ],
    datastores: [vsanTolerating(1, 'kms'), san],
    machines: [desktop, { ...database, provider: 'vta' }],
    places: [...placesOf(['share'], 'vsan'), ...placesOf(['safe', 'vault', 'depot'])],
    p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'share', passwordAt: 'vault' }],
    backups: [{ name: 'backup', at: 'depot', passwordAt: null }],
  });
}

/** The smallest site with a key server: one host, one machine of a standard provider, vCenter elsewhere. */
export function smallKeyServerSite(): Site {
  return smallSite({
    name: 'small key server',
    providers: [standard('kms', { keyServerAt: 'san' })],
    machines: [{ ...database, provider: 'kms' }],
    p12s: [],
  });
}

/** Each site in its steady state, and before anything was set up. */
export function grounds(): readonly SiteMachine[] {
  const mixed = mixedSite();
  const noTpm = vsanSite(2, 0, { hosts: hostsOf(2, 'none'), recoveryKeysAt: null });
  const unused = smallSite({ hosts: hostsOf(1, '2.0', 'none'), recoveryKeysAt: null });
  const strict = switchesOf('article', {
    tpmGate: 'modeTpm',
    remediation: 'addsOnly',
    importCountsAsBackup: false,
    pushBeforeActivation: true,
  });
  return [
    steady(mixed, vendor),
    steady(noTpm, article),
    steady(noTpm, vendor),
    steady(smallSite({ hosts: hostsOf(2) }), vendor),
    steady(unused, article),
    steady(smallSite({ recoveryKeysAt: null }), strict),
    bare(mixed, vendor),
    bare(mixed, strict),
    setUpTo('encryptMachine', smallSite(), vendor),
    setUpTo('enableVsanEncryption', vsanSite(1, 0), vendor),
    bare(unused, article),
    steady(keyServerSite(), vendor),
    steady(keyServerSite(), article),
    bare(keyServerSite(), vendor),
    steady(smallKeyServerSite(), vendor),
    bare(smallKeyServerSite(), vendor),
  ];
}

/** Where walks rarely come to: a provider created anew in the middle of the set-up, datastores that are gone. */
export function scenes(): readonly SiteMachine[] {
  const outside = vsanSite(2, 0, {
    vcenterAt: null,
    machines: [desktop, { ...desktop, name: 'second' }],
    places: [...placesOf(['share'], 'vsan'), ...placesOf(['safe', 'vault', 'depot', 'manager'])],
    p12s: [
      { name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'vault' },
      { name: 'shared.p12', provider: 'nkp', at: 'share', passwordAt: null },
    ],
  });
  const pushed = [...on('esx-1', 'vcenterRemediatesHost'), ...on('esx-2', 'vcenterRemediatesHost')];
  const active: readonly Event[] = [create, startExport, download, ...pushed];
  const anew: readonly Event[] = [deleted, recreate, startExport, download];
  const hostLost = on('esx-2', 'hostCrashes');
  const runs: readonly (readonly Event[])[] = [
    [...active, ...hostLost],
    [...active, startExport, ...hostLost],
    [...active, ...anew],
    [...active, { type: 'encryptMachine', machine: 'desktop' }, ...anew, ...pushed],
  ];
  const machine = bare(outside);
  const deletedInUse = steady(outside);
  return [
    ...runs.map((events) => ({ ...machine, initial: play(machine, events) })),
    { ...deletedInUse, initial: play(deletedInUse, [...anew, ...pushed, powerOff('desktop')]) },
    ...rekeyScenes(),
    keyServerGone(),
  ];
}

/** A site between two providers: one of them anew, its datastore gone, a host key that was forgotten. */
function rekeyScenes(): readonly SiteMachine[] {
  const machine = steady(
    vsanSite(2, 0, {
      vcenterAt: null,
      providers: [native('nkp'), native('second')],
      p12s: [
        { name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'vault' },
        { name: 'second.p12', provider: 'second', at: 'safe', passwordAt: 'vault' },
      ],
    }),
  );
  const pushed = on('esx-1', 'vcenterRemediatesHost');
  const off = powerOff('desktop');
  const rekeyed: Event = { type: 'rekeyMachine', machine: 'desktop', provider: 'second' };
  const runs: readonly (readonly Event[])[] = [
    [deleted, recreate, startExport, download, ...pushed],
    [off, ...on('esx-2', 'hostCrashes')],
    [rekeyed, deleted, ...pushed, off],
  ];
  return runs.map((events) => ({ ...machine, initial: play(machine, events) }));
}

/** A key server that stopped in the middle of the set-up. */
function keyServerGone(): SiteMachine {
  const machine = setUpTo('enableVsanEncryption', keyServerSite(), vendor);
  return { ...machine, initial: play(machine, [{ type: 'keyServerStops', provider: 'kms' }]) };
}

/** A site whose set-up stopped before the first event of a type. */
function setUpTo(type: Event['type'], site: Site, switches: Switches): SiteMachine {
  const machine = bare(site, switches);
  const events = provisioning(site);
  const before = events.slice(
    0,
    events.findIndex((event) => event.type === type),
  );
  return { ...machine, initial: run<Deployment, State, Event, Refusal>(machine, before) };
}
