/** The goals, found out by doing: the archive is opened in each way, by its owner and by a thief. */
import { type Key, sameKey } from '../../../crypto/key.ts';
import {
  chipState,
  configurationKeyFromChip,
  configurationKeyFromFile,
  configurationKeyFromText,
  hasDevice,
  inTpmMode,
  kdkInArchive,
  policyIsMet,
  type World,
} from './world.ts';

export function verify(world: World): Readonly<Record<string, boolean>> {
  const starts = yields(world, keyAtBoot(world));
  const bootDeviceSecret = !yields(world, configurationKeyFromFile(world, false));
  return {
    holdsKdk: world.power === 'on' && isKdk(world, world.memory?.kdk),
    startsWithKdk: starts,
    recoversKdk: starts || recovers(world),
    attested: world.vcenter.member && world.vcenter.knowsEk === world.board,
    rootPasswordRecoverable: hasDevice(world) && world.device.keyFile !== undefined,
    bootDeviceSecret,
    bootDeviceAndRecoveryKeySecret:
      bootDeviceSecret && !yields(world, configurationKeyFromText(world, world.kept)),
    wholeHostSecret: !yields(world, wholeHost(world)),
    tamperedBootSecret: bootDeviceSecret && !yields(world, tampered(world)),
  };
}

function isKdk({ kdk }: World, key: Key | undefined): boolean {
  return key !== undefined && sameKey(kdk, key);
}

/** Whether this key opens the archive, and the KDK lies in it. */
function yields(world: World, configurationKey: Key | undefined): boolean {
  return isKdk(world, kdkInArchive(world, configurationKey));
}

function keyAtBoot(world: World): Key | undefined {
  if (!inTpmMode(world)) return configurationKeyFromFile(world, true);
  return policyIsMet(world) && chipState(world) === 'sealed' ? configurationKeyFromChip(world) : undefined;
}

function recovers(world: World): boolean {
  const { health } = world.chip;
  if (!inTpmMode(world) || !policyIsMet(world) || health === 'absent' || health === 'failed') return false;
  return yields(world, configurationKeyFromText(world, world.kept));
}

/** The whole host is booted as its owner would, with its settings put back, and after any lockout. */
function wholeHost(world: World): Key | undefined {
  if (!inTpmMode(world)) return configurationKeyFromFile(world, true);
  return ['sealed', 'locked'].includes(chipState(world)) ? configurationKeyFromChip(world) : undefined;
}

/** A changed boot device in the very host: only a policy that asks for secure boot stands in the way. */
function tampered(world: World): Key | undefined {
  if (!hasDevice(world) || world.device.policy.secureBoot !== 'free') return undefined;
  return ['sealed', 'locked'].includes(chipState(world)) ? configurationKeyFromChip(world) : undefined;
}
