/** What happens to the KMS, to vCenter and to its providers. */
import type { HandlerOf } from '../twin-of.ts';
import { ask, keyRefusal, kmsIsUp, kmsRefusal, providerFor } from './asking.ts';
import {
  generate,
  type HostName,
  type KeyId,
  type NodeName,
  nodeNames,
  type Provider,
  type ProviderName,
  vsanIsAvailable,
  type World,
} from './world.ts';

export type Handler = HandlerOf<World>;

export const kmsEvents: Readonly<Record<string, Handler>> = {
  kmsNodeStops: ({ kms }, { node }) => {
    if (!kms.up[node as NodeName]) return 'nodeDown';
    kms.up[node as NodeName] = false;
    return undefined;
  },
  startKmsNode: (world, { node }) => {
    const { kms } = world;
    if (kms.lost) return 'kmsLost';
    if (kms.up[node as NodeName]) return 'nodeUp';
    if (kms.place === 'vsan' && !vsanIsAvailable(world)) return 'vsanUnavailable';
    kms.up[node as NodeName] = true;
    return undefined;
  },
  hsmFails: ({ kms }) => {
    if (kms.hsm !== 'working') return 'hsmNotWorking';
    kms.hsm = 'failing';
    return undefined;
  },
  repairHsm: ({ kms }) => {
    if (kms.hsm !== 'failing') return 'hsmNotFailing';
    kms.hsm = 'working';
    return undefined;
  },
  rootKeyIsDeleted: ({ kms }) => {
    if (kms.hsm === 'gone') return 'rootKeyGone';
    kms.hsm = 'gone';
    kms.root = undefined;
    return undefined;
  },
  keyExpires: (world, { key }) => {
    const refusal = keyRefusal(world, key as KeyId);
    if (refusal !== undefined) return refusal;
    return setState(world, key as KeyId, 'expired');
  },
  reactivateKey: (world, { key }) => {
    if (world.kms.keys.get(key as KeyId)?.state !== 'expired') return 'keyNotExpired';
    return setState(world, key as KeyId, 'active');
  },
  keyIsDestroyed: ({ kms }, { key }) => (kms.keys.delete(key as KeyId) ? undefined : 'keyNotInKms'),
  kmsIsLost: ({ kms }) => {
    if (kms.lost) return 'kmsLost';
    for (const node of nodeNames) kms.up[node] = false;
    kms.lost = true;
    kms.keys = new Map();
    return undefined;
  },
  kmsBackupRuns: (world) => {
    if (!kmsIsUp(world)) return 'kmsUnreachable';
    world.backup = new Map(world.kms.keys);
    return undefined;
  },
  restoreKms: (world) => {
    const { kms, backup } = world;
    if (kmsIsUp(world)) return 'kmsRunning';
    kms.place = 'outside';
    for (const node of nodeNames) kms.up[node] = true;
    kms.lost = false;
    kms.keys = new Map(backup);
    return undefined;
  },
  moveKmsOntoVsan: (world) => {
    if (world.kms.place === 'vsan') return 'kmsOnVsan';
    if (!kmsIsUp(world)) return 'kmsUnreachable';
    if (!vsanIsAvailable(world)) return 'vsanUnavailable';
    world.kms.place = 'vsan';
    return undefined;
  },
  moveKmsOffVsan: (world) => {
    if (world.kms.place === 'outside') return 'kmsOutside';
    if (!vsanIsAvailable(world)) return 'vsanUnavailable';
    world.kms.place = 'outside';
    return undefined;
  },
};

function setState({ kms }: World, id: KeyId, state: 'active' | 'expired'): undefined {
  const kept = kms.keys.get(id);
  if (kept !== undefined) kms.keys.set(id, { ...kept, state });
  return undefined;
}

export const vcenterEvents: Readonly<Record<string, Handler>> = {
  vcenterStops: ({ vcenter }) => {
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    vcenter.state = 'stopped';
    return undefined;
  },
  startVcenter: ({ vcenter }) => {
    if (vcenter.state !== 'stopped') return 'vcenterNotStopped';
    vcenter.state = 'running';
    return undefined;
  },
  vcenterIsLost: ({ vcenter }) => {
    if (vcenter.state === 'lost') return 'vcenterLost';
    vcenter.state = 'lost';
    vcenter.knows.clear();
    vcenter.providers.clear();
    return undefined;
  },
  rebuildVcenter: ({ vcenter }) => {
    if (vcenter.state !== 'lost') return 'vcenterNotLost';
    vcenter.state = 'running';
    return undefined;
  },
  vecsEntryIsLost: ({ vcenter }) => {
    if (vcenter.state === 'lost') return 'vcenterLost';
    const provider = vcenter.providers.get('kms');
    if (provider === undefined) return 'providerMissing';
    if (provider.trust === 'none') return 'notTrusted';
    if (provider.trust === 'noPassword') return 'vecsEntryMissing';
    provider.trust = 'noPassword';
    return undefined;
  },
  certificateExpires: ({ kms }) => {
    if (kms.firstExpired) return 'certificateExpired';
    kms.firstExpired = true;
    return undefined;
  },
  deleteProvider: ({ vcenter }, { provider }) => {
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    return vcenter.providers.delete(provider as ProviderName) ? undefined : 'providerMissing';
  },
  addProvider: ({ vcenter }, { provider, wrapping }) => {
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    if (vcenter.providers.has(provider as ProviderName)) return 'providerExists';
    const added: Provider = { trust: 'none', withWrapping: wrapping === true, wrapping: 0 };
    vcenter.providers.set(provider as ProviderName, added);
    return undefined;
  },
  establishTrust: (world, { provider: name }) => {
    const { vcenter, kms, made } = world;
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    const provider = vcenter.providers.get(name as ProviderName);
    if (provider === undefined) return 'providerMissing';
    const good = provider.trust === 'renewed' || (provider.trust === 'first' && !kms.firstExpired);
    if (good) return 'trustGood';
    if (!kmsIsUp(world)) return 'kmsUnreachable';
    const makes = provider.withWrapping && provider.wrapping === 0;
    if (makes && kms.hsm !== 'working') return 'hsmFails';
    if (makes && made.wrap === 2) return 'keyLimit';
    provider.trust = 'renewed';
    if (makes) nextWrappingKey(world, provider);
    ask(world);
    return undefined;
  },
  rotateWrappingKey: (world, { provider: name }) => {
    const provider = providerFor(world, name as ProviderName);
    if (typeof provider === 'string') return provider;
    if (!provider.withWrapping) return 'wrappingNeedsNewProvider';
    const refusal = kmsRefusal(world, provider.trust);
    if (refusal !== undefined) return refusal;
    if (world.made.wrap === 2) return 'keyLimit';
    nextWrappingKey(world, provider);
    ask(world);
    return undefined;
  },
  registerMachine: ({ vcenter, db }) => {
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    if (vcenter.knows.has(db.id)) return 'keyKnown';
    vcenter.knows.add(db.id);
    return undefined;
  },
  vcenterRemediatesHost: ({ vcenter, hosts, prunes }, { host: name }) => {
    const host = hosts[name as HostName];
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    if (!host.on) return 'hostNotOn';
    const trust = vcenter.providers.get('kms')?.trust ?? 'none';
    if (trust !== 'none' || prunes) host.configuration = trust;
    return undefined;
  },
};

function nextWrappingKey(world: World, provider: Provider): void {
  const number = ++world.made.wrap;
  generate(world, `wrap#${number}` as KeyId, true);
  provider.wrapping = number;
}
