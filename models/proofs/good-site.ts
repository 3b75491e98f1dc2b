/** Small sites that keep every practice: what the practices are left out of, one by one. */
import type { Loot, Site } from '../site.ts';

const loots: readonly Loot[] = [
  { kind: 'disk', datastore: 'vsan' },
  { kind: 'disk', datastore: 'san' },
  { kind: 'bootDevice', host: 'esx-01' },
  { kind: 'place', place: 'backup-server' },
  { kind: 'place', place: 'safe' },
];

export const goodSite: Site = {
  name: 'good',
  hosts: [
    { name: 'esx-01', tpm: '2.0', encryptionMode: 'tpm', boot: 'disk', keyPersistence: false },
    { name: 'esx-02', tpm: '2.0', encryptionMode: 'tpm', boot: 'disk', keyPersistence: false },
  ],
  vcenterAt: 'vsan',
  providers: [{ name: 'nkp', kind: 'native', tpmRequired: true, keyServerAt: null, keyServerBackupAt: null }],
  datastores: [
    { name: 'vsan', kind: 'vsan', encryptedBy: 'nkp', deduplication: true, failuresToTolerate: 1 },
    { name: 'san', kind: 'external', encryptedBy: null, deduplication: false, failuresToTolerate: 0 },
  ],
  machines: [
    {
      name: 'win11',
      count: 20,
      encryption: 'vtpm',
      provider: 'nkp',
      datastore: 'vsan',
      host: 'esx-01',
    },
    { name: 'db', count: 1, encryption: 'full', provider: 'nkp', datastore: 'san', host: 'esx-02' },
  ],
  places: [
    { name: 'safe', datastore: null, gone: false },
    { name: 'password-manager', datastore: null, gone: false },
    { name: 'backup-server', datastore: null, gone: false },
    { name: 'vault', datastore: null, gone: false },
  ],
  p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'password-manager' }],
  backups: [{ name: 'vcenter-backup', at: 'backup-server', passwordAt: 'vault' }],
  recoveryKeysAt: 'vault',
  promise: { recoverable: 2, starts: 1, secret: loots, deduplication: null },
};

/** A provider that was backed up once, as it must be, and whose file was thrown away. */
export const thrownAway: Pick<Site, 'places' | 'p12s'> = {
  places: [
    ...goodSite.places.filter(({ name }) => name !== 'safe' && name !== 'password-manager'),
    { name: 'discarded', datastore: null, gone: true },
  ],
  p12s: [{ name: 'nkp-discarded.p12', provider: 'nkp', at: 'discarded', passwordAt: null }],
};

/** vSAN under a Standard Key Provider, whose key server runs outside and is backed up. */
export const keyServedSite: Site = {
  ...goodSite,
  name: 'key-served',
  vcenterAt: null,
  providers: [
    { name: 'kms', kind: 'standard', tpmRequired: false, keyServerAt: null, keyServerBackupAt: 'archive' },
  ],
  datastores: goodSite.datastores
    .filter(({ kind }) => kind === 'vsan')
    .map((datastore) => ({ ...datastore, encryptedBy: 'kms' })),
  machines: [
    { name: 'files', count: 4, encryption: 'none', provider: null, datastore: 'vsan', host: 'esx-01' },
  ],
  places: [
    { name: 'archive', datastore: null, gone: false },
    { name: 'vault', datastore: null, gone: false },
  ],
  p12s: [],
  backups: [],
};
