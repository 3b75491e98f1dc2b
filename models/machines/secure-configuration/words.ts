/** The events of the secure-configuration machine as an administrator would say them. */
import type { Event } from './events.ts';

export function describeEvent(event: Event): string {
  switch (event.type) {
    case 'firmwareIsUpdated':
      return event.seal === 'kept'
        ? 'the firmware is updated, and the seal holds'
        : 'the firmware is updated, and the seal breaks';
    case 'settingIsTurnedOff':
      return `the host is shut down and ${settingWords[event.setting]} turned off`;
    case 'turnOn':
      return `turn ${settingWords[event.setting]} on`;
    default:
      return sentences[event.type];
  }
}

const settingWords = {
  secureBoot: 'secure boot',
  tpm: 'the TPM in the firmware',
  execInstalledOnly: 'execInstalledOnly',
} as const;

type Plain = Exclude<Event['type'], 'firmwareIsUpdated' | 'settingIsTurnedOff' | 'turnOn'>;

const sentences: Readonly<Record<Plain, string>> = {
  bootHost: 'boot the host',
  shutDownHost: 'shut the host down',
  hostCrashes: 'the host loses power',
  quickBoot: 'restart the host with Quick Boot',
  updateEsxi: 'update ESXi and shut the host down',
  cronWrites: 'the configuration is written to the boot device',
  autoBackup: 'run auto-backup.sh',
  vcenterPushesKdk: 'vCenter Server pushes the KDK to the host',
  vcenterStops: 'vCenter Server stops',
  startVcenter: 'start vCenter Server',
  addHost: 'add the host to vCenter Server, again if it is there',
  clearEk: 'clear the stored endorsement key in vCenter’s database',
  bootDeviceFails: 'the boot device fails',
  reinstallHost: 'reinstall ESXi on the host',
  sealConfiguration: 'set the encryption mode of the configuration to TPM',
  makeTpmUsable: 'set the TPM to TIS/FIFO and SHA-256 in the firmware',
  tpmIsCleared: 'the TPM is cleared',
  clearTpm: 'clear the TPM in hardware',
  tpmFails: 'the TPM fails',
  tpmGoesStale: 'leftovers in the TPM keep it from opening and sealing',
  tpmLocksOut: 'the TPM locks itself out',
  lockoutEnds: 'the lockout of the TPM ends',
  boardIsSwapped: 'shut the host down and swap its board',
  moveBootDevice: 'move the boot device to another host with a TPM',
  firmwareIsReset: 'the CMOS battery dies, and the firmware is reset',
  requireSecureBoot: 'require secure boot',
  requireExecInstalledOnly: 'require execInstalledOnly',
  noteRecoveryKey: 'note the recovery key outside the host',
  rotateRecoveryKey: 'rotate the recovery key',
  keptKeyIsLost: 'the note of the recovery key is lost',
  enterRecoveryKey: 'enter the recovery key that is kept at the boot prompt',
};
