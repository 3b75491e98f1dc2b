/** Playing the stories of vSAN encryption. */
import { step } from '../../kernel/step.ts';
import { readings, type Switches } from '../../reading.ts';
import { describe as sentenceOf, type Event, type Refusal } from './events.ts';
import { type Host, hosts } from './names.ts';
import type { State, VsanSetting } from './state.ts';
import { vsanEncryption } from './vsan-encryption.ts';

export const vendor = readings.find(({ name }) => name === 'vendor')?.switches as Switches;
export const perDevice: Switches = { ...vendor, esaDekScope: 'device' };

export function settingOf(name: string, switches: Switches = vendor): VsanSetting {
  const variant = vsanEncryption.variants[name];
  if (variant === undefined) throw new Error(`no variant ${name}`);
  return { variant, switches };
}

export function play(setting: VsanSetting, events: readonly Event[]): State {
  const machine = vsanEncryption.machine(setting);
  let state = machine.initial;
  for (const event of events) {
    const outcome = step(machine, state, event);
    if (outcome.kind === 'refused') throw new Error(`${sentenceOf(event)}: ${outcome.refusal}`);
    state = outcome.state;
  }
  return state;
}

export function answer(setting: VsanSetting, before: readonly Event[], event: Event): Refusal | 'accepted' {
  const machine = vsanEncryption.machine(setting);
  const outcome = step(machine, play(setting, before), event);
  return outcome.kind === 'accepted' ? 'accepted' : outcome.refusal;
}

export function reached(setting: VsanSetting, state: State, goal: string): boolean {
  const found = vsanEncryption.goals(setting).find(({ name }) => name === goal);
  if (found === undefined) throw new Error(`no goal ${goal}`);
  return found.reached(state);
}

export type HostEvent = Extract<Event, { readonly host: Host }>['type'];
export const on = (host: Host, ...types: readonly HostEvent[]): readonly Event[] =>
  types.map((type) => ({ type, host }));
export const onAll = (...types: readonly HostEvent[]): readonly Event[] =>
  hosts.flatMap((host) => on(host, ...types));
export const bare = (
  ...types: readonly Extract<Event, { readonly type: string }>['type'][]
): readonly Event[] => types.map((type) => ({ type }) as Event);

export const dark: readonly Event[] = bare('sitePowerFails');
/** `esx-3` is off while the others go through a rekey. */
export const missed: readonly Event[] = [
  ...bare('shallowRekey'),
  ...on('esx-3', 'hostCrashes'),
  ...on('esx-1', 'hostTakesConfiguration'),
  ...on('esx-2', 'hostTakesConfiguration'),
  ...bare('transitionAdvances'),
  ...on('esx-1', 'hostRewraps', 'hostForgetsOldKek'),
  ...on('esx-2', 'hostRewraps', 'hostForgetsOldKek'),
  ...bare('operationFinishes'),
];
