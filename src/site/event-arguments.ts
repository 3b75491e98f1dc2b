/** What each event is about. The compiler holds this table against `Event`: a new event cannot be forgotten. */
import type { Event } from '../../models/events.ts';

export type EventType = Event['type'];

/** Of each event by itself: without the distribution, `keyof` would keep only what all events share. */
type ArgumentsOf<Type extends EventType> = Type extends EventType
  ? Exclude<keyof Extract<Event, { type: Type }>, 'type'>
  : never;

/** What the value of an argument has to name. */
export type ArgumentKind = ArgumentsOf<EventType>;

type EventArguments = {
  readonly [Type in EventType]: { readonly [Argument in ArgumentsOf<Type>]: Argument };
};

/** In the order of `docs/events.md`. */
const eventArguments: EventArguments = {
  createProvider: { provider: 'provider', key: 'key' },
  exportProvider: { provider: 'provider' },
  downloadBackup: { provider: 'provider', p12: 'p12' },
  importProvider: { provider: 'provider', p12: 'p12' },
  importFromBackup: { provider: 'provider', backup: 'backup' },
  deleteProvider: { provider: 'provider' },
  registerProvider: { provider: 'provider' },
  keyServerStops: { provider: 'provider' },
  startKeyServer: { provider: 'provider' },
  keyServerIsLost: { provider: 'provider' },
  restoreKeyServer: { provider: 'provider' },
  hostFetchesKeys: { host: 'host' },
  startVcenter: {},
  abandonVcenter: {},
  rebuildVcenter: {},
  restoreVcenter: { backup: 'backup' },
  exportFromBackup: { backup: 'backup', provider: 'provider', p12: 'p12' },
  addHost: { host: 'host' },
  backupRuns: { backup: 'backup' },
  vcenterRemediatesHost: { host: 'host' },
  vcenterStops: {},
  vcenterIsLost: {},
  bootHost: { host: 'host' },
  shutDownHost: { host: 'host' },
  enterRecoveryKey: { host: 'host' },
  sealConfiguration: { host: 'host' },
  reinstallHost: { host: 'host' },
  enableHostEncryption: { host: 'host' },
  hostWritesConfiguration: { host: 'host' },
  hostCrashes: { host: 'host' },
  bootDeviceFails: { host: 'host' },
  tpmIsCleared: { host: 'host' },
  tpmGoesMissing: { host: 'host' },
  boardIsSwapped: { host: 'host' },
  sitePowerFails: {},
  encryptMachine: { machine: 'machine' },
  startMachine: { machine: 'machine', host: 'host' },
  powerOffMachine: { machine: 'machine' },
  attachDisks: { machine: 'machine' },
  enableVsanEncryption: {},
  rekeyMachine: { machine: 'machine', provider: 'provider' },
  rekeyVsan: { provider: 'provider' },
  rekeyHost: { host: 'host', provider: 'provider' },
  placeIsLost: { place: 'place' },
  backupGoesStale: { backup: 'backup' },
};

// The keys of this very table.
export const eventTypes: readonly EventType[] = Object.keys(eventArguments) as EventType[];

/** The arguments of an event in their order, each with what it names. */
export function argumentsOf(type: EventType): [argument: string, kind: ArgumentKind][] {
  return Object.entries<ArgumentKind>(eventArguments[type]);
}
