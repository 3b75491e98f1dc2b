/**
 * The reference machine for comparing searches, as rules: two hosts, a vCenter, a key that is rotated a few
 * times. `reference.pml` is the same machine for SPIN.
 */
import type { Machine, Part, Rule, Rules } from '../models/kernel/machine.ts';

type HostId = 'A' | 'B';

type Event =
  | { readonly type: 'pushKey'; readonly host: HostId }
  | { readonly type: 'hostGoesDown'; readonly host: HostId }
  | { readonly type: 'bootHost'; readonly host: HostId }
  | { readonly type: 'tpmGoesMissing'; readonly host: HostId }
  | { readonly type: 'fitTpm'; readonly host: HostId }
  | { readonly type: 'encryptMachine'; readonly host: HostId }
  | { readonly type: 'startMachine'; readonly host: HostId }
  | { readonly type: 'stopMachine'; readonly host: HostId }
  | { readonly type: 'deleteMachine'; readonly host: HostId }
  | { readonly type: 'createKey' }
  | { readonly type: 'rotateKey' }
  | { readonly type: 'backUp' }
  | { readonly type: 'stopVcenter' }
  | { readonly type: 'startVcenter' }
  | { readonly type: 'vcenterIsLost' }
  | { readonly type: 'rebuildVcenter' }
  | { readonly type: 'restoreKey' }
  | { readonly type: 'changePolicy' };

/** Which key of a row of keys; 0 is none. */
type Generation = number;

type Host = { readonly up: boolean; readonly key: Generation; readonly machine: 'none' | 'off' | 'on' };

type State = {
  readonly vcenter: { readonly state: 'running' | 'stopped' | 'lost'; readonly key: Generation };
  readonly backup: Generation;
  /** Whether the provider serves only hosts with a TPM. */
  readonly policy: 'any' | 'tpmRequired';
  readonly hostA: Host;
  readonly hostB: Host;
  /** What a TPM keeps for its host, or that there is none. */
  readonly tpmA: Generation | 'missing';
  readonly tpmB: Generation | 'missing';
  /** The key that the machines are encrypted with. */
  readonly machineKey: Generation;
};

type Size = { readonly generationsMax: number };
type Refusal = 'notNow';
type MachinePart = Part<State, Refusal>;

const hosts: readonly HostId[] = ['A', 'B'];

/** The machine with keys 1 to `generationsMax`. The full one has six. */
export function referenceMachine(generationsMax: number): Machine<Size, State, Event, Refusal> {
  const host = (up: boolean): Host => ({ up, key: 0, machine: 'none' });
  const initial: State = {
    vcenter: { state: 'running', key: 0 },
    backup: 0,
    policy: 'any',
    hostA: host(true),
    hostB: host(true),
    tpmA: 0,
    tpmB: 'missing',
    machineKey: 0,
  };
  return { site: { generationsMax }, initial, rules };
}

const hostSlice = { A: 'hostA', B: 'hostB' } as const;
const tpmSlice = { A: 'tpmA', B: 'tpmB' } as const;
const otherHost = { A: 'B', B: 'A' } as const;

function unless(holds: boolean): Refusal | undefined {
  return holds ? undefined : 'notNow';
}

/** A rule of one part for every host. */
function ofHost<Type extends Extract<Event, { host: HostId }>['type']>(
  type: Type,
  partOf: (host: HostId, size: Size) => MachinePart,
): Rule<Size, State, { readonly type: Type; readonly host: HostId }, Refusal> {
  return {
    claim: type,
    sources: [],
    by: 'operator',
    spends: 0,
    candidates: () => hosts.map((host) => ({ type, host })),
    parts: (size, { host }) => [partOf(host, size)],
  };
}

/** A rule of one part that happens to the site. */
function ofSite<Type extends Exclude<Event, { host: HostId }>['type']>(
  type: Type,
  partOf: (size: Size) => MachinePart,
): Rule<Size, State, { readonly type: Type }, Refusal> {
  return {
    claim: type,
    sources: [],
    by: 'operator',
    spends: 0,
    candidates: () => [{ type }],
    parts: (size) => [partOf(size)],
  };
}

