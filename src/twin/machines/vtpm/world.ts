/** A machine with a real vTPM whose guest really seals its volume: what docs/machines/vtpm.md is about. */
import { type Key, keyFrom } from '../../../crypto/key.ts';
import { exposeKeyBytes } from '../../../crypto/key.ts';
import { nodeStack } from '../../../crypto/node-stack.ts';
import type { Random } from '../../../random.ts';
import { adopt, type Bench, derive, emptyBench, mint, seal, unseal, unwrap } from '../../secrets.ts';
import type { DomainTwinOptions } from '../domain-twin.ts';

export const defects = ['replaceCopies', 'rebootKeepsManualKey', 'recoveryForgetsSeal'] as const;

/** A vTPM's content: its endorsement key by number, and the secret that it seals with. */
export type Vtpm = { readonly ek: number; readonly seed: Key };

/** A .nvram file, encrypted with the machine's key. */
export type Nvram = { readonly ek: number; readonly bytes: Uint8Array };

/** What lies on the disk: the volume, plain or under a key that a vTPM and perhaps a recovery password open. */
export type Volume = {
  readonly sectors: Uint8Array;
  /** The volume's key as the vTPM of this number sealed it; without one the volume is plain. */
  readonly sealed:
    | { readonly ek: number; readonly bytes: Uint8Array; readonly byPassword: Uint8Array }
    | undefined;
};

export type GuestState = 'off' | 'empty' | 'runs' | 'asksRecovery' | 'refuses';

export type Machine = {
  readonly firmware: 'bios' | 'efi';
  readonly hasVtpm: boolean;
  readonly nvram: Nvram | undefined;
  readonly installed: boolean;
  readonly volume: Volume;
};

export type Clone = {
  readonly made: string;
  readonly nvram: Nvram | undefined;
  volume: Volume;
  guest: GuestState;
};
export type Item = {
  readonly kind: 'vmtx' | 'ovf';
  readonly nvram: Nvram | undefined;
  readonly volume: Volume;
  readonly placeholder: boolean;
};
export type Backup = {
  readonly hasVtpm: boolean;
  readonly nvram: Nvram | undefined;
  readonly volume: Volume;
};

export type Variant = {
  readonly release: '7.0' | '8.0';
  readonly provider: 'native' | 'manual';
  readonly seals: boolean;
  readonly needsTpm: boolean;
  readonly recoveryPassword: boolean;
  readonly starts: 'vtpm' | 'bios';
  readonly ekLimit: number;
};

export type World = Bench & {
  readonly random: Random;
  readonly variant: Variant;
  readonly prunes: boolean;
  readonly defect: (typeof defects)[number] | 'none';
  /** The provider's one key: what a running machine's process still has, whoever else lost it. */
  readonly first: Key;
  hostOn: boolean;
  /** The provider's key at vCenter, on the host, and kept outside. */
  atVcenter: Key | undefined;
  onHost: Key | undefined;
  copy: Key | undefined;
  machine: Machine | undefined;
  on: boolean;
  locked: boolean;
  guest: GuestState;
  /** The recovery password, where somebody kept it. */
  readonly password: Key;
  passwordKept: boolean;
  aside: Nvram | undefined;
  clone: Clone | undefined;
  item: Item | undefined;
  backup: Backup | undefined;
  rescue: 'none' | 'attached' | 'opened';
  eksMade: number;
};

export const plainData: Uint8Array = new TextEncoder().encode('what the guest wrote');

