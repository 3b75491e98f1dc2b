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
  smallSite,
  startExport,
  steady,
  switchesOf,
  vendor,
  vsanSite,
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
  ];
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
