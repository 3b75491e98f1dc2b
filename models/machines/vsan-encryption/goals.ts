/** What an administrator wants of an encrypted vSAN cluster. */
import type { DomainGoal } from '../domain-machine.ts';
import { transitOf } from './observe.ts';
import { hosts } from './names.ts';
import { allSlices, type HostSlice, hostOf, hostSlices, type State, type VsanSetting } from './state.ts';
import { dataReadable, opens } from './words.ts';

export function goals(setting: VsanSetting): readonly DomainGoal<State>[] {
  return [
    {
      name: 'dataReadable',
      claim: 'The data can be read: no more hosts are missing than the policy tolerates.',
      reads: allSlices,
      reached: (state) => dataReadable(setting, state),
    },
    {
      name: 'survivesPowerLoss',
      claim:
        'After a power failure of the whole site the data could be read again, with the keys that can be had now.',
      reads: allSlices,
      reached: (state) => survivesPowerLoss(setting, state),
    },
    {
      name: 'devicesEncrypted',
      claim: 'Every device is encrypted.',
      reads: hostSlices,
      reached: (state) => hosts.every((host) => hostOf(state, host).device.dek !== 0),
    },
    {
      name: 'noPlaintextOnDevices',
      claim: 'No device holds plaintext, not even left over from before.',
      reads: hostSlices,
      reached: (state) =>
        hosts.every((host) => {
          const { dek, residue } = hostOf(state, host).device;
          return dek !== 0 && !residue;
        }),
    },
    {
      name: 'wireProtected',
      claim: 'What the hosts send each other is encrypted.',
      reads: ['cluster'],
      reached: (state) => transitOf(setting, state),
    },
  ];
}

function survivesPowerLoss(setting: VsanSetting, state: State): boolean {
  const lost = ({ work }: HostSlice): boolean => work !== 'none' && state.cluster.reduces;
  const stays = hosts.filter((host) => {
    const slice = hostOf(state, host);
    return lost(slice) || (slice.work === 'none' && !opens(setting, state, slice));
  });
  return stays.length <= setting.variant.failuresToTolerate;
}
