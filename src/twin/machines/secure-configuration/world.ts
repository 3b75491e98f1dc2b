/** One ESXi host with a real archive, a real configuration key and three ways to it: what docs/machines/secure-configuration.md is about. */
import { exposeKeyBytes, type Key, keyFrom } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import {
  adopt,
  type Bench,
  derive,
  emptyBench,
  keyOfText,
  mint,
  seal,
  unseal,
  unwrap,
} from '../../secrets.ts';
import { freshChip, sealWith, unsealWith } from '../../tpm.ts';
import type { Chip } from '../../world.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';

export type Variant = {
  readonly version: '7.0U2' | '8.0' | '8.0U3';
  readonly tpm: 'none' | '1.2' | '2.0';
  readonly usable: boolean;
  readonly inUse: boolean;
  readonly stateless: boolean;
  readonly setFails: boolean;
};

export type Switches = {
  readonly noTpmRetention: 'persists' | 'volatile';
  readonly noTpmArchive: 'readable' | 'opaque';
  readonly firmwareUpdateUnseal: 'nondet' | 'ok';
  readonly tpmLockout: 'off' | 'transient';
  readonly cfgDirtyWindow: 'hourly' | 'none';
};

export const defects = ['keepsSealAfterClear', 'ignoresPolicy', 'oldRecoveryKeyStillOpens'] as const;
export type Defect = (typeof defects)[number] | 'none';

export type Board = 'first' | 'second';
export type Setting = 'secureBoot' | 'tpm' | 'execInstalledOnly';

/** A recovery key in plain text, and which one it is. */
export type RecoveryKey = { readonly label: 'first' | 'rotated'; readonly text: string };

export type BootDevice = {
  archive: Uint8Array;
  /** The configuration key beside the archive; gone once it is sealed. */
  keyFile: Uint8Array | undefined;
  sealedKey: Uint8Array | undefined;
  /** What has to be so for the TPM to open the sealed key. */
  policy: { secureBoot: 'free' | 'sealed' | 'required'; execInstalledOnly: boolean };
  recoverable: { readonly label: RecoveryKey['label']; readonly wrapped: Uint8Array } | undefined;
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly switches: Switches;
  readonly defect: Defect;
  /** What every ESXi has and no thief of a boot device has. */
  readonly installationKey: Key;
  readonly kdk: Key;
  readonly vcenter: { running: boolean; member: boolean; knowsEk: Board };
  power: 'on' | 'off' | 'halted';
  error: 'none' | 'A' | 'B' | 'C';
  /** What the running host holds. */
  memory: { readonly configurationKey: Key | undefined; kdk: Key | undefined } | undefined;
  sealPending: boolean;
  esxiUpToDate: boolean;
  device: BootDevice | 'gone' | 'none';
  readonly settings: Record<Setting, boolean>;
  board: Board;
  chip: { seed: Chip; health: 'absent' | 'failed' | 'unusable' | 'stale' | 'lockedOut' | 'good' };
  kept: RecoveryKey | undefined;
  /** The text of the present recovery key, which only a running host can list. */
  recoveryKey: RecoveryKey | undefined;
};

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  // Both are written by docs/machines/secure-configuration.md.
  const chosen = variant as Variant;
  const bench = emptyBench(nodeStack);
  const health = chosen.tpm === 'none' ? 'absent' : chosen.usable ? 'good' : 'unusable';
  const world: World = {
    ...bench,
    random,
    variant: chosen,
    switches: switches as Switches,
    defect: defect as Defect,
    installationKey: mint(bench, random, 32),
    kdk: mint(bench, random, 32),
    vcenter: { running: true, member: true, knowsEk: 'first' },
    power: 'on',
    error: 'none',
    memory: undefined,
    sealPending: false,
    esxiUpToDate: !chosen.setFails,
    device: 'none',
    settings: { secureBoot: true, tpm: true, execInstalledOnly: true },
    board: 'first',
    chip: { seed: freshChip(bench, random), health },
    kept: undefined,
    recoveryKey: undefined,
  };
  const configurationKey = chosen.stateless ? undefined : install(world, chosen.inUse);
  world.memory = { configurationKey, kdk: world.kdk };
  write(world);
  world.kept = world.recoveryKey;
  return world;
}

/** A new configuration without KDK. @returns its key */
export function install(world: World, sealed: boolean): Key {
  const configurationKey = mint(world, world.random, 32);
  world.device = {
    archive: seal(world, world.random, configurationKey, new Uint8Array(0)),
    keyFile: keyFileOf(world, configurationKey),
    sealedKey: undefined,
    policy: { secureBoot: 'free', execInstalledOnly: false },
    recoverable: undefined,
  };
  world.recoveryKey = undefined;
  if (sealed) sealDevice(world, world.device, configurationKey);
  return configurationKey;
}

/** Seals the configuration key by the chip; the file beside the archive goes, and a first recovery key is made. */
function sealDevice(world: World, device: BootDevice, configurationKey: Key): void {
  device.sealedKey = sealWith(world, world.chip.seed, configurationKey);
  device.keyFile = undefined;
  if (world.settings.secureBoot && device.policy.secureBoot === 'free') device.policy.secureBoot = 'sealed';
  if (device.recoverable === undefined) newRecoveryKey(world, device, configurationKey, 'first');
}

