/** What happens to the TPM, the board and the boot device of an ESXi host, and how its configuration is opened again. */
import { keyFromRecoveryKey, sealToChip, writeArchive } from './boot-device.ts';
import { comeUp, goDown, isStateless } from './host-power.ts';
import { placeRefusal } from './kept.ts';
import { freshChip } from './tpm.ts';
import { has, part } from './world.ts';
import type { Handlers } from './world.ts';

export const hardwareHandlers: Handlers<
  | 'tpmIsCleared'
  | 'tpmGoesMissing'
  | 'boardIsSwapped'
  | 'bootDeviceFails'
  | 'sealConfiguration'
  | 'enterRecoveryKey'
> = {
  tpmIsCleared: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.chip === undefined) return 'noTpm';
    if (!host.chip.isSealed) return 'tpmNotSealed';
    const old = host.chip;
    host.chip = has(world, 'keepsKeyAfterTpmClear')
      ? { ...old, isSealed: false }
      : freshChip(world, world.random);
    return undefined;
  },
  tpmGoesMissing: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.chip === undefined) return 'noTpm';
    host.chip = undefined;
    return undefined;
  },
  boardIsSwapped: (world, { host: name }) => {
    const host = part(world.hosts, name);
    goDown(world, [host]);
    host.chip = freshChip(world, world.random);
    return undefined;
  },
  bootDeviceFails: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (isStateless(host)) return 'noBootDevice';
    if (host.bootDevice === undefined) return 'configurationGone';
    host.bootDevice = undefined;
    return undefined;
  },
  sealConfiguration: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (isStateless(host)) return 'noBootDevice';
    if (host.power !== 'on' || host.memory === undefined) return 'hostNotOn';
    if (host.bootDevice === undefined) return 'configurationGone';
    if (host.chip === undefined) return 'noTpm';
    if (host.binding === 'tpm' && host.chip.isSealed) return 'tpmAlreadySealed';
    host.binding = 'tpm';
    host.chip = { ...host.chip, isSealed: true };
    sealToChip(world, host.bootDevice, host.chip, host.memory.configurationKey);
    writeArchive(world, host);
    return undefined;
  },
  enterRecoveryKey: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power !== 'halted') return 'hostNotHalted';
    if (host.chip === undefined) return 'noTpm';
    if (host.bootDevice === undefined) return 'configurationGone';
    const place = world.site.recoveryKeysAt;
    if (place === null) return 'recoveryKeyMissing';
    const refusal = placeRefusal(world, place);
    if (refusal !== undefined) return refusal;
    const text = part(world.places, place).recoveryKeys.get(name);
    const configurationKey = text && keyFromRecoveryKey(world, host.bootDevice, text);
    return configurationKey && comeUp(world, host, configurationKey) ? undefined : 'recoveryKeyMissing';
  },
};
