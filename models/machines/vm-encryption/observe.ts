/** What can be seen of the machine from outside, as docs/machines/vm-encryption.md has it. */
import { type Provider, providers } from './providers.ts';
import type { Disk, Keys, State } from './state.ts';
import { workedOn } from './steps.ts';
import { opens } from './words.ts';

/** What vCenter and the files show. The generation of an object is seen only by opening it. */
export function observe(state: State): unknown {
  return {
    host: state.host,
    machine: machineSeen(state),
    home: objectSeen(state, state.home),
    disk1: diskSeen(state, state.disk1),
    disk2: state.disk2.place === 'absent' ? null : secondDiskSeen(state),
    task: taskSeen(state),
    providers: Object.fromEntries(providers.map((provider) => [provider, keptSeen(state, provider)])),
    default: state.default,
    datastore: state.datastore,
  };
}

function machineSeen({ host, machine }: State): unknown {
  if (!machine.registered) return 'notRegistered';
  if (host === 'off') return 'disconnected';
  const { power, locked, snapshots } = machine;
  return { power, locked, snapshots };
}

function objectSeen(
  state: State,
  { kek, dek }: Keys,
): { readonly kek: string | null; readonly dek: number | null } {
  return { kek, dek: opens(state, { kek, dek }) ? dek : null };
}

function diskSeen(state: State, disk: Disk): Record<string, unknown> {
  return { ...objectSeen(state, disk), leftover: disk.leftover };
}

function secondDiskSeen(state: State): unknown {
  return { attached: state.disk2.place === 'attached', ...diskSeen(state, state.disk2) };
}

function taskSeen(state: State): unknown {
  const { operation, step } = state.task;
  return operation === 'none' ? null : { operation, object: workedOn(state), step };
}

function keptSeen(state: State, provider: Provider): unknown {
  const { vcenter, host, p12 } = state[provider];
  return { vcenter, host: state.host === 'on' ? host : null, p12 };
}
