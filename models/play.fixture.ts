/** Small sites for tests, and a way to play events on them that says where a test is wrong about the model. */
import type { Deployment } from './deployment.ts';
import type { Event, Refusal } from './events.ts';
import { step } from './kernel/step.ts';
import { readings, type Switches } from './reading.ts';
import type { DatastoreSite, HostSite, MachineSite, PlaceSite, ProviderSite, Site } from './site.ts';
import { bareMachine, type SiteMachine, steadyMachine } from './site-machine.ts';
import type { State } from './state.ts';

/** The switches of a reading, some of them set otherwise. */
export function switchesOf(name: 'article' | 'vendor', changes: Partial<Switches> = {}): Switches {
  const reading = readings.find((entry) => entry.name === name);
  if (reading === undefined) throw new Error(`there is no reading ${name}`);
  return { ...reading.switches, ...changes };
}

export const vendor: Switches = switchesOf('vendor');
export const article: Switches = switchesOf('article');

/** Hosts `esx-1` to `esx-n`, all with the same TPM. */
export function hostsOf(count: number, tpm: HostSite['tpm'] = '2.0', mode?: 'tpm' | 'none'): HostSite[] {
  const encryptionMode = mode ?? (tpm === '2.0' ? 'tpm' : 'none');
  return Array.from({ length: count }, (_, index) => ({
    name: `esx-${index + 1}`,
    tpm,
    encryptionMode,
    boot: 'disk',
    keyPersistence: false,
  }));
}

export function native(name: string, tpmRequired = false): ProviderSite {
  return { name, kind: 'native', tpmRequired, keyServerAt: null, keyServerBackupAt: null };
}

/** A standard provider whose key server runs outside the cluster, with its backup in the vault. */
export function standard(name: string, changes: Partial<ProviderSite> = {}): ProviderSite {
  return { ...native(name), kind: 'standard', keyServerBackupAt: 'vault', ...changes };
}

export function placesOf(names: readonly string[], datastore: string | null = null): PlaceSite[] {
  return names.map((name) => ({ name, datastore, gone: false }));
}

export const san: DatastoreSite = {
  name: 'san',
  kind: 'external',
  encryptedBy: null,
  deduplication: false,
  failuresToTolerate: 0,
};

export function vsanTolerating(
  failuresToTolerate: number,
  encryptedBy: string | null = 'nkp',
): DatastoreSite {
  return { name: 'vsan', kind: 'vsan', encryptedBy, deduplication: false, failuresToTolerate };
}

export const database: MachineSite = {
  name: 'db',
  count: 1,
  encryption: 'full',
  provider: 'nkp',
  datastore: 'san',
  host: 'esx-1',
};

export const desktop: MachineSite = { ...database, name: 'desktop', encryption: 'vtpm', datastore: 'vsan' };

/** One host, a SAN, vCenter elsewhere, one fully encrypted machine; a .p12 and a backup, passwords apart. */
export function smallSite(changes: Partial<Site> = {}): Site {
  return {
    name: 'small',
    hosts: hostsOf(1),
    vcenterAt: null,
    providers: [native('nkp')],
    datastores: [san],
    machines: [database],
    places: placesOf(['safe', 'vault', 'depot', 'manager']),
    p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'vault' }],
    backups: [{ name: 'backup', at: 'depot', passwordAt: 'manager' }],
    recoveryKeysAt: 'vault',
    promise: { recoverable: 2, starts: 1, secret: [], deduplication: null },
    ...changes,
  };
}

/** Hosts with an encrypted vSAN that vCenter lies on, and one desktop with a vTPM on it. */
export function vsanSite(count: number, tolerates: number, changes: Partial<Site> = {}): Site {
  return smallSite({
    name: 'vsan',
    hosts: hostsOf(count),
    vcenterAt: 'vsan',
    datastores: [vsanTolerating(tolerates), san],
    machines: [desktop],
    ...changes,
  });
}

/**
 * The machine of a site that could be set up.
 * @throws when a step of the set-up is refused
 */
export function steady(site: Site, switches: Switches = vendor): SiteMachine {
  const { machine, refused } = steadyMachine(site, switches);
  if (refused.length > 0) throw new Error(`the set-up is refused: ${JSON.stringify(refused)}`);
  return machine;
}

export function bare(site: Site, switches: Switches = vendor): SiteMachine {
  return bareMachine(site, switches);
}

/** What the model answers to an event. */
export function answer(machine: SiteMachine, state: State, event: Event): 'accepted' | Refusal {
  const outcome = step<Deployment, State, Event, Refusal>(machine, state, event);
  return outcome.kind === 'accepted' ? 'accepted' : outcome.refusal;
}

/**
 * The state after some events.
 * @throws when one of them is refused
 */
export function play(machine: SiteMachine, events: readonly Event[], from: State = machine.initial): State {
  return events.reduce((state, event) => {
    const outcome = step<Deployment, State, Event, Refusal>(machine, state, event);
    if (outcome.kind === 'refused') throw new Error(`${JSON.stringify(event)}: ${outcome.refusal}`);
    return outcome.state;
  }, from);
}

type OnHost = Extract<Event, { readonly host: string }>['type'];
type HostOnly = Exclude<OnHost, 'startMachine' | 'rekeyHost'>;

/** An event that is about one host only. */
export function on(host: string, ...types: readonly HostOnly[]): Event[] {
  return types.map((type) => ({ type, host }));
}

export const power: Event = { type: 'sitePowerFails' };
export const vcenterLost: Event = { type: 'vcenterIsLost' };
export const create: Event = { type: 'createProvider', provider: 'nkp', key: 'nkp#1' };
export const recreate: Event = { type: 'createProvider', provider: 'nkp', key: 'nkp#2' };
export const startExport: Event = { type: 'exportProvider', provider: 'nkp' };
export const download: Event = { type: 'downloadBackup', provider: 'nkp', p12: 'nkp.p12' };
export const importP12: Event = { type: 'importProvider', provider: 'nkp', p12: 'nkp.p12' };
export const deleted: Event = { type: 'deleteProvider', provider: 'nkp' };
export const rebuild: Event = { type: 'rebuildVcenter' };
export const restore: Event = { type: 'restoreVcenter', backup: 'backup' };
export const stale: Event = { type: 'backupGoesStale', backup: 'backup' };

export function loses(place: string): Event {
  return { type: 'placeIsLost', place };
}

export function start(machine: string, host = 'esx-1'): Event {
  return { type: 'startMachine', machine, host };
}

export function powerOff(machine: string): Event {
  return { type: 'powerOffMachine', machine };
}
