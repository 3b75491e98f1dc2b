/** What can be seen of the machine and its copies from outside, as docs/machines/vtpm.md has it. */
import type { Ek, State } from './state.ts';

/** What vCenter and the files show. A vTPM's endorsement key is seen only with the key of the machine's home. */
export function observe(state: State): unknown {
  const { host, provider, guest, password, aside, library, backup, rescue } = state;
  return {
    host,
    provider: { vcenter: provider.vcenter, host: host === 'on' ? provider.host : null, copy: provider.copy },
    machine: machineSeen(state),
    guest: guest.state,
    passwordKept: password === 'kept',
    aside: aside !== 0,
    clone: cloneSeen(state),
    library: library.kind === 'none' ? null : library.kind,
    backup: backup.taken ? { vtpm: backup.vtpm, nvram: backup.ek !== 0 } : null,
    rescue,
  };
}

function seenEk({ host, provider }: State, ek: Ek): Ek | null {
  return host === 'on' && provider.host ? ek : null;
}

function machineSeen(state: State): unknown {
  const { present, power, locked, firmware, vtpm, ek } = state.machine;
  if (!present) return null;
  return { power, locked, firmware, encrypted: vtpm, ek: vtpm ? seenEk(state, ek) : null };
}

function cloneSeen(state: State): unknown {
  const { made, ek, guest } = state.clone;
  if (made === 'none') return null;
  const duplicate = ek !== 0 && ek === state.machine.ek;
  return { made, ek: ek === 0 ? 0 : seenEk(state, ek), duplicate, guest };
}