export function newRecoveryKey(
  world: World,
  device: BootDevice,
  configurationKey: Key,
  label: RecoveryKey['label'],
): void {
  const groups = Array.from({ length: 16 }, () => String(world.random.below(1_000_000)).padStart(6, '0'));
  const text = groups.join('-');
  world.recoveryKey = { label, text };
  const wrapped = world.stack.wrapKey(recoveryWrappingKey(world, text), configurationKey);
  device.recoverable = { label, wrapped };
}

export function hasDevice(world: World): world is World & { device: BootDevice } {
  return typeof world.device === 'object';
}

/** Mode `tpm`: the key is sealed, whether or not this chip opens it. */
export function inTpmMode(world: World): boolean {
  return hasDevice(world) && world.device.sealedKey !== undefined;
}

export type ChipState = 'absent' | 'failed' | 'unusable' | 'foreign' | 'stale' | 'sealed' | 'locked';

export function chipState(world: World): ChipState {
  const { health } = world.chip;
  if (health === 'good') return opensSealedKey(world) ? 'sealed' : 'foreign';
  return health === 'lockedOut' ? 'locked' : health;
}

function opensSealedKey(world: World): boolean {
  return configurationKeyFromChip(world) !== undefined;
}

export function configurationKeyFromChip(world: World): Key | undefined {
  if (!hasDevice(world) || world.device.sealedKey === undefined) return undefined;
  return unsealWith(world, world.chip.seed, world.device.sealedKey);
}

export function configurationKeyFromFile(world: World, isEsxi: boolean): Key | undefined {
  if (!hasDevice(world) || world.device.keyFile === undefined) return undefined;
  const { keyFile } = world.device;
  if (keyFile.length === 32) return adopt(world, keyFrom(keyFile));
  return isEsxi ? unwrap(world, world.installationKey, keyFile) : undefined;
}

export function configurationKeyFromText(world: World, key: RecoveryKey | undefined): Key | undefined {
  if (key === undefined || !hasDevice(world) || world.device.recoverable === undefined) return undefined;
  return unwrap(world, recoveryWrappingKey(world, key.text), world.device.recoverable.wrapped);
}

/** The KDK in the archive; `undefined` when there is none, or this is not the archive's key. */
export function kdkInArchive(world: World, configurationKey: Key | undefined): Key | undefined {
  if (configurationKey === undefined || !hasDevice(world)) return undefined;
  const plain = unseal(world, configurationKey, world.device.archive);
  return plain === undefined || plain.length === 0 ? undefined : adopt(world, keyFrom(plain));
}

/** Writes the configuration, and seals it first when that waits. */
export function write(world: World): void {
  const key = world.memory?.configurationKey;
  if (!hasDevice(world) || key === undefined) return;
  if (world.sealPending && chipState(world) === 'foreign') sealDevice(world, world.device, key);
  world.sealPending = false;
  const forgets = !inTpmMode(world) && world.switches.noTpmRetention === 'volatile';
  const kdk = forgets ? undefined : world.memory?.kdk;
  const plain = kdk === undefined ? new Uint8Array(0) : exposeKeyBytes(kdk);
  world.device.archive = seal(world, world.random, key, plain);
}

export function goDown(world: World, how: 'cleanly' | 'atOnce'): void {
  if (how === 'cleanly' && world.power === 'on') write(world);
  world.power = 'off';
  world.error = 'none';
  world.memory = undefined;
  world.sealPending = false;
}

export function policyIsMet({ device, settings, defect }: World): boolean {
  if (typeof device !== 'object' || defect === 'ignoresPolicy') return true;
  return (
    settings.tpm &&
    (settings.secureBoot || device.policy.secureBoot === 'free') &&
    (settings.execInstalledOnly || !device.policy.execInstalledOnly)
  );
}

export function boot(world: World): void {
  if (!hasDevice(world)) {
    comeUp(world, undefined);
  } else if (!inTpmMode(world)) {
    comeUp(world, configurationKeyFromFile(world, true));
  } else if (!policyIsMet(world)) {
    halt(world, 'A');
  } else if (chipState(world) === 'sealed') {
    comeUp(world, configurationKeyFromChip(world));
  } else {
    halt(world, 'B');
  }
}

export function comeUp(world: World, configurationKey: Key | undefined): void {
  world.power = 'on';
  world.error = 'none';
  world.memory = { configurationKey, kdk: kdkInArchive(world, configurationKey) };
}

function halt(world: World, error: 'A' | 'B'): void {
  world.power = 'halted';
  world.error = error;
}

/** Another chip, or the same one after it was cleared: what it sealed before is lost. */
export function renewChip(world: World): void {
  world.chip = { seed: freshChip(world, world.random), health: 'good' };
}

function keyFileOf(world: World, configurationKey: Key): Uint8Array {
  return world.switches.noTpmArchive === 'readable'
    ? Uint8Array.from(exposeKeyBytes(configurationKey))
    : world.stack.wrapKey(world.installationKey, configurationKey);
}

function recoveryWrappingKey(bench: Bench, text: string): Key {
  return derive(bench, keyOfText(bench, text), 'recovery key');
}
