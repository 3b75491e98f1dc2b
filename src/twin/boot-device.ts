/** The boot device of an ESXi host: an encrypted configuration, and three ways to its key (vendor guide on secure ESXi configuration). */
import { exposeKeyBytes, keyFrom } from '../crypto/key.ts';
import type { Key } from '../crypto/key.ts';
import type { Random } from '../random.ts';
import { decodeProviders, encodeProviders } from './record.ts';
import type { NamedKey } from './named-key.ts';
import { adopt, derive, keyOfText, mint, seal, unseal, unwrap } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { sealWith, unsealWith } from './tpm.ts';
import { has } from './world.ts';
import type { BootDevice, Chip, Host, World } from './world.ts';

const configurationKeyBytes = 32;

export function newConfigurationKey(world: World): Key {
  return mint(world, world.random, configurationKeyBytes);
}

/** Installs ESXi: a new configuration key, which is returned, a new recovery key, and no key of any provider. */
export function install(world: World, host: Host): Key {
  const configurationKey = newConfigurationKey(world);
  const recoveryKey = newRecoveryKey(world.random);
  host.bootDevice = {
    archive: seal(world, world.random, configurationKey, encodeProviders([])),
    keyFile: host.binding === 'file' ? keyFileOf(world, configurationKey) : undefined,
    sealedKey: host.binding === 'tpm' && host.chip ? sealWith(world, host.chip, configurationKey) : undefined,
    recoverable: world.stack.wrapKey(recoveryWrappingKey(world, recoveryKey), configurationKey),
  };
  // The administrator writes it down; the product keeps no copy (vendor hardening guide on recovery keys).
  const place = world.places.get(world.site.recoveryKeysAt ?? '');
  if (place !== undefined && !place.isLost) place.recoveryKeys.set(host.site.name, recoveryKey);
  return configurationKey;
}

/** Writes the archive again with those of the keys that the host holds now which may be kept. */
export function writeArchive(world: World, host: Host): void {
  if (host.bootDevice === undefined || host.memory === undefined) return;
  const keys = [...host.memory.keys.values()].filter(({ provider }) => isWritten(world, host, provider));
  const plain = encodeProviders(keys.map((key) => ({ ...key, backedUp: false })));
  host.bootDevice.archive = seal(world, world.random, host.memory.configurationKey, plain);
}

/** Is a key of this provider written with the configuration? Those of a key server only with key persistence (vendor guide). */
function isWritten(world: World, { site, binding }: Host, provider: string): boolean {
  if (has(world, 'writesNothing')) return false;
  const server = world.keyServers.get(provider);
  if (server?.site.kind === 'trusted') return false;
  if (server !== undefined)
    return site.keyPersistence && (binding === 'tpm' || has(world, 'persistenceIgnoresTpm'));
  const forgets = binding === 'file' && world.switches.noTpmRetention === 'volatile';
  return !forgets || has(world, 'volatileKeepsKeys');
}

/** Seals the configuration key by the chip; the file with the key goes. */
export function sealToChip(world: World, device: BootDevice, chip: Chip, configurationKey: Key): void {
  device.sealedKey = sealWith(world, chip, configurationKey);
  if (!has(world, 'sealLeavesKeyFile')) device.keyFile = undefined;
}

/** The configuration key as the host finds it at boot. */
export function keyAtBoot(world: World, host: Host, device: BootDevice): Key | undefined {
  if (host.binding === 'tpm') return keyFromChip(world, device, host.chip);
  return keyFromFile(world, device, world.installationKey);
}

export function keyFromChip(bench: Bench, device: BootDevice, chip: Chip | undefined): Key | undefined {
  if (chip === undefined || device.sealedKey === undefined) return undefined;
  return unsealWith(bench, chip, device.sealedKey);
}

/** @param installationKey `undefined` for a reader who is not ESXi */
export function keyFromFile(
  bench: Bench,
  device: BootDevice,
  installationKey: Key | undefined,
): Key | undefined {
  const file = device.keyFile;
  if (file === undefined) return undefined;
  if (file.length === configurationKeyBytes) return adopt(bench, keyFrom(file));
  return installationKey && unwrap(bench, installationKey, file);
}

export function keyFromRecoveryKey(bench: Bench, device: BootDevice, text: string): Key | undefined {
  return unwrap(bench, recoveryWrappingKey(bench, text), device.recoverable);
}

/** The providers' keys in the archive; `undefined` when this is not its key. */
export function readArchive(bench: Bench, device: BootDevice, configurationKey: Key): NamedKey[] | undefined {
  const plain = unseal(bench, configurationKey, device.archive);
  return plain && decodeProviders(bench, plain);
}

/** Sources disagree whether the file can be read by a thief, hence the switch. */
function keyFileOf(world: World, configurationKey: Key): Uint8Array {
  if (world.switches.noTpmArchive === 'readable') return Uint8Array.from(exposeKeyBytes(configurationKey));
  return world.stack.wrapKey(world.installationKey, configurationKey);
}

/** 16 groups of 6 digits (vendor documentation on the secure configuration's recovery key). */
function newRecoveryKey(random: Random): string {
  const groups = Array.from({ length: 16 }, () => String(random.below(1_000_000)).padStart(6, '0'));
  return groups.join('-');
}

function recoveryWrappingKey(bench: Bench, text: string): Key {
  return derive(bench, keyOfText(bench, text), 'recovery key');
}
