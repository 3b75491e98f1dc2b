/** What vCenter Server and its native key providers are asked. */
import type { FactId } from '../evidence.ts';
import { licenceAllows, licences, type Licence } from '../licences.ts';
import type { Event } from '../machines/vcenter/events.ts';
import type { Group, Variant } from '../machines/vcenter/state.ts';
import { vcenter } from '../machines/vcenter/vcenter.ts';
import { named, type ProviderSite, type Site } from '../site.ts';
import { lossesUntilNoP12 } from './kept-copies.ts';
import {
  type Aim,
  type Asked,
  type Described,
  nothingAsked,
  type Note,
  type Question,
  questionOn,
  reachable,
  stays,
  together,
} from './question.ts';

/** The first key provider stands for all native ones; another one beside it is the other name of the machine. */
export function askedOfVcenter(described: Described): Asked {
  const { site, said } = described;
  const native = site.providers.filter(({ kind }) => kind === 'native');
  const questions = native.flatMap((provider) => [
    ...filesOf(described, provider),
    ...bornOnHost(described, provider),
    ...outages(described, provider),
    ...linked(described, provider),
    ...licensed(described, provider),
  ]);
  const missing = [
    ...(native.length > 0 && said.vcenter.highAvailability === undefined ? ['vcenter.highAvailability'] : []),
    ...(said.licence === undefined ? ['licence'] : []),
  ];
  return together([
    { questions, notes: licenceNotes(described), missing },
    askedOfDefaults(described, native),
  ]);
}

type Part = {
  readonly title: string;
  readonly asks: readonly Group[];
  readonly aims: readonly Aim[];
  readonly changes?: Partial<Variant>;
  readonly setUp?: readonly Event[];
};

function ask(
  described: Described,
  provider: ProviderSite,
  { title, asks, aims, changes, setUp }: Part,
): Question {
  const { site } = described;
  const variant: Variant = { ...variantOf(described, provider), asks, ...changes };
  const { recoverable } = site.promise;
  const losses = lossesUntilNoP12(site, provider.name, recoverable);
  const lost: readonly Event[] =
    losses === 0 && variant.born.length > 0 ? [{ type: 'p12IsLost', provider: 'A' }] : [];
  // One .p12 stands for all that are kept: it is lost only where so few faults can lose all of them.
  const safe = losses >= recoverable;
  return questionOn(vcenter, {
    title,
    cases: [{ variant, setUp: [...lost, ...(setUp ?? [])] }],
    // A link is used in time, and then another one is opened: nobody waits for ever.
    never: ['linkExpires', ...(safe ? (['p12IsLost', 'passwordIsForgotten'] as const) : [])],
    faultsMax: recoverable,
    aims,
  });
}

function variantOf({ site, said }: Described, { name, tpmRequired }: ProviderSite): Variant {
  const [first, second] = twoHosts(site);
  return {
    release: machineRelease(said.vcenter.release),
    vcenters: ['vc-1'],
    names: ['A'],
    standard: false,
    ha: false,
    born: ['A'],
    tpmRequired,
    systemDefault: null,
    hosts: [
      { name: 'esx-1', tpm: first, at: 'vc-1', clustered: true },
      { name: 'esx-2', tpm: second, at: 'vc-1', clustered: true },
    ],
    machine: protectionBy(site, name),
    keysMax: 1,
    backups: [],
    licences: [said.licence ?? 'enterprisePlus+vsanEnterprise'],
    asks: [],
  };
}

/** Where the file says no release, no group is asked whose events look at it. */
function machineRelease(release: Described['said']['vcenter']['release']): Variant['release'] {
  return release ?? '8.0U3';
}

/** Whether the two hosts of the machine have a TPM: one with and one without, where the site has both. */
function twoHosts({ hosts }: Site): readonly [boolean, boolean] {
  const sealed = hosts.map(({ tpm }) => tpm === '2.0');
  return [sealed.some((has) => has), sealed.every((has) => has)];
}

/** The strongest protection that any machine has from this provider. */
function protectionBy({ machines }: Site, provider: string): Variant['machine'] {
  const used = machines
    .filter((machine) => machine.provider === provider)
    .map(({ encryption }) => encryption);
  return used.includes('full') ? 'full' : used.includes('vtpm') ? 'vtpm' : 'plain';
}

function filesOf(described: Described, provider: ProviderSite): readonly Question[] {
  return [
    ask(described, provider, {
      title: `.p12 files of ${provider.name}`,
      asks: ['export', 'import', 'keyId', 'files'],
      aims: [reachable('p12IsGood')],
    }),
  ];
}

function bornOnHost({ site, said }: Described, provider: ProviderSite): readonly Question[] {
  const at = site.providers.indexOf(provider);
  if (said.providers[at]?.createdOn !== 'host') return [];
  const alone = { at: null, clustered: false };
  const [first, second] = twoHosts(site);
  return [
    ask({ site, said }, provider, {
      title: `birth of ${provider.name} on a host`,
      asks: ['bootstrap', 'export', 'import', 'loss', 'hosts', 'power'],
      aims: [stays('machineKeyExists'), reachable('p12IsGood')],
      changes: {
        born: [],
        machine: 'plain',
        hosts: [
          { name: 'esx-1', tpm: first, ...alone },
          { name: 'esx-2', tpm: second, ...alone },
        ],
      },
    }),
  ];
}

