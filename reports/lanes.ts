/** Which things of a site an event touches: the lanes of a timeline. */
import type { Event } from '../models/events.ts';
import type { Site } from '../models/site.ts';

export type LaneKind = 'vcenter' | 'keyServer' | 'host' | 'tpm' | 'machine' | 'datastore' | 'kept';

export type Lane = { readonly kind: LaneKind; readonly name: string };

/** Top to bottom. */
export const laneKinds: readonly LaneKind[] = [
  'vcenter',
  'keyServer',
  'host',
  'tpm',
  'datastore',
  'machine',
  'kept',
];

const vcenter: Lane = { kind: 'vcenter', name: 'vCenter' };

function host(name: string): Lane {
  return { kind: 'host', name };
}

function tpm(name: string): Lane {
  return { kind: 'tpm', name: `TPM of ${name}` };
}

function keyServer(provider: string): Lane {
  return { kind: 'keyServer', name: `key server of ${provider}` };
}

function machine(name: string): Lane {
  return { kind: 'machine', name };
}

function kept(name: string): Lane {
  return { kind: 'kept', name };
}

/** A power failure of a large site touches more lanes than a reader can use: then all hosts are one lane. */
const laneMax = 4;
const allHosts: Lane = host('all hosts');
const allMachines: Lane = machine('all machines');

function everyHost({ hosts }: Site): readonly Lane[] {
  return hosts.length > laneMax ? [allHosts] : hosts.map(({ name }) => host(name));
}

function everyKeyServer({ providers }: Site): readonly Lane[] {
  return providers.filter(({ kind }) => kind !== 'native').map(({ name }) => keyServer(name));
}

function everyMachine({ machines }: Site): readonly Lane[] {
  return machines.length > laneMax ? [allMachines] : machines.map(({ name }) => machine(name));
}

const recoveryKeys: Lane = kept('recovery keys');

type Touch<Type extends Event['type']> = (
  event: Extract<Event, { type: Type }>,
  site: Site,
) => readonly Lane[];

const ofVcenter = (): readonly Lane[] => [vcenter];
const ofKeyServer = (event: { readonly provider: string }): readonly Lane[] => [keyServer(event.provider)];
const ofHost = (event: { readonly host: string }): readonly Lane[] => [host(event.host)];
const ofTpm = (event: { readonly host: string }): readonly Lane[] => [tpm(event.host)];
const ofHostAndTpm = (event: { readonly host: string }): readonly Lane[] => [
  host(event.host),
  tpm(event.host),
];
const ofMachine = (event: { readonly machine: string }): readonly Lane[] => [machine(event.machine)];
const ofVcenterAndHost = (event: { readonly host: string }): readonly Lane[] => [vcenter, host(event.host)];
const ofVcenterAndP12 = (event: { readonly p12: string }): readonly Lane[] => [vcenter, kept(event.p12)];
const ofVcenterAndBackup = (event: { readonly backup: string }): readonly Lane[] => [
  vcenter,
  kept(event.backup),
];

/** What each type of event touches: leaving one out does not compile. */
const touched: { readonly [Type in Event['type']]: Touch<Type> } = {
  createProvider: ofVcenter,
  exportProvider: ofVcenter,
  downloadBackup: ofVcenterAndP12,
  importProvider: ofVcenterAndP12,
  deleteProvider: ofVcenter,
  registerProvider: (event) => [vcenter, keyServer(event.provider)],
  keyServerStops: ofKeyServer,
  startKeyServer: ofKeyServer,
  keyServerIsLost: ofKeyServer,
  restoreKeyServer: ofKeyServer,
  // Which of them is asked depends on the host, so that all stand for it.
  hostFetchesKeys: (event, site) => [...everyKeyServer(site), host(event.host)],
  startVcenter: ofVcenter,
  abandonVcenter: ofVcenter,
  rebuildVcenter: ofVcenter,
  restoreVcenter: ofVcenterAndBackup,
  importFromBackup: ofVcenterAndBackup,
  exportFromBackup: ({ backup, p12 }) => [kept(backup), kept(p12)],
  addHost: ofVcenterAndHost,
  backupRuns: ofVcenterAndBackup,
  vcenterRemediatesHost: ofVcenterAndHost,
  vcenterStops: ofVcenter,
  vcenterIsLost: ofVcenter,
  bootHost: ofHost,
  shutDownHost: ofHost,
  enterRecoveryKey: (event) => [host(event.host), recoveryKeys],
  sealConfiguration: ofHostAndTpm,
  reinstallHost: ofHost,
  enableHostEncryption: ofHost,
  hostWritesConfiguration: ofHost,
  hostCrashes: ofHost,
  bootDeviceFails: ofHost,
  tpmIsCleared: ofTpm,
  tpmGoesMissing: ofTpm,
  boardIsSwapped: ofHostAndTpm,
  // Its vCenter fails with the site only where it runs in it.
  sitePowerFails: (_, site) => [
    ...(site.vcenterAt === null ? [] : [vcenter]),
    ...everyHost(site),
    ...everyMachine(site),
  ],
  encryptMachine: ofMachine,
  startMachine: (event) => [machine(event.machine), host(event.host)],
  powerOffMachine: ofMachine,
  attachDisks: ofMachine,
  enableVsanEncryption: () => [vcenter, { kind: 'datastore', name: 'vSAN' }],
  rekeyMachine: ofMachine,
  rekeyVsan: () => [vcenter, { kind: 'datastore', name: 'vSAN' }],
  rekeyHost: ofVcenterAndHost,
  placeIsLost: ({ place }, site) => keptAt(site, place),
  backupGoesStale: ({ backup }) => [kept(backup)],
};

/** The lanes that an event touches. */
export function lanesOf(site: Site, event: Event): readonly Lane[] {
  // The mapped type pairs each type with its lanes; indexing by a union loses the pairing, not the fact.
  return (touched[event.type] as (event: Event, site: Site) => readonly Lane[])(event, site);
}

function keptAt({ p12s, backups, recoveryKeysAt }: Site, place: string): readonly Lane[] {
  const files = [...p12s, ...backups];
  return [
    ...files.filter(({ at }) => at === place).map(({ name }) => kept(name)),
    ...(recoveryKeysAt === place ? [recoveryKeys] : []),
    ...(files.some(({ passwordAt }) => passwordAt === place) ? [kept('passwords')] : []),
  ];
}

function sameLane(a: Lane, b: Lane): boolean {
  return a.kind === b.kind && a.name === b.name;
}

/** The lanes that a list of touches needs, in the order of their kinds, then as they first occur. */
export function lanesIn(touches: readonly (readonly Lane[])[]): readonly Lane[] {
  const all = touches.flat();
  const first = all.filter((lane, index) => all.findIndex((other) => sameLane(lane, other)) === index);
  return laneKinds.flatMap((kind) => first.filter((lane) => lane.kind === kind));
}

/** Whether a touch reaches a lane: one of all hosts reaches each of them. */
export function reaches(touched: Lane, lane: Lane): boolean {
  return (
    sameLane(touched, lane) ||
    (sameLane(touched, allHosts) && lane.kind === 'host') ||
    (sameLane(touched, allMachines) && lane.kind === 'machine')
  );
}
