/** A site for the tests of this folder, and the events that bring it to its steady state. */
import type { Event } from '../../models/events.ts';
import type { Switches } from '../../models/reading.ts';
import type { ProviderSite, Site } from '../../models/site.ts';
import { randomOf } from '../random.ts';
import type { Defect } from './defects.ts';
import { createTwin } from './twin.ts';
import type { Answer, Twin } from './twin.ts';

const names = ['esx-01', 'esx-02', 'esx-03'];

export const vendor: Switches = {
  noTpmRetention: 'persists',
  noTpmArchive: 'readable',
  tpmGate: 'present',
  remediation: 'prunes',
  importCountsAsBackup: true,
  pushBeforeActivation: false,
  esaDekScope: 'cluster',
  coredumpHasKeys: 'may',
  firmwareUpdateUnseal: 'nondet',
  tpmLockout: 'off',
  cfgDirtyWindow: 'hourly',
};
export const article: Switches = { ...vendor, noTpmRetention: 'volatile' };

const native: ProviderSite = {
  name: 'nkp',
  kind: 'native',
  tpmRequired: true,
  keyServerAt: null,
  keyServerBackupAt: null,
};

/** Three hosts with TPM, vCenter on the encrypted vSAN, a .p12 and a backup outside, passwords elsewhere. */
export const site: Site = {
  name: 'test',
  hosts: names.map((name) => ({
    name,
    tpm: '2.0',
    encryptionMode: 'tpm',
    boot: 'disk',
    keyPersistence: false,
  })),
  vcenterAt: 'vsan',
  providers: [native],
  datastores: [
    { name: 'vsan', kind: 'vsan', encryptedBy: 'nkp', deduplication: false, failuresToTolerate: 1 },
    { name: 'nfs', kind: 'external', encryptedBy: null, deduplication: false, failuresToTolerate: 0 },
  ],
  machines: [
    { name: 'win-1', count: 10, encryption: 'vtpm', provider: 'nkp', datastore: 'vsan', host: 'esx-01' },
    { name: 'win-2', count: 10, encryption: 'vtpm', provider: 'nkp', datastore: 'vsan', host: 'esx-02' },
    { name: 'db', count: 1, encryption: 'full', provider: 'nkp', datastore: 'vsan', host: 'esx-03' },
  ],
  places: [
    { name: 'safe', datastore: null, gone: false },
    { name: 'vault', datastore: null, gone: false },
    { name: 'share', datastore: 'vsan', gone: false },
  ],
  p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'vault' }],
  backups: [{ name: 'nightly', at: 'safe', passwordAt: 'vault' }],
  recoveryKeysAt: 'vault',
  promise: { recoverable: 2, starts: 1, secret: [], deduplication: null },
};

/** The same without TPMs, and a provider that does not ask for them. */
export const siteWithoutTpm: Site = {
  ...site,
  hosts: site.hosts.map((host) => ({ ...host, tpm: 'none', encryptionMode: 'none' })),
  providers: [{ ...native, tpmRequired: false }],
};

export type Setting = {
  readonly site?: Site;
  readonly switches?: Partial<Switches>;
  readonly defect?: Defect;
  readonly seed?: string;
};

export function bareTwin(setting: Setting = {}): Twin {
  return createTwin({
    site: setting.site ?? site,
    switches: { ...vendor, ...setting.switches },
    random: randomOf(setting.seed ?? 'twin', 'twin'),
    defect: setting.defect ?? 'none',
  });
}

/** Providers that are created and backed up, or registered, and on all hosts. */
export function providerEvents(plan: Site, number = 1): Event[] {
  const attested = plan.providers.some(({ kind }) => kind === 'trusted')
    ? plan.hosts.filter(({ encryptionMode }) => encryptionMode === 'tpm')
    : [];
  return [
    ...plan.providers.flatMap((provider) => oneProvider(plan, provider, number)),
    ...everyHost(plan, 'vcenterRemediatesHost'),
    ...attested.map(({ name }): Event => ({ type: 'hostFetchesKeys', host: name })),
  ];
}

function oneProvider(plan: Site, { name: provider, kind }: ProviderSite, number: number): Event[] {
  if (kind !== 'native') return [{ type: 'registerProvider', provider }];
  const kept = plan.p12s.filter((p12) => p12.provider === provider);
  return [
    { type: 'createProvider', provider, key: `${provider}#${number}` },
    ...kept.flatMap(({ name }): Event[] => [
      { type: 'exportProvider', provider },
      { type: 'downloadBackup', provider, p12: name },
    ]),
  ];
}

/** From bare to steady: everything encrypted, written, backed up and running. */
export function provisioning(plan: Site): Event[] {
  return [
    ...providerEvents(plan),
    ...everyHost(plan, 'enableHostEncryption'),
    ...(plan.datastores.some(({ encryptedBy }) => encryptedBy !== null)
      ? [{ type: 'enableVsanEncryption' } as const]
      : []),
    ...plan.machines
      .filter(({ encryption }) => encryption !== 'none')
      .map(({ name }): Event => ({ type: 'encryptMachine', machine: name })),
    ...everyHost(plan, 'hostWritesConfiguration'),
    ...plan.backups.map(({ name }): Event => ({ type: 'backupRuns', backup: name })),
    ...plan.machines.map(({ name, host }): Event => ({ type: 'startMachine', machine: name, host })),
  ];
}

export function everyHost(
  plan: Site,
  type:
    | 'vcenterRemediatesHost'
    | 'enableHostEncryption'
    | 'hostWritesConfiguration'
    | 'bootHost'
    | 'hostCrashes',
): Event[] {
  return plan.hosts.map(({ name }) => ({ type, host: name }));
}

/** A twin in its steady state. */
export function steadyTwin(setting: Setting = {}): Twin {
  const twin = bareTwin(setting);
  all(twin, provisioning(setting.site ?? site));
  return twin;
}

/** Sends events that must all be accepted. */
export function all(twin: Twin, events: readonly Event[]): void {
  for (const event of events) {
    const answer = twin.send(event);
    if (answer.kind === 'refused') throw new Error(`${JSON.stringify(event)}: ${answer.refusal}`);
  }
}

/** What the twin answers, in a word. */
export function say(twin: Twin, event: Event): string {
  const answer: Answer = twin.send(event);
  return answer.kind === 'refused' ? answer.refusal : 'accepted';
}
