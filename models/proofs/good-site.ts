/** A small site that keeps every practice: what the practices are left out of, one by one. */
import type { Site } from '../site.ts';

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
  promise: { recoverable: 2, starts: 1, secret: [], deduplication: null },
};