const rules: Rules<Size, State, Event, Refusal> = {
  pushKey: ofHost('pushKey', (id) => {
    const [host, tpm] = [hostSlice[id], tpmSlice[id]];
    return {
      reads: ['vcenter', 'policy', host, tpm],
      writes: [host, tpm],
      refusal: ({ vcenter, policy, [host]: { up, key }, [tpm]: chip }) => {
        const served = policy === 'any' || chip !== 'missing';
        return unless(
          up && vcenter.state === 'running' && vcenter.key !== 0 && served && key !== vcenter.key,
        );
      },
      apply: ({ vcenter, [host]: present, [tpm]: chip }) => ({
        [host]: { ...present, key: vcenter.key },
        [tpm]: chip === 'missing' ? chip : vcenter.key,
      }),
    };
  }),
  hostGoesDown: ofHost('hostGoesDown', (id) => {
    const host = hostSlice[id];
    return {
      reads: [host],
      writes: [host],
      refusal: ({ [host]: { up } }) => unless(up),
      apply: ({ [host]: { machine } }) => ({
        [host]: { up: false, key: 0, machine: machine === 'on' ? 'off' : machine },
      }),
    };
  }),
  bootHost: ofHost('bootHost', (id) => {
    const [host, tpm] = [hostSlice[id], tpmSlice[id]];
    return {
      reads: [host, tpm],
      writes: [host],
      refusal: ({ [host]: { up } }) => unless(!up),
      apply: ({ [host]: present, [tpm]: chip }) => ({
        [host]: { ...present, up: true, key: chip === 'missing' ? 0 : chip },
      }),
    };
  }),
  tpmGoesMissing: ofHost('tpmGoesMissing', (id) => {
    const tpm = tpmSlice[id];
    return {
      reads: [tpm],
      writes: [tpm],
      refusal: ({ [tpm]: chip }) => unless(chip !== 'missing'),
      apply: () => ({ [tpm]: 'missing' }),
    };
  }),
  fitTpm: ofHost('fitTpm', (id) => {
    const [host, tpm] = [hostSlice[id], tpmSlice[id]];
    return {
      reads: [host, tpm],
      writes: [tpm],
      refusal: ({ [host]: { up }, [tpm]: chip }) => unless(chip === 'missing' && !up),
      apply: () => ({ [tpm]: 0 }),
    };
  }),
  encryptMachine: ofHost('encryptMachine', (id) => {
    const host = hostSlice[id];
    return {
      reads: [host, 'machineKey'],
      writes: [host, 'machineKey'],
      refusal: ({ [host]: { up, key, machine }, machineKey }) =>
        unless(up && machine === 'none' && key !== 0 && (machineKey === 0 || machineKey === key)),
      apply: ({ [host]: present }) => ({
        [host]: { ...present, machine: 'off' },
        machineKey: present.key,
      }),
    };
  }),
  startMachine: ofHost('startMachine', (id) => {
    const host = hostSlice[id];
    return {
      reads: [host, 'machineKey'],
      writes: [host],
      refusal: ({ [host]: { up, key, machine }, machineKey }) =>
        unless(up && machine === 'off' && key === machineKey),
      apply: ({ [host]: present }) => ({ [host]: { ...present, machine: 'on' } }),
    };
  }),
  stopMachine: ofHost('stopMachine', (id) => {
    const host = hostSlice[id];
    return {
      reads: [host],
      writes: [host],
      refusal: ({ [host]: { machine } }) => unless(machine === 'on'),
      apply: ({ [host]: present }) => ({ [host]: { ...present, machine: 'off' } }),
    };
  }),
  deleteMachine: ofHost('deleteMachine', (id) => {
    const [host, other] = [hostSlice[id], hostSlice[otherHost[id]]];
    return {
      reads: [host, other, 'machineKey'],
      writes: [host, 'machineKey'],
      refusal: ({ [host]: { machine } }) => unless(machine === 'off'),
      apply: ({ [host]: present, [other]: { machine }, machineKey }) => ({
        [host]: { ...present, machine: 'none' },
        machineKey: machine === 'none' ? 0 : machineKey,
      }),
    };
  }),
  createKey: ofSite('createKey', () => ({
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state, key } }) => unless(state === 'running' && key === 0),
    apply: () => ({ vcenter: { state: 'running', key: 1 } }),
  })),
  rotateKey: ofSite('rotateKey', ({ generationsMax }) => ({
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state, key } }) =>
      unless(state === 'running' && key !== 0 && key < generationsMax),
    apply: ({ vcenter: { key } }) => ({ vcenter: { state: 'running', key: key + 1 } }),
  })),
  backUp: ofSite('backUp', () => ({
    reads: ['vcenter', 'backup'],
    writes: ['backup'],
    refusal: ({ vcenter: { state, key } }) => unless(state === 'running' && key !== 0),
    apply: ({ vcenter: { key } }) => ({ backup: key }),
  })),
  stopVcenter: ofSite('stopVcenter', () => ({
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state } }) => unless(state === 'running'),
    apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'stopped' } }),
  })),
  startVcenter: ofSite('startVcenter', () => ({
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state } }) => unless(state === 'stopped'),
    apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'running' } }),
  })),
  vcenterIsLost: ofSite('vcenterIsLost', () => ({
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state } }) => unless(state !== 'lost'),
    apply: () => ({ vcenter: { state: 'lost', key: 0 } }),
  })),
  rebuildVcenter: ofSite('rebuildVcenter', () => ({
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state } }) => unless(state === 'lost'),
    apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'running' } }),
  })),
  restoreKey: ofSite('restoreKey', () => ({
    reads: ['vcenter', 'backup'],
    writes: ['vcenter'],
    refusal: ({ vcenter: { state, key }, backup }) =>
      unless(state === 'running' && key === 0 && backup !== 0),
    apply: ({ backup }) => ({ vcenter: { state: 'running', key: backup } }),
  })),
  changePolicy: ofSite('changePolicy', () => ({
    reads: ['vcenter', 'policy'],
    writes: ['policy'],
    refusal: ({ vcenter: { state } }) => unless(state === 'running'),
    apply: ({ policy }) => ({ policy: policy === 'any' ? 'tpmRequired' : 'any' }),
  })),
};
