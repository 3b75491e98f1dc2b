/** What a vSAN cluster with encryption consists of, and what can be tried on it. */
import type { Part, Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import type { Event, Group, Refusal } from './events.ts';
import { type Host, hosts, type Provider, providers } from './names.ts';

/** A key encryption key by its id: the n-th generated with a provider. */
export type Kek = `${Provider}#${number}`;

export type Variant = {
  readonly architecture: 'osa' | 'esa';
  readonly release: '7.0' | '8.0U1' | '9.0' | '9.1';
  /** What kind both providers are of. */
  readonly provider: 'native' | 'standard';
  readonly startsEncrypted: boolean;
  /** Whether there is room to empty one host with full redundancy. */
  readonly spare: boolean;
  readonly failuresToTolerate: number;
  readonly kekLimit: Readonly<Record<Provider, number>>;
  readonly dekLimit: number;
  /** The providers that can be brought back after they were deleted. */
  readonly copies: readonly Provider[];
  readonly asks: readonly Group[];
};

export type Operation = 'none' | 'enable' | 'disable' | 'shallowRekey' | 'deepRekey' | 'dedup';

/** What vCenter has configured, and how far an operation has come. Generation 0 is plain. */
export type ClusterSlice = {
  readonly encryption: 'on' | 'off';
  readonly provider: Provider;
  readonly kek: Kek | 'none';
  readonly oldKek: Kek | 'none';
  readonly dek: number;
  readonly oldDek: number;
  readonly erase: boolean;
  readonly transition: 'settled' | 'preparing' | 'prepared';
  readonly operation: Operation;
  readonly reduces: boolean;
  readonly dedup: boolean;
  readonly transit: boolean;
  readonly keks: Readonly<Record<Provider, number>>;
  readonly deks: number;
};

export type Device = {
  readonly dek: number;
  /** The key that wraps its data key. */
  readonly kek: Kek | 'none';
  readonly dedup: boolean;
  /** Plaintext that is left over from before it was encrypted. */
  readonly residue: boolean;
};

export type HostSlice = {
  readonly power: 'on' | 'off';
  readonly kek: Kek | 'none';
  readonly nextKek: Kek | 'none';
  /** The providers whose KDK lies in its configuration. */
  readonly keeps: readonly Provider[];
  readonly mounted: boolean;
  readonly work: 'none' | 'emptied' | 'formatted';
  readonly device: Device;
};

export type ProvidersSlice = Readonly<Record<Provider, 'ready' | 'away' | 'gone'>>;

export type DatastoreSlice = { readonly machines: 'plain' | 'encrypted'; readonly space: 'room' | 'full' };

export type State = {
  readonly cluster: ClusterSlice;
  readonly providers: ProvidersSlice;
  readonly datastore: DatastoreSlice;
} & { readonly [Name in `host/${Host}`]: HostSlice };

export type SliceName = keyof State;
export type VsanSetting = Setting<Variant>;
export type VsanPart = Part<State, Refusal>;
export type RuleOf<Type extends Event['type']> = Rule<
  VsanSetting,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

export const hostSlices: readonly SliceName[] = hosts.map((host): SliceName => `host/${host}`);
export const allSlices: readonly SliceName[] = ['cluster', 'providers', 'datastore', ...hostSlices];

const plainDevice: Device = { dek: 0, kek: 'none', dedup: false, residue: false };

/** Everything on and settled; encrypted with the first keys when the variant starts so. */
export function initialOf({ startsEncrypted, provider }: Variant): State {
  const kek = startsEncrypted ? 'A#1' : 'none';
  const first = startsEncrypted ? 1 : 0;
  const host: HostSlice = {
    power: 'on',
    kek,
    nextKek: 'none',
    keeps: provider === 'native' ? providers : [],
    mounted: true,
    work: 'none',
    device: { ...plainDevice, dek: first, kek },
  };
  return {
    cluster: {
      encryption: startsEncrypted ? 'on' : 'off',
      provider: 'A',
      kek,
      oldKek: 'none',
      dek: first,
      oldDek: 0,
      erase: false,
      transition: 'settled',
      operation: 'none',
      reduces: false,
      dedup: false,
      transit: false,
      keks: { A: first, B: 0 },
      deks: first,
    },
    providers: { A: 'ready', B: 'ready' },
    datastore: { machines: 'plain', space: 'room' },
    'host/esx-1': host,
    'host/esx-2': host,
    'host/esx-3': host,
  };
}

export function hostOf(state: State, host: Host): HostSlice {
  return state[`host/${host}`];
}

/** A change of one host's slice. */
export function withHost(host: Host, slice: HostSlice): Partial<State> {
  return { [`host/${host}`]: slice };
}

export function providerOf(kek: Kek): Provider {
  return kek.startsWith('A') ? 'A' : 'B';
}

/** A refusal, when its condition is so. Chained with `??` in the order in which they are asked. */
export function when(condition: boolean, refusal: Refusal): Refusal | undefined {
  return condition ? refusal : undefined;
}

/** The first refusal that some host gives, in the order of the hosts. */
export function firstOfHosts(ask: (host: Host) => Refusal | undefined): Refusal | undefined {
  for (const host of hosts) {
    const refusal = ask(host);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
