/** What vCenter does to each host every few minutes: the host shall hold the keys that vCenter has, and no others. */
import type { Refusal } from '../../models/events.ts';
import type { ProviderSite } from '../../models/site.ts';
import { holdsHostKey } from './host-key.ts';
import { release } from './key-server.ts';
import { isSame } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import type { ProviderRecord } from './record.ts';
import { mount, vsanIn } from './vsan.ts';
import { has, part } from './world.ts';
import type { Handlers, Host, World } from './world.ts';

export const remediationHandlers: Handlers<'vcenterRemediatesHost'> = {
  vcenterRemediatesHost: (world, { host: name }) => {
    const host = part(world.hosts, name);
    const refusal = hostRefusal(world, host);
    if (refusal !== undefined) return refusal;
    remediate(world, host);
    return undefined;
  },
};

/** Why vCenter can't do anything to this host. */
export function hostRefusal(world: World, host: Host): Refusal | undefined {
  if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
  if (!world.vcenter.members.has(host.site.name)) return 'hostNotMember';
  return host.power === 'on' ? undefined : 'hostNotOn';
}

function remediate(world: World, host: Host): void {
  const keys = host.memory?.keys ?? new Map<string, NamedKey>();
  const heldBefore = holdsHostKey(world, host);
  for (const provider of world.site.providers) {
    if (provider.kind === 'native') remediateNative(world, host, keys, provider);
    else if (provider.kind === 'standard') handOver(world, keys, provider.name);
    // A host gets keys of a trusted provider by itself.
  }
  const holds = holdsHostKey(world, host);
  host.safe &&= holds;
  const kind = world.keyServers.get(host.hostKey?.provider ?? '')?.site.kind;
  if (holds && !heldBefore && kind === 'standard') host.safe = true;
  if (vsanIn(world)?.encryptedBy !== undefined) mount(world, host);
}

/** vCenter asks the key server, and gives the host what it got. */
function handOver(world: World, keys: Map<string, NamedKey>, provider: string): void {
  const key = world.vcenter.memory?.has(provider) ? release(world, provider) : undefined;
  if (key !== undefined) keys.set(provider, key);
}

function remediateNative(
  world: World,
  host: Host,
  keys: Map<string, NamedKey>,
  { name, tpmRequired }: ProviderSite,
): void {
  const record = world.vcenter.memory?.get(name);
  const passes = !tpmRequired || passesTpmGate(world, host);
  if (record && mayPush(world, record) && passes) keys.set(name, record);
  else if (passes && isKnown(record, keys.get(name))) return;
  else if (world.switches.remediation === 'prunes' && !has(world, 'prunesNothing')) keys.delete(name);
}

/** The host holds what vCenter has under this name, though it may not be pushed yet: nothing to take away. */
function isKnown(record: ProviderRecord | undefined, held: NamedKey | undefined): boolean {
  return record !== undefined && held !== undefined && isSame(record, held);
}

function mayPush(world: World, record: ProviderRecord): boolean {
  return record.backedUp || world.switches.pushBeforeActivation || has(world, 'pushesBeforeBackup');
}

function passesTpmGate(world: World, host: Host): boolean {
  if (has(world, 'pushesToEveryHost')) return true;
  if (world.switches.tpmGate === 'present') return host.chip !== undefined;
  return host.binding === 'tpm' && host.chip?.isSealed === true;
}
