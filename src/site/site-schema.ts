/** The site file, field by field: the source of its validation and of the JSON Schema that editors use. */
import * as z from 'zod';
import type { HostSite, ProviderSite, TpmVersion } from '../../models/site.ts';
import type {
  DatastoreSaid,
  HostSaid,
  KeyServerSaid,
  MachineSaid,
  ProviderSaid,
  SiteSaid,
  VcenterBackupSaid,
  VcenterSaid,
} from '../../models/systems/said.ts';
import { expected, flag, listOf, mapping, oneOf, share, simpleName, wholeNumber } from './fields.ts';
import type { Shape } from './fields.ts';
import {
  datastoreSaid,
  hostSaid,
  keyServerSaid,
  machineSaid,
  providerSaid,
  siteSaid,
  vcenterBackupSaid,
  vcenterSaid,
} from './systems-schema.ts';
import { prices, workload } from './workload-schema.ts';
import type { PricesInput, WorkloadInput } from './workload-schema.ts';

/** The fields of a site file after validation. What is `undefined` gets its default from the rest of the site. */
export type SiteInput = SiteSaid & {
  readonly name: string;
  readonly hosts: AlikeHostsInput | readonly HostInput[];
  readonly vcenter: 'outside' | VcenterInput;
  readonly keyProviders: readonly ProviderInput[];
  readonly vcenterBackups: readonly VcenterBackupInput[];
  readonly recoveryKeys: { readonly at: string } | undefined;
  readonly datastores: readonly DatastoreInput[];
  readonly machines: readonly MachineInput[];
  readonly places: readonly PlaceInput[];
  readonly promise: PromiseInput;
  readonly workload: WorkloadInput;
  readonly prices: PricesInput | undefined;
};

/** The sections that are valid by themselves. What a broken one would have said is not judged. */
export type Sections = { readonly [K in keyof SiteInput]?: SiteInput[K] };

/** `datastore: outside` stands for outside the cluster. */
export type VcenterInput = VcenterSaid & { readonly datastore: string };
export type HostInput = HostSaid & {
  readonly name: string;
  readonly tpm: TpmVersion;
  readonly encryptionMode: HostSite['encryptionMode'] | undefined;
  readonly boot: HostSite['boot'];
  readonly keyPersistence: boolean;
};
type AlikeHostsInput = Omit<HostInput, 'name'> & { readonly count: number };
export type KeptInput = {
  readonly name: string | undefined;
  readonly at: string;
  readonly passwordAt: string | undefined;
};
type VcenterBackupInput = KeptInput & VcenterBackupSaid;
export type KeyServerInput = KeyServerSaid & {
  readonly datastore: string | undefined;
  readonly backupAt: string | undefined;
};
export type ProviderInput = ProviderSaid & {
  readonly name: string;
  readonly kind: ProviderSite['kind'];
  readonly keyServer: KeyServerInput | undefined;
  readonly tpmRequired: boolean | undefined;
  readonly backups: readonly KeptInput[];
};
export type DatastoreInput = DatastoreSaid & {
  readonly name: string;
  readonly kind: 'vsan' | 'external';
  readonly encryptedBy: string | undefined;
  readonly deduplication: boolean;
  readonly failuresToTolerate: number | undefined;
};
export type MachineInput = MachineSaid & {
  readonly name: string;
  readonly count: number;
  readonly vtpm: boolean;
  readonly encrypted: boolean;
  readonly provider: string | undefined;
  readonly datastore: string | undefined;
  readonly host: string | undefined;
};
type PlaceInput = { readonly name: string; readonly datastore: string | undefined };
type SecretWord = 'disk' | 'bootDevice' | 'backupTarget' | 'p12';
type PromiseInput = {
  readonly recoverable: number;
  readonly starts: number;
  readonly secret: readonly SecretWord[];
  readonly deduplication: number | undefined;
};

const secretWords: readonly SecretWord[] = ['disk', 'bootDevice', 'backupTarget', 'p12'];

