/** A site as large as one wishes with eight classes of machines, to measure on. */
import type { MachineSite, Site } from '../../models/site.ts';

const classes: readonly (readonly [MachineSite['encryption'], datastore: string])[] = [
  ['none', 'vsan'],
  ['vtpm', 'vsan'],
  ['full', 'vsan'],
  ['none', 'san'],
  ['vtpm', 'san'],
  ['full', 'san'],
  ['vtpm', 'nfs'],
  ['full', 'nfs'],
];

/** The article's practices at scale: every host with a TPM, all machines spread evenly. */
export function largeSite(hosts: number, machines: number): Site {
  const hostNames = Array.from({ length: hosts }, (_, index) => `esx-${String(index + 1).padStart(2, '0')}`);
  return {
    name: `${hosts} hosts, ${machines} machines`,
    hosts: hostNames.map((name) => ({
      name,
      tpm: '2.0',
      encryptionMode: 'tpm',
      boot: 'disk',
      keyPersistence: false,
    })),
    vcenterAt: 'vsan',
    providers: [
      { name: 'nkp', kind: 'native', tpmRequired: true, keyServerAt: null, keyServerBackupAt: null },
    ],
    datastores: [
      { name: 'vsan', kind: 'vsan', encryptedBy: 'nkp', deduplication: true, failuresToTolerate: 1 },
      ...['san', 'nfs'].map((name) => ({
        name,
        kind: 'external' as const,
        encryptedBy: null,
        deduplication: false,
        failuresToTolerate: 0,
      })),
    ],
    machines: Array.from({ length: machines }, (_, index): MachineSite => {
      const [encryption, datastore] = classes[index % classes.length] ?? ['none', 'san'];
      return {
        name: `vm-${String(index + 1).padStart(4, '0')}`,
        count: 1,
        encryption,
        provider: encryption === 'none' ? null : 'nkp',
        datastore,
        host: hostNames[Math.floor(index / classes.length) % hosts] ?? '',
      };
    }),
    places: ['safe', 'password-manager', 'backup-server', 'vault'].map((name) => ({
      name,
      datastore: null,
      gone: false,
    })),
    p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'password-manager' }],
    backups: [{ name: 'backup', at: 'backup-server', passwordAt: 'vault' }],
    recoveryKeysAt: 'vault',
    promise: { recoverable: 2, starts: 1, secret: [], deduplication: null },
  };
}
