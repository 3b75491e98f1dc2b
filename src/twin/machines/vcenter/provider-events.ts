/** What happens to key providers, to their .p12 files and to the KMS. */
import { sameKey } from '../../../crypto/key.ts';
import { mint } from '../../secrets.ts';
import type { TwinEvent } from '../twin-of.ts';
import { argument, type Handler, isBefore, runningVcenter, vcenterNamed } from './asking.ts';
import { known, newPassword, protection, readP12File, writeP12File } from './files.ts';
import { newProvider, type Provider, type Vcenter, type World } from './world.ts';

const nameIn = (event: TwinEvent): string => argument(event, 'provider');

/** How many KDKs were generated under a name. */
export function madeUnder({ made }: World, name: string): number {
  return made.filter((one) => one.name.startsWith(`${name}#`)).length;
}

/** The next KDK of a name. */
export function generate(world: World, name: string): Provider['key'] {
  const again =
    world.defect === 'recreatesOldKey' ? world.made.find((one) => one.name === `${name}#1`) : undefined;
  const key = again?.key ?? mint(world, world.random, 32);
  world.made.push({ name: `${name}#${madeUnder(world, name) + 1}`, key });
  return key;
}

/** The provider that an event is about, and its vCenter, or why there is none. */
function asked(world: World, event: TwinEvent): { vcenter: Vcenter; provider: Provider } | string {
  const vcenter = runningVcenter(world, event);
  if (typeof vcenter === 'string') return vcenter;
  const provider = vcenter.providers.get(nameIn(event));
  return provider === undefined ? 'providerMissing' : { vcenter, provider };
}

/** The vCenter that is to get a provider, or why it can't. */
function receiving(world: World, event: TwinEvent): Vcenter | string {
  const vcenter = runningVcenter(world, event);
  if (typeof vcenter === 'string') return vcenter;
  return vcenter.providers.has(nameIn(event)) ? 'providerExists' : vcenter;
}

function change(
  { vcenter, provider }: { vcenter: Vcenter; provider: Provider },
  event: TwinEvent,
  to: object,
) {
  vcenter.providers.set(nameIn(event), { ...provider, ...to });
}

function create(world: World, event: TwinEvent, vcenter: Vcenter): undefined {
  const key = generate(world, nameIn(event));
  vcenter.providers.set(nameIn(event), newProvider(key, world.variant.tpmRequired));
  return undefined;
}

export const providerEvents: Readonly<Record<string, Handler>> = {
  createProvider: (world, event) => {
    if (isBefore(world, '7.0U2')) return 'releaseTooOld';
    const vcenter = receiving(world, event);
    if (typeof vcenter === 'string') return vcenter;
    if (madeUnder(world, nameIn(event)) > 0) return 'nameUsedBefore';
    return create(world, event, vcenter);
  },
  recreateProvider: (world, event) => {
    if (isBefore(world, '7.0U2')) return 'releaseTooOld';
    const vcenter = receiving(world, event);
    if (typeof vcenter === 'string') return vcenter;
    const generated = madeUnder(world, nameIn(event));
    if (generated === 0) return 'nameNeverUsed';
    return generated >= world.variant.keysMax ? 'keyLimit' : create(world, event, vcenter);
  },
  exportProvider: (world, event) => {
    const found = asked(world, event);
    if (typeof found === 'string') return found;
    if (event['login'] === 'ip') return 'ipLogin';
    change(found, event, { link: true });
    if (world.defect === 'exportCountsAsBackup') change(found, event, { link: true, backedUp: true });
    return undefined;
  },
  linkExpires: (world, event) => {
    const vcenter = vcenterNamed(world, argument(event, 'vcenter'));
    const provider = vcenter.providers.get(nameIn(event));
    if (provider?.link !== true) return 'notExported';
    change({ vcenter, provider }, event, { link: false });
    return undefined;
  },
  downloadBackup: (world, event) => {
    const found = asked(world, event);
    if (typeof found === 'string') return found;
    if (!found.provider.link) return 'notExported';
    const password = event['password'] === true ? newPassword(world) : '';
    world.p12s.set(nameIn(event), writeP12File(world, nameIn(event), found.provider, password));
    change(found, event, { link: false, backedUp: true, acknowledged: false });
    return undefined;
  },
  verifyP12: (world, event) => {
    const vcenter = runningVcenter(world, event);
    if (typeof vcenter === 'string') return vcenter;
    const content = readKept(world, nameIn(event));
    if (typeof content === 'string') return content;
    const provider = vcenter.providers.get(nameIn(event));
    if (provider === undefined) return undefined;
    const same = sameKey(provider.key, content.key) && provider.keyId === content.keyId;
    return same ? undefined : 'keyIdDiffers';
  },
  importProvider: (world, event) => {
    const vcenter = receiving(world, event);
    if (typeof vcenter === 'string') return vcenter;
    const content = readKept(world, nameIn(event));
    if (typeof content === 'string') return content;
    const { key, keyId } = content;
    const tpmRequired = content.tpmRequired && event['constraint'] === 'asExported';
    const backedUp = world.switches.importCountsAsBackup;
    vcenter.providers.set(nameIn(event), { ...newProvider(key, tpmRequired), keyId, backedUp });
    return undefined;
  },
  deleteProvider: (world, event) => {
    const found = asked(world, event);
    if (typeof found === 'string') return found;
    const { vcenter } = found;
    vcenter.providers.delete(nameIn(event));
    if (vcenter.system === nameIn(event)) vcenter.system = null;
    if (vcenter.cluster === nameIn(event)) vcenter.cluster = null;
    return undefined;
  },
  updateKeyId: (world, event) => {
    const found = asked(world, event);
    if (typeof found === 'string') return found;
    if (found.provider.keyId === 2) return 'keyLimit';
    change(found, event, { keyId: 2 });
    return undefined;
  },
  acknowledgeAlarm: (world, event) => {
    const found = asked(world, event);
    if (found === 'vcenterNotRunning') return found;
    if (typeof found === 'string' || found.provider.backedUp || found.provider.acknowledged) return 'noAlarm';
    change(found, event, { acknowledged: true });
    return undefined;
  },
  alarmReturns: (world, event) => {
    const found = asked(world, event);
    if (found === 'vcenterNotRunning') return found;
    if (typeof found === 'string' || found.provider.backedUp) return 'noAlarm';
    if (!found.provider.acknowledged) return 'alarmRaised';
    change(found, event, { acknowledged: false });
    return undefined;
  },
};

