/** What the words of docs/machines/vtpm.md mean in a state. */
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import type { Ek, GuestState, Machine, State, Variant } from './state.ts';

/** How a guest comes up on a machine with a vTPM of this EK, or without one. */
export function started(variant: Variant, installed: boolean, sealedTo: Ek, ek: Ek): GuestState {
  if (!installed) return 'empty';
  if (variant.needsTpm && ek === 0) return 'refuses';
  return sealedTo !== 0 && sealedTo !== ek ? 'asksRecovery' : 'runs';
}

/** Whether a machine that has its vTPM device can't be opened by the host as it is. */
export function lacksKey({ host, provider }: Pick<State, 'host' | 'provider'>, machine: Machine): boolean {
  return machine.present && machine.vtpm && host === 'on' && !provider.host;
}

/** The machine, locked when it is off on a running host without its key. It never unlocks. */
export function relocked(
  state: Pick<State, 'host' | 'provider' | 'machine'>,
  machine: Machine = state.machine,
): Machine {
  return { ...machine, locked: machine.locked || (machine.power === 'off' && lacksKey(state, machine)) };
}

/** Why the machine can't be worked on at all. */
export function notReady({ host, machine }: State): Refusal | undefined {
  return when(host === 'off', 'hostNotOn') ?? when(!machine.present, 'machineMissing');
}

/** Why a machine can't be changed while it stands still. */
export function notIdle(state: State): Refusal | undefined {
  return (
    notReady(state) ??
    when(state.machine.power === 'on', 'machineOn') ??
    when(state.machine.locked, 'machineLocked')
  );
}

/** The places outside the machine's own .nvram where a vTPM's content can lie. */
function eksElsewhere({ aside, clone, library, backup }: State): readonly Ek[] {
  return [aside, clone.ek, library.ek, backup.ek].filter((ek) => ek !== 0);
}

/** Every vTPM's content that there is. */
export function eksAnywhere(state: State): readonly Ek[] {
  const { ek } = state.machine;
  return ek === 0 ? eksElsewhere(state) : [ek, ...eksElsewhere(state)];
}

/** Volumes with data: what each is sealed to, 0 for a plain one. */
export function volumesOf({ machine, guest, clone, library, backup }: State): readonly Ek[] {
  return [
    ...(machine.present && guest.installed ? [guest.sealedTo] : []),
    ...(clone.made === 'none' ? [] : [clone.sealedTo]),
    ...(library.kind === 'none' ? [] : [library.sealedTo]),
    ...(backup.taken ? [backup.sealedTo] : []),
  ];
}
