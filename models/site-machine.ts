/** The machine of a site under a reading: before anything is encrypted, and in its steady state. */
import { type Deployment, hasVsan, keyServed } from './deployment.ts';
import type { Event, Refusal } from './events.ts';
import type { Machine } from './kernel/machine.ts';
import { step } from './kernel/step.ts';
import type { Switches } from './reading.ts';
import { rules } from './rules.ts';
import { freshHost } from './rules/host.ts';
import { emptyBackup } from './rules/kept.ts';
import { type BackupSite, firstKey, type HostSite, type ProviderSite, type Site } from './site.ts';
import type { Host, KeyServer, State, Tpm, VirtualMachine } from './state.ts';

export type SiteMachine = Machine<Deployment, State, Event, Refusal>;

/** The site before any provider exists: hosts on, vCenter running, machines plain and off. */
export function bareMachine(site: Site, switches: Switches): SiteMachine {
  const names = site.hosts.map(({ name }) => name);
  const initial: State = {
    vcenter: { state: 'running', where: 'home', members: names },
    cluster: { on: names, mounted: hasVsan(site) ? names : [] },
    vsan: 'none',
    ...slices('provider', site.providers, () => ({
      key: 'none',
      exported: false,
      backedUp: false,
      made: 0,
      saved: 0,
    })),
    ...slices('keyServer', keyServed(site), (): KeyServer => ({ state: 'up', moved: false })),
    ...slices('host', site.hosts, (host): Host => ({ ...freshHost(site, bindingOf(host)), power: 'on' })),
    ...slices('tpm', site.hosts, chipOf),
    ...slices(
      'machine',
      site.machines,
      (): VirtualMachine => ({ encryption: 'none', key: 'none', on: null }),
    ),
    ...slices('place', site.places, () => 'kept'),
    ...slices('p12', site.p12s, () => 'none'),
    ...slices('backup', site.backups, () => emptyBackup(site)),
  };
  return { site: { site, switches }, initial, rules };
}

/**
 * How a site is set up, in events: create, export, download (or register), push, encrypt, start, back up. A backup that
 * lacks providers runs before these are created. What a place that is gone from the start held is lost at the end.
 */
export function provisioning(site: Site): readonly Event[] {
  const { hosts, machines, backups, places } = site;
  const encryptsVsan = site.datastores.some(({ encryptedBy }) => encryptedBy !== null);
  return [
    ...providersSetUp(site),
    ...hosts.flatMap(({ name }): Event[] => [
      { type: 'vcenterRemediatesHost', host: name },
      ...(keyServed(site).length > 0 ? [{ type: 'hostFetchesKeys', host: name } as const] : []),
    ]),
    ...machines
      .filter(({ encryption }) => encryption !== 'none')
      .map(({ name }): Event => ({ type: 'encryptMachine', machine: name })),
    ...(encryptsVsan ? [{ type: 'enableVsanEncryption' } as const] : []),
    ...hosts.map(({ name }): Event => ({ type: 'enableHostEncryption', host: name })),
    ...hosts.map(({ name }): Event => ({ type: 'hostWritesConfiguration', host: name })),
    ...machines.map(({ name, host }): Event => ({ type: 'startMachine', machine: name, host })),
    ...backups.filter(({ lacks = [] }) => lacks.length === 0).map(runOf),
    ...places.filter(({ gone }) => gone).map(({ name }): Event => ({ type: 'placeIsLost', place: name })),
  ];
}

/** Providers in their order, those that more backups lack later; each backup before the first that it lacks. */
function providersSetUp(site: Site): readonly Event[] {
  const { providers, backups } = site;
  const lacking = (provider: string): readonly BackupSite[] =>
    backups.filter(({ lacks = [] }) => lacks.includes(provider));
  const ordered = providers.toSorted((one, other) => lacking(one.name).length - lacking(other.name).length);
  const taken = new Set<string>();
  return ordered.flatMap((provider): Event[] => {
    const before = lacking(provider.name).filter(({ name }) => !taken.has(name));
    for (const { name } of before) taken.add(name);
    return [...before.map(runOf), ...providerSetup(site, provider)];
  });
}

function runOf({ name }: BackupSite): Event {
  return { type: 'backupRuns', backup: name };
}

function providerSetup({ p12s }: Site, { name, kind }: ProviderSite): readonly Event[] {
  if (kind !== 'native') return [{ type: 'registerProvider', provider: name }];
  return [
    { type: 'createProvider', provider: name, key: firstKey(name) },
    ...p12s
      .filter(({ provider }) => provider === name)
      .flatMap((p12): Event[] => [
        { type: 'exportProvider', provider: name },
        { type: 'downloadBackup', provider: name, p12: p12.name },
      ]),
  ];
}

/** A step of the provisioning that the site refuses: it cannot be set up the way its file says. */
export type SetupRefusal = { readonly event: Event; readonly refusal: Refusal };

export type Steady = { readonly machine: SiteMachine; readonly refused: readonly SetupRefusal[] };

/** The site in its steady state: everything set up as its file says, as far as the site allows it. */
export function steadyMachine(site: Site, switches: Switches): Steady {
  const bare = bareMachine(site, switches);
  const refused: SetupRefusal[] = [];
  let state = bare.initial;
  for (const event of provisioning(site)) {
    const outcome = step<Deployment, State, Event, Refusal>(bare, state, event);
    if (outcome.kind === 'accepted') state = outcome.state;
    // A host whose keys came with its remediation has nothing more to fetch.
    else if (outcome.refusal !== 'nothingToFetch') refused.push({ event, refusal: outcome.refusal });
  }
  return { machine: { ...bare, initial: state }, refused };
}

function slices<T extends { readonly name: string }, Value>(
  kind: string,
  list: readonly T[],
  valueOf: (entry: T) => Value,
): Record<string, Value> {
  return Object.fromEntries(list.map((entry) => [`${kind}/${entry.name}`, valueOf(entry)]));
}

function bindingOf({ tpm, encryptionMode }: HostSite): Host['binding'] {
  return tpm === '2.0' && encryptionMode === 'tpm' ? 'tpm' : 'file';
}

function chipOf(host: HostSite): Tpm {
  if (host.tpm !== '2.0') return 'none';
  return bindingOf(host) === 'tpm' ? 'sealed' : 'foreign';
}