/** What the .p12 of a name says, or why it can't be read. */
function readKept(world: World, name: string): NonNullable<ReturnType<typeof readP12File>> | string {
  const kept = world.p12s.get(name);
  if (kept === undefined) return 'p12Missing';
  return readP12File(world, kept, known(kept)) ?? 'passwordForgotten';
}

function setDefault(world: World, event: TwinEvent, of: 'system' | 'cluster'): string | undefined {
  const found = asked(world, event);
  if (typeof found === 'string') return found;
  if (found.vcenter[of] === nameIn(event)) return 'defaultAlready';
  found.vcenter[of] = nameIn(event);
  return undefined;
}

export const defaultAndFileEvents: Readonly<Record<string, Handler>> = {
  setDefault: (world, event) => setDefault(world, event, 'system'),
  setClusterDefault: (world, event) =>
    isBefore(world, '8.0U1') ? 'releaseTooOld' : setDefault(world, event, 'cluster'),
  clearClusterDefault: (world, event) => {
    const vcenter = runningVcenter(world, event);
    if (typeof vcenter === 'string') return vcenter;
    if (vcenter.cluster === null) return 'noDefaultProvider';
    vcenter.cluster = null;
    return undefined;
  },
  addStandardProvider: (world, event) => {
    const vcenter = runningVcenter(world, event);
    if (typeof vcenter === 'string') return vcenter;
    if (vcenter.providers.has('B')) return 'providerExists';
    const key = world.made.find(({ name }) => name === 'B#1')?.key;
    if (!world.kmsUp || key === undefined) return 'kmsDown';
    vcenter.providers.set('B', { ...newProvider(key, false), backedUp: true });
    return undefined;
  },
  kmsStops: (world) => {
    if (!world.kmsUp) return 'kmsDown';
    world.kmsUp = false;
    return undefined;
  },
  kmsStarts: (world) => {
    if (world.kmsUp) return 'kmsUp';
    world.kmsUp = true;
    return undefined;
  },
  passwordIsForgotten: ({ p12s }, event) => {
    const kept = p12s.get(nameIn(event));
    if (kept === undefined) return 'p12Missing';
    if (protection(kept) !== 'known') return 'noPassword';
    p12s.set(nameIn(event), { ...kept, forgotten: true });
    return undefined;
  },
  p12IsLost: ({ p12s }, event) => (p12s.delete(nameIn(event)) ? undefined : 'p12Missing'),
};
