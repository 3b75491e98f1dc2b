/** Who may ask the KMS, whether it answers, and which node does. */
import { type KeyId, nodeNames, type Provider, type ProviderName, type Trust, type World } from './world.ts';

/** Why vCenter cannot use a provider, or the provider. */
export function providerFor({ vcenter }: World, name: ProviderName): string | Provider {
  if (vcenter.state !== 'running') return 'vcenterNotRunning';
  const provider = vcenter.providers.get(name);
  if (provider === undefined) return 'providerMissing';
  if (provider.trust === 'none') return 'notTrusted';
  return provider.trust === 'noPassword' ? 'vecsEntryMissing' : provider;
}

export function kmsIsUp({ kms }: World): boolean {
  return nodeNames.some((name) => kms.up[name]);
}

/** Why the KMS gives a client with this trust nothing. */
export function kmsRefusal(world: World, trust: Trust): string | undefined {
  if (!kmsIsUp(world)) return 'kmsUnreachable';
  if (trust === 'first' && world.kms.firstExpired) return 'certificateExpired';
  return world.kms.hsm === 'working' ? undefined : 'hsmFails';
}

export function keyRefusal({ kms }: World, id: KeyId): string | undefined {
  const kept = kms.keys.get(id);
  if (kept === undefined) return 'keyNotInKms';
  return kept.state === 'expired' ? 'keyExpired' : undefined;
}

/** One request: the node whose turn it is answers if it is up, and the other one is next. */
export function ask({ kms }: World): void {
  const [first, second] = nodeNames as readonly ['kms-1', 'kms-2'];
  const other = kms.turn === first ? second : first;
  if (kms.up[kms.turn]) kms.turn = other;
}