/** YAML reads 2.0 as the number 2, so numbers are taken for what they look like. */
const tpmWords: readonly (readonly [string | number, TpmVersion])[] = [
  ['none', 'none'],
  ['1.2', '1.2'],
  ['unusable', 'unusable'],
  ['2.0', '2.0'],
  ['2', '2.0'],
  [1.2, '1.2'],
  [2, '2.0'],
];
const tpm: z.ZodType<TpmVersion> = z
  .literal(
    tpmWords.map(([word]) => word),
    { error: expected('none | 1.2 | unusable | 2.0') },
  )
  .transform((word): TpmVersion => tpmWords.find(([known]) => known === word)?.[1] ?? 'none')
  .meta({
    description:
      'The TPM chip of the host. 1.2 cannot seal a configuration and counts as none, and so does a chip that ESXi detects and cannot use',
  });

const encryptionMode: z.ZodType<HostSite['encryptionMode'] | undefined> = oneOf(
  ['tpm', 'none'],
  'How the host protects its configuration: sealed by the TPM, or with the key in a file beside it',
).optional();

const boot: z.ZodType<HostSite['boot']> = oneOf(
  ['disk', 'network'],
  'Where the host boots from: a boot device of its own, or the network (Auto Deploy), where it keeps nothing',
).default('disk');
const keyPersistence = flag(
  'ESXi key persistence: the keys of a standard provider are kept in the sealed configuration',
).default(false);

const host: z.ZodType<HostInput> = mapping<HostInput>('a host such as { name: esx-01, tpm: 2.0 }', {
  name: simpleName('The name of the ESXi host'),
  tpm,
  encryptionMode,
  boot,
  keyPersistence,
  ...hostSaid,
});
const alikeHosts: z.ZodType<AlikeHostsInput> = mapping<AlikeHostsInput>(
  'hosts such as { count: 3, tpm: 2.0 }',
  {
    count: wholeNumber(1, 64, 'How many alike hosts there are; they are named esx-01, esx-02, …'),
    tpm,
    encryptionMode,
    boot,
    keyPersistence,
    ...hostSaid,
  },
);

const kept: Shape<KeptInput> = {
  name: simpleName('The name of the file').optional(),
  at: simpleName('The place where it is kept'),
  passwordAt: simpleName('The place where its password is kept; left out: it has no password').optional(),
};

const keyServer: z.ZodType<KeyServerInput> = mapping<KeyServerInput>(
  'a key server such as { backupAt: safe }',
  {
    datastore: simpleName('The datastore that it lies on; left out: it runs outside the cluster').optional(),
    backupAt: simpleName('The place where its backup is kept; left out: there is none').optional(),
    ...keyServerSaid,
  },
  'Where the key server of a standard or trusted provider runs, and where its backup is kept',
);

const provider: z.ZodType<ProviderInput> = mapping<ProviderInput>('a key provider such as { name: nkp }', {
  name: simpleName('The name of the key provider').default('nkp'),
  kind: oneOf(
    ['native', 'standard', 'trusted'],
    'native (vSphere Native Key Provider), standard (KMIP key server) or trusted (vSphere Trust Authority)',
  ).default('native'),
  keyServer: keyServer.optional(),
  tpmRequired: flag('"Use key provider only with TPM protected ESXi hosts"').optional(),
  backups: listOf(
    'backups',
    mapping<KeptInput>('a backup such as { at: safe, passwordAt: vault }', kept),
    [0, 8],
    'The .p12 files that are kept; none: it was downloaded once and thrown away',
  ).default([]),
  ...providerSaid,
});

const datastore: z.ZodType<DatastoreInput> = mapping<DatastoreInput>(
  'a datastore such as { name: vsan, kind: vsan }',
  {
    name: simpleName('The name of the datastore'),
    kind: oneOf(['vsan', 'external'], 'The vSAN of these hosts, or storage of another kind'),
    encryptedBy: simpleName(
      'The key provider of vSAN data-at-rest encryption; left out: it is off',
    ).optional(),
    deduplication: flag('Whether the datastore deduplicates').default(false),
    failuresToTolerate: wholeNumber(0, 3, 'How many hosts may be missing; of vSAN only').optional(),
    ...datastoreSaid,
  },
);

