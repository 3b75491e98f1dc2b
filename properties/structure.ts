/** What is true of every state, whatever the rules say about keys: slices that repeat each other agree. */
import type { Site } from '../models/site.ts';
import { available, keyServed } from '../models/deployment.ts';
import { holds, type State, slice } from '../models/state.ts';

/** What is wrong with the structure of a state, in words; nothing when all is well. */
export function structureDefects(site: Site, state: State): readonly string[] {
  return [...clusterDefects(site, state), ...hostDefects(site, state), ...keyDefects(site, state)];
}

function clusterDefects(site: Site, state: State): readonly string[] {
  const { cluster, vcenter } = state;
  const names = site.hosts.map(({ name }) => name);
  const on = names.filter((name) => slice(state, `host/${name}`).power === 'on');
  const inOrder = (list: readonly string[]): boolean =>
    JSON.stringify(list) === JSON.stringify(names.filter((name) => list.includes(name)));
  const strayed = site.machines.filter(({ name }) => {
    const host = slice(state, `machine/${name}`).on;
    return host !== null && !on.includes(host);
  });
  return [
    ...(JSON.stringify(cluster.on) === JSON.stringify(on) ? [] : ['cluster.on is not the hosts that are on']),
    ...(cluster.mounted.every((name) => on.includes(name)) ? [] : ['a host that is off has vSAN mounted']),
    ...(inOrder(cluster.mounted) && inOrder(vcenter.members)
      ? []
      : ['a list is not in the order of the site']),
    ...strayed.map(({ name }) => `${name} runs on a host that is not on`),
    ...(vcenter.state === 'lost' && vcenter.members.length > 0 ? ['a lost vCenter has hosts'] : []),
    ...(vcenterCanRun(site, state) ? [] : ['vCenter runs, and its datastore is not available']),
  ];
}

function vcenterCanRun(site: Site, { cluster, vcenter }: State): boolean {
  const { vcenterAt } = site;
  if (vcenter.state !== 'running' || vcenter.where !== 'home' || vcenterAt === null) return true;
  return available(site, cluster, vcenterAt);
}

function hostDefects(site: Site, state: State): readonly string[] {
  return site.hosts.flatMap(({ name, tpm, boot }) => {
    const { power, held, written, safe, hostKey, binding, configuration } = slice(state, `host/${name}`);
    const chip = slice(state, `tpm/${name}`);
    const none = (keys: object): boolean => Object.values(keys).every((key) => key === 'none');
    return [
      ...(power === 'on' || none(held) ? [] : [`${name} is not on and holds keys`]),
      ...(!safe || (power === 'on' && holds(held, hostKey)) ? [] : [`${name} is safe without its host key`]),
      ...(configuration === 'intact' || none(written) ? [] : [`${name} has keys in no configuration`]),
      ...(boot === 'disk' || (binding === 'file' && configuration === 'intact' && none(written))
        ? []
        : [`${name} has no boot device and keeps something on it`]),
      ...(tpm === '2.0' || (binding === 'file' && chip === 'none')
        ? []
        : [`${name} has no TPM to seal with`]),
    ];
  });
}

function keyDefects(site: Site, state: State): readonly string[] {
  const providers = site.providers.flatMap(({ name }) => {
    const { key, exported, backedUp, made } = slice(state, `provider/${name}`);
    const idle = key !== 'none' || (!exported && !backedUp);
    return [
      ...(idle ? [] : [`${name} has no key and is exported or backed up`]),
      ...(state.vcenter.state !== 'lost' || key === 'none' ? [] : [`a lost vCenter has the key of ${name}`]),
      ...(key === 'none' || Number(key.split('#').at(-1)) <= made ? [] : [`${key} was never generated`]),
    ];
  });
  const machines = site.machines.flatMap(({ name }) => {
    const { encryption, key } = slice(state, `machine/${name}`);
    return (encryption === 'none') === (key === 'none')
      ? []
      : [`${name} has a key and no encryption, or none`];
  });
  const served = keyServed(site).flatMap(({ name }) => {
    const { key, made } = slice(state, `provider/${name}`);
    return made < 2 && (key === 'none' || key === `${name}#1`) ? [] : [`${name} has a second key`];
  });
  return [...providers, ...served, ...machines];
}
