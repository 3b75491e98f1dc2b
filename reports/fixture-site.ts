/** The site of the fixture: hosts without a TPM, and both copies of the key at one place. */
import type { HostSite, Site } from '../models/site.ts';

function host(name: string): HostSite {
  return { name, tpm: 'none', encryptionMode: 'none', boot: 'disk', keyPersistence: false };
}

export const fixtureSite: Site = {
  name: 'no-tpm',
  hosts: ['esx-01', 'esx-02', 'esx-03'].map(host),
  vcenterAt: 'vsan',
  providers: [
    { name: 'nkp', kind: 'native', tpmRequired: false, keyServerAt: null, keyServerBackupAt: null },
  ],
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
    { name: 'file-share', datastore: 'vsan', gone: false },
    { name: 'downloads', datastore: null, gone: true },
  ],
  p12s: [
    { name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'password-manager' },
    { name: 'nkp-old.p12', provider: 'nkp', at: 'downloads', passwordAt: null },
  ],
  backups: [{ name: 'vcsa-backup', at: 'safe', passwordAt: 'file-share' }],
  recoveryKeysAt: null,
  promise: {
    recoverable: 2,
    starts: 1,
    secret: [
      { kind: 'disk', datastore: 'vsan' },
      { kind: 'bootDevice', host: 'esx-01' },
      { kind: 'place', place: 'safe' },
    ],
    deduplication: 0.9,
  },
};