const machine: z.ZodType<MachineInput> = mapping<MachineInput>(
  'a machine such as { name: win11, vtpm: true }',
  {
    name: simpleName('The name of this class of alike virtual machines'),
    count: wholeNumber(1, 10_000, 'How many alike machines there are').default(1),
    vtpm: flag('Whether it has a virtual TPM, which encrypts the VM home').default(false),
    encrypted: flag('Whether its disks are encrypted too').default(false),
    provider: simpleName('The key provider that encrypts it').optional(),
    datastore: simpleName('The datastore that it lies on').optional(),
    host: simpleName('The host that it runs on').optional(),
    ...machineSaid,
  },
);

const place: z.ZodType<PlaceInput> = mapping<PlaceInput>('a place such as { name: share, datastore: vsan }', {
  name: simpleName('The name of the place'),
  datastore: simpleName('The datastore that it lies on; left out: outside the cluster').optional(),
});

const promise: z.ZodType<PromiseInput> = mapping<PromiseInput>(
  'a promise such as { recoverable: 2, starts: 1 }',
  {
    recoverable: wholeNumber(0, 4, 'With this many faults every machine is still recoverable').default(2),
    starts: wholeNumber(
      0,
      4,
      'With this many faults every machine still starts without outside help',
    ).default(1),
    secret: listOf(
      'words',
      oneOf(secretWords, 'What a thief may take'),
      [0, secretWords.length],
      'What a thief may take without learning any data',
    ).default(secretWords),
    deduplication: share('The least share of the plain ratio that must remain').optional(),
  },
  'What the site has to survive; the verdict is about this',
);

/** Each section by itself, so that the rest of a file can be judged when one of them is broken. */
export const siteSections: Shape<SiteInput> = {
  name: simpleName('The name of the site, as reports show it').default('site'),
  hosts: z
    .union([alikeHosts, listOf('hosts', host, [1, 64], 'Each host by itself')], {
      error: expected('hosts such as { count: 3, tpm: 2.0 }, or a list of them'),
    })
    .meta({ description: 'The ESXi hosts of the cluster' }),
  vcenter: z
    .union(
      [
        z.literal('outside'),
        mapping<VcenterInput>('a datastore', {
          datastore: simpleName('The datastore that vCenter Server lies on, or outside'),
          ...vcenterSaid,
        }),
      ],
      { error: expected('outside, or { datastore: <name> }') },
    )
    .meta({ description: 'Where vCenter Server runs: outside this cluster, or in it on a datastore' }),
  keyProviders: listOf('key providers', provider, [1, 8], 'The key providers').default([
    {
      name: 'nkp',
      kind: 'native',
      keyServer: undefined,
      tpmRequired: undefined,
      backups: [],
      createdOn: undefined,
      wrappingKey: undefined,
      baseImages: undefined,
    },
  ]),
  vcenterBackups: listOf(
    'backups',
    mapping<VcenterBackupInput>('a backup such as { at: backup-server, passwordAt: vault }', {
      ...kept,
      ...vcenterBackupSaid,
    }),
    [0, 8],
    'The file-based backups of vCenter Server; they contain the key providers',
  ).default([]),
  recoveryKeys: mapping<{ readonly at: string }>(
    'a place such as { at: vault }',
    { at: simpleName('The place where they are kept') },
    'The recovery keys of the configuration of the hosts; left out: nobody wrote them down',
  ).optional(),
  datastores: listOf('datastores', datastore, [1, 16], 'The datastores of the cluster'),
  machines: listOf('machines', machine, [1, 64], 'The virtual machines, by class'),
  places: listOf('places', place, [0, 64], 'The places that need more than a name').default([]),
  ...siteSaid,
  promise: promise.prefault({}),
  workload: workload.prefault({}),
  prices: prices.optional(),
};

/** A whole site file. */
export const siteSchema: z.ZodType<SiteInput> = mapping<SiteInput>(
  'a site with name, hosts, datastores, …',
  siteSections,
);