/** The loss of vCenter, with its backups as the file has them and with vCenter HA. */
function outages({ site, said }: Described, provider: ProviderSite): readonly Question[] {
  const { highAvailability } = said.vcenter;
  const described = said.backups.some(
    ({ level, keyProviders }) => level !== undefined || keyProviders !== undefined,
  );
  if (highAvailability !== true && !described) return [];
  const names = ['early', 'late'] as const;
  const backups = site.backups.slice(0, names.length).map(({ at, passwordAt }, index) => {
    const { level = 'file', keyProviders } = said.backups[index] ?? {};
    const holds = keyProviders === undefined || keyProviders.includes(provider.name);
    return {
      name: names[index] ?? 'late',
      level,
      encrypted: passwordAt !== null,
      onCluster: named(site.places, at).datastore !== null,
      holds: holds ? (['A'] as const) : [],
    };
  });
  return [
    ask({ site, said }, provider, {
      title: `loss of vCenter Server with ${provider.name}`,
      asks: ['import', 'delete', 'files', 'loss', 'backups', 'hosts', 'power'],
      aims: [stays('machineKeyExists'), reachable('machineStarts'), stays('backupsAreSecret')],
      changes: { ha: highAvailability === true, backups },
    }),
  ];
}

function linked({ site, said }: Described, provider: ProviderSite): readonly Question[] {
  if (said.vcenter.linkedMode !== true) return [];
  return [
    ask({ site, said }, provider, {
      title: `moves of ${provider.name} between vCenter Servers`,
      asks: ['create', 'import', 'delete', 'keyId', 'linked', 'hosts', 'power'],
      aims: [stays('machineKeyExists'), reachable('machineStarts')],
      changes: { vcenters: ['vc-1', 'vc-2'], keysMax: 2 },
    }),
  ];
}

const families: readonly (readonly Licence[])[] = [
  ['enterprisePlus+vsanEnterprise', 'enterprisePlus', 'standard'],
  ['vcf', 'vvf', 'vvs'],
];

/** A change to any other edition of the same kind. */
function licensed({ site, said }: Described, provider: ProviderSite): readonly Question[] {
  const { licence } = said;
  if (licence === undefined) return [];
  const others = (families.find((family) => family.includes(licence)) ?? []).filter((one) => one !== licence);
  return [
    ask({ site, said }, provider, {
      title: `licence of what ${provider.name} encrypts`,
      asks: ['licence', 'power'],
      aims: [reachable('machineStarts'), stays('machineKeyExists')],
      changes: { licences: [licence, ...others] },
    }),
  ];
}

function licenceNotes({ site, said: { licence } }: Described): readonly Note[] {
  if (licence === undefined) return [];
  const notes: Note[] = [];
  const sources: readonly FactId[] = [...licences[licence].facts, 'licence-denies-new-only'];
  const encrypted = site.machines.filter(({ encryption }) => encryption === 'full').map(({ name }) => name);
  if (encrypted.length > 0 && !licenceAllows(licence, 'vmEncryption'))
    notes.push({
      title: 'licence',
      text: `${licence} does not include VM encryption: ${encrypted.join(', ')} stays encrypted and starts, and nothing else can be encrypted`,
      sources,
      open: false,
    });
  const vsan = site.datastores.filter(({ encryptedBy }) => encryptedBy !== null).map(({ name }) => name);
  if (vsan.length > 0 && !licenceAllows(licence, 'vsanEncryption'))
    notes.push({
      title: 'licence',
      text: `${licence} does not include vSAN encryption: ${vsan.join(', ')} stays encrypted and is mounted; encryption cannot be enabled again`,
      sources,
      open: false,
    });
  return notes;
}

/** The first native provider and one beside it: the one that a default names, if it names another. */
function askedOfDefaults({ site, said }: Described, native: readonly ProviderSite[]): Asked {
  const { defaultProvider, clusterDefaultProvider } = said;
  const [first, second] = native;
  const missing = defaultProvider === undefined && site.providers.length > 1 ? ['defaultProvider'] : [];
  if (first === undefined || (defaultProvider === undefined && clusterDefaultProvider === undefined))
    return { ...nothingAsked, missing };
  const named = [defaultProvider, clusterDefaultProvider];
  const other = site.providers.find(({ name }) => name !== first.name && named.includes(name)) ?? second;
  // Trusted providers are left out of that machine.
  if (other?.kind === 'trusted') return { ...nothingAsked, missing };
  const nameOf = (name: string): 'A' | 'B' => (name === first.name ? 'A' : 'B');
  const question = ask({ site, said }, first, {
    title: 'default key providers',
    asks: ['defaults', 'delete', 'import', 'files', 'machine'],
    aims: [stays('machineKeyExists'), reachable('machineStarts')],
    changes: {
      machine: 'plain',
      ...(other === undefined
        ? {}
        : { names: ['A', 'B'], born: ['A', 'B'], standard: other.kind === 'standard' }),
      systemDefault: defaultProvider === undefined ? null : nameOf(defaultProvider),
    },
    setUp:
      clusterDefaultProvider === undefined
        ? []
        : [{ type: 'setClusterDefault', vcenter: 'vc-1', provider: nameOf(clusterDefaultProvider) }],
  });
  return { ...nothingAsked, questions: [question], missing };
}
