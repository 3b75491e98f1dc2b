/** What can be said of the cluster and its hosts: who is missing, done, consistent. */
import { canGetKek, type Host, type HostName, hostNames, opens, providerOf, type World } from './world.ts';

export function isMissing(world: World, host: Host): boolean {
  if (host.work !== 'none') return world.cluster.reduces;
  return !host.on || !host.mounted;
}

export function dataAreReadable(world: World): boolean {
  const missing = hostNames.filter((name) => isMissing(world, world.hosts[name])).length;
  return missing <= world.variant.failuresToTolerate;
}

function targetGeneration({ cluster }: World): number {
  return cluster.on ? cluster.dek : 0;
}

export function isDone(world: World, { work, device }: Host): boolean {
  const formatted = world.variant.architecture === 'esa' || device.formattedForDedup === world.cluster.dedup;
  return work === 'none' && device.generation === targetGeneration(world) && formatted;
}

export function hasTurn(world: World, name: HostName): boolean {
  return hostNames.find((one) => !isDone(world, world.hosts[one])) === name;
}

export function hasConfiguration({ cluster }: World, host: Host): boolean {
  if (!cluster.on && cluster.operation !== 'disable') return false;
  return cluster.kek !== undefined && (host.kek === cluster.kek || host.nextKek === cluster.kek);
}

function issuesOf(world: World, host: Host): string[] {
  const { cluster } = world;
  const { kek, nextKek, mounted, device } = host;
  const asks = cluster.on && kek !== undefined;
  const getsAll = canGetKek(world, host, kek) && (nextKek === undefined || canGetKek(world, host, nextKek));
  const dekWrong = mounted
    ? device.generation !== targetGeneration(world)
    : kek !== undefined && getsAll && !opens(world, host);
  const found: readonly (readonly [string, boolean])[] = [
    ['enabledWhenClusterDisabled', !cluster.on && kek !== undefined],
    ['disabledWhenClusterEnabled', cluster.on && kek === undefined],
    ['keyEncryptionKeyInconsistent', asks && (kek !== cluster.kek || nextKek !== undefined)],
    ['dataEncryptionKeyInconsistent', dekWrong],
    ['kmsInfoInconsistent', asks && providerOf(nextKek ?? kek) !== cluster.provider],
    ['hostKeyInconsistent', asks && cluster.kek !== undefined && providerOf(kek) !== providerOf(cluster.kek)],
  ];
  return found.filter(([, is]) => is).map(([name]) => name);
}

/** Why no operation may begin. */
export function operationRefusal(world: World): string | undefined {
  if (world.cluster.operation !== 'none') return 'operationInProgress';
  for (const host of hostNames.map((name) => world.hosts[name])) {
    if (!host.on) return 'hostNotOn';
    if (!host.mounted) return 'deviceLocked';
    if (issuesOf(world, host).some((issue) => issue !== 'kmsInfoInconsistent')) return 'hostInconsistent';
  }
  return undefined;
}

export function roomRefusal(world: World, allowReducedRedundancy: boolean): string | undefined {
  if (world.full) return 'notEnoughSpace';
  const { architecture, spare } = world.variant;
  return architecture === 'osa' && !spare && !allowReducedRedundancy ? 'wouldReduceRedundancy' : undefined;
}

export function look(world: World): unknown {
  const { cluster, variant, machinesEncrypted } = world;
  const isEsa = variant.architecture === 'esa';
  const warns = isEsa && Number.parseFloat(variant.release) >= 9;
  return {
    cluster: {
      encryption: cluster.on ? 'on' : 'off',
      provider: cluster.provider,
      kek: cluster.kek ?? null,
      transition: cluster.transition,
      operation: cluster.operation,
      dedup: cluster.dedup,
      dedupDomain: cluster.dedup ? (isEsa ? 'cluster' : 'diskGroup') : null,
      transit: isEsa ? cluster.on : cluster.transit,
      dualEncryption: warns && cluster.on && machinesEncrypted,
    },
    hosts: Object.fromEntries(hostNames.map((name) => [name, hostLook(world, world.hosts[name])])) as unknown,
    providers: { ...world.providers },
    space: world.full ? 'full' : 'room',
    dataReadable: dataAreReadable(world),
  };
}

function hostLook(world: World, host: Host): unknown {
  if (!host.on) return { power: 'off' };
  const { mounted, kek, nextKek, device, work } = host;
  return {
    power: 'on',
    mounted,
    kek: kek ?? null,
    nextKek: nextKek ?? null,
    dek: mounted ? device.generation : null,
    storedBlocks: mounted && work === 'none' ? storedBlocks(world, host) : null,
    issues: issuesOf(world, host),
  };
}

function storedBlocks({ blocks, cluster, variant, machinesEncrypted }: World, { device }: Host): number {
  const deduplicates = variant.architecture === 'osa' ? device.formattedForDedup : cluster.dedup;
  if (!deduplicates) return blocks.all;
  return machinesEncrypted ? blocks.distinctEncrypted : blocks.distinct;
}

/** The goals, by reading what the devices hold. */
export function verify(world: World): Readonly<Record<string, boolean>> {
  const hosts = hostNames.map((name) => world.hosts[name]);
  const { reduces, on, transit } = world.cluster;
  const tolerated = world.variant.failuresToTolerate;
  // A mounted device reads on, with the key that its host has in memory since it was mounted.
  const readNow = hosts.filter((host) => (host.work === 'none' ? host.on && host.mounted : !reduces));
  const readAfter = hosts.filter((host) => (host.work === 'none' ? opens(world, host) : !reduces));
  const encrypted = hosts.every(({ device }) => device.generation !== 0);
  return {
    dataReadable: hosts.length - readNow.length <= tolerated,
    survivesPowerLoss: hosts.length - readAfter.length <= tolerated,
    devicesEncrypted: encrypted,
    noPlaintextOnDevices: encrypted && hosts.every(({ device }) => device.residue === undefined),
    wireProtected: world.variant.architecture === 'esa' ? on : transit,
  };
}
