/** What an administrator wants of a host's configuration, and what a thief shall not read. */
import type { DomainGoal } from '../domain-machine.ts';
import { type ConfigurationSetting, hasChip, policyIsMet, sealsKey, type State } from './state.ts';

type Goal = DomainGoal<State>;

export function goalsOf(setting: ConfigurationSetting): readonly Goal[] {
  return [...uses, ...secrets(setting)];
}

const uses: readonly Goal[] = [
  {
    name: 'holdsKdk',
    claim: 'The host runs and has the KDK.',
    reads: ['host'],
    reached: ({ host }) => host.power === 'on' && host.kdk,
  },
  {
    name: 'startsWithKdk',
    claim: 'After a boot the host has the KDK, without vCenter and without any key from outside.',
    reads: ['bootDevice', 'settings', 'tpm'],
    reached: startsWithKdk,
  },
  {
    name: 'recoversKdk',
    claim: 'After a boot the host has the KDK without vCenter, with the recovery key if it is asked for.',
    reads: ['bootDevice', 'settings', 'tpm', 'recovery'],
    reached: (state) => {
      const { bootDevice, tpm } = state;
      const opens = bootDevice.mode === 'tpm' && bootDevice.kdk && hasValidKey(state);
      return startsWithKdk(state) || (opens && policyIsMet(state) && hasChip(tpm));
    },
  },
  {
    name: 'attested',
    claim: 'vCenter knows the endorsement key of the host’s TPM.',
    reads: ['vcenter', 'tpm'],
    reached: ({ vcenter, tpm }) => vcenter.member && vcenter.knowsEk === tpm.board,
  },
  {
    name: 'rootPasswordRecoverable',
    claim: 'A lost root password can be recovered in the classic way.',
    reads: ['bootDevice'],
    reached: ({ bootDevice }) => bootDevice.state === 'intact' && bootDevice.mode === 'none',
  },
];

function secrets({ switches }: ConfigurationSetting): readonly Goal[] {
  const fileIsReadable = switches.noTpmArchive === 'readable';
  const readsDevice = ({ bootDevice }: State): boolean =>
    bootDevice.kdk && bootDevice.mode === 'none' && fileIsReadable;
  return [
    {
      name: 'bootDeviceSecret',
      claim: 'A thief of the boot device does not read the KDK.',
      reads: ['bootDevice'],
      reached: (state) => !readsDevice(state),
    },
    {
      name: 'bootDeviceAndRecoveryKeySecret',
      claim: 'A thief of the boot device and of the recovery key that is kept does not read the KDK.',
      reads: ['bootDevice', 'recovery'],
      reached: (state) => {
        const { bootDevice } = state;
        return !readsDevice(state) && !(bootDevice.kdk && bootDevice.mode === 'tpm' && hasValidKey(state));
      },
    },
    {
      name: 'wholeHostSecret',
      claim: 'A thief who boots the whole host as usual does not have the KDK in its memory.',
      reads: ['bootDevice', 'tpm'],
      reached: ({ bootDevice, tpm }) => !bootDevice.kdk || (bootDevice.mode === 'tpm' && !sealsKey(tpm)),
    },
    {
      name: 'tamperedBootSecret',
      claim: 'A thief who boots a changed boot device in the host does not read the KDK.',
      reads: ['bootDevice', 'tpm'],
      reached: (state) => {
        const { bootDevice, tpm } = state;
        const unchecked = bootDevice.mode === 'tpm' && bootDevice.secureBoot === 'free';
        return !readsDevice(state) && !(bootDevice.kdk && unchecked && sealsKey(tpm));
      },
    },
  ];
}

function startsWithKdk(state: State): boolean {
  const { bootDevice, tpm } = state;
  if (!bootDevice.kdk) return false;
  return bootDevice.mode === 'none' || (policyIsMet(state) && tpm.state === 'sealed');
}

function hasValidKey({ recovery }: State): boolean {
  return recovery.kept !== 'none' && recovery.kept === recovery.current;
}