export function createWorld({ variant, switches, random, defect }: DomainTwinOptions): World {
  const bench = emptyBench(nodeStack);
  const chosen = variant as Variant;
  const key = mint(bench, random, 32);
  const hasVtpm = chosen.starts === 'vtpm';
  const world: World = {
    ...bench,
    random,
    variant: chosen,
    prunes: (switches as { readonly remediation: string }).remediation === 'prunes',
    defect: defect as World['defect'],
    first: key,
    hostOn: true,
    atVcenter: chosen.provider === 'native' ? key : undefined,
    onHost: key,
    copy: key,
    machine: undefined,
    on: false,
    locked: false,
    guest: 'off',
    password: mint(bench, random, 24),
    passwordKept: chosen.recoveryPassword,
    aside: undefined,
    clone: undefined,
    item: undefined,
    backup: undefined,
    rescue: 'none',
    eksMade: 0,
  };
  const nvram = hasVtpm ? newNvram(world, key) : undefined;
  const plain: Volume = { sectors: plainData, sealed: undefined };
  const vtpm = nvram && openNvram(world, key, nvram);
  world.machine = {
    firmware: hasVtpm ? 'efi' : 'bios',
    hasVtpm,
    nvram,
    installed: hasVtpm,
    volume: vtpm !== undefined && chosen.seals ? sealedVolume(world, vtpm) : plain,
  };
  return world;
}

/** A new vTPM in a new .nvram, encrypted with what a host derives from the provider's key. */
export function newNvram(world: World, providerKey: Key): Nvram {
  const ek = ++world.eksMade;
  const seed = mint(world, world.random, 32);
  const homeKey = derive(world, providerKey, 'home');
  return { ek, bytes: seal(world, world.random, homeKey, exposeKeyBytes(seed)) };
}

export function openNvram(
  world: World,
  providerKey: Key | undefined,
  nvram: Nvram | undefined,
): Vtpm | undefined {
  if (providerKey === undefined || nvram === undefined) return undefined;
  const seed = unseal(world, derive(world, providerKey, 'home'), nvram.bytes);
  return seed && { ek: nvram.ek, seed: adopt(world, keyFrom(seed)) };
}

/** The guest's volume under a new key, sealed to a vTPM and under the recovery password. */
export function sealedVolume(world: World, vtpm: Vtpm): Volume {
  const volumeKey = mint(world, world.random, 32);
  return { sectors: seal(world, world.random, volumeKey, plainData), sealed: sealTo(world, vtpm, volumeKey) };
}

function sealTo(world: World, vtpm: Vtpm, volumeKey: Key): NonNullable<Volume['sealed']> {
  return {
    ek: vtpm.ek,
    bytes: world.stack.wrapKey(derive(world, vtpm.seed, 'storage root key'), volumeKey),
    byPassword: world.stack.wrapKey(derive(world, world.password, 'recovery password'), volumeKey),
  };
}

/** The volume sealed to another vTPM, once the recovery password has opened it. */
export function resealed(world: World, volume: Volume, vtpm: Vtpm): Volume {
  const volumeKey = keyByPassword(world, volume);
  if (volumeKey === undefined || world.defect === 'recoveryForgetsSeal') return volume;
  return { ...volume, sealed: sealTo(world, vtpm, volumeKey) };
}

function keyByPassword(world: World, { sealed }: Volume): Key | undefined {
  return sealed && unwrap(world, derive(world, world.password, 'recovery password'), sealed.byPassword);
}

function reads(world: World, volume: Volume, volumeKey: Key | undefined): boolean {
  const plain =
    volume.sealed === undefined ? volume.sectors : volumeKey && unseal(world, volumeKey, volume.sectors);
  return plain !== undefined && Buffer.compare(plain, plainData) === 0;
}

export function readsInVtpm(world: World, volume: Volume, vtpm: Vtpm | undefined): boolean {
  const { sealed } = volume;
  const key = sealed && vtpm && unwrap(world, derive(world, vtpm.seed, 'storage root key'), sealed.bytes);
  return reads(world, volume, key);
}

export function readsByPassword(world: World, volume: Volume): boolean {
  return reads(world, volume, keyByPassword(world, volume));
}

/** What a guest does when its machine is powered on. */
export function startedGuest(
  world: World,
  installed: boolean,
  volume: Volume,
  vtpm: Vtpm | undefined,
): GuestState {
  if (!installed) return 'empty';
  if (world.variant.needsTpm && vtpm === undefined) return 'refuses';
  return readsInVtpm(world, volume, vtpm) ? 'runs' : 'asksRecovery';
}

export function relock(world: World): void {
  const { machine } = world;
  if (machine === undefined || world.on || !machine.hasVtpm) return;
  if (world.hostOn && world.onHost === undefined) world.locked = true;
}
