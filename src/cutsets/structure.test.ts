import { describe, expect, test } from 'vitest';
import { type Reading, readings } from '../../models/reading.ts';
import { agreementOf } from './agreement.ts';
import { searchedCutSets } from './antichain.ts';
import { certify } from './certificate.ts';
import { loses, subjectOf } from './oracle.ts';
import { type Drawn, siteOf } from './random-site.ts';

const vendor = readings.find(({ name }) => name === 'vendor') as Reading;
const native = { provider: 'native', keyServer: 'outside', keyServerBackup: null } as const;

/** Where the structure function was wrong once; each of these taught it something. */
const once: readonly (readonly [string, number, Drawn])[] = [
  [
    'a swapped board takes the whole of vSAN with it',
    3,
    {
      hosts: ['tpm', 'unused'],
      ...native,
      tpmRequired: true,
      vsan: 'encrypted',
      failuresToTolerate: 0,
      machineOnVsan: false,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [{ at: 2, password: 1 }],
      backups: [],
      recoveryKeys: 0,
      places: ['external', 'outside', 'gone'],
    },
  ],
  [
    'recovery keys on a datastore need a host that is on',
    2,
    {
      hosts: ['unused', 'unused'],
      ...native,
      tpmRequired: false,
      vsan: 'encrypted',
      failuresToTolerate: 0,
      machineOnVsan: true,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [{ at: 0, password: 2 }],
      backups: [],
      recoveryKeys: 2,
      places: ['vsan', 'external', 'external'],
    },
  ],
  [
    'where the only host does not come on again, nobody creates the provider anew',
    3,
    {
      hosts: ['tpm'],
      ...native,
      tpmRequired: true,
      vsan: 'encrypted',
      failuresToTolerate: 0,
      machineOnVsan: true,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [{ at: 2, password: 2 }],
      backups: [],
      recoveryKeys: 1,
      places: ['gone', 'gone', 'outside'],
    },
  ],
  [
    'a host that comes on with its key to run a new vCenter mounts vSAN',
    4,
    {
      hosts: ['unused'],
      ...native,
      tpmRequired: false,
      vsan: 'encrypted',
      failuresToTolerate: 1,
      machineOnVsan: true,
      encryption: 'none',
      vcenter: 'external',
      p12s: [{ at: 0, password: 2 }],
      backups: [],
      recoveryKeys: null,
      places: ['outside', 'outside', 'external'],
    },
  ],
  [
    'an unsealed host is given the key again only where vCenter runs without it',
    4,
    {
      hosts: ['tpm'],
      ...native,
      tpmRequired: false,
      vsan: 'encrypted',
      failuresToTolerate: 0,
      machineOnVsan: true,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [{ at: 2, password: null }],
      backups: [],
      recoveryKeys: null,
      places: ['outside', 'outside', 'external'],
    },
  ],
  [
    'the only host waits for recovery keys that no host can read, and is installed again',
    2,
    {
      hosts: ['unused'],
      ...native,
      tpmRequired: false,
      vsan: 'encrypted',
      failuresToTolerate: 0,
      machineOnVsan: false,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [{ at: 2, password: null }],
      backups: [{ at: 0, password: 2 }],
      recoveryKeys: 0,
      places: ['external', 'outside', 'gone'],
    },
  ],
  [
    'a vCenter that runs writes a new backup before the first board is swapped',
    3,
    {
      hosts: ['tpm'],
      ...native,
      tpmRequired: true,
      vsan: 'encrypted',
      failuresToTolerate: 0,
      machineOnVsan: true,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [{ at: 0, password: 1 }],
      backups: [{ at: 1, password: 1 }],
      recoveryKeys: 1,
      places: ['gone', 'external', 'outside'],
    },
  ],
];

/** Key servers: a host whose boot device failed is not attested; a key server dark on the vSAN it opens; persistence. */
const served: readonly (readonly [string, number, Drawn])[] = [
  [
    'a host that was never attested is not after its boot device failed',
    2,
    {
      hosts: ['tpm', 'unused'],
      provider: 'trusted',
      keyServer: 'vsan',
      keyServerBackup: null,
      tpmRequired: false,
      vsan: 'none',
      failuresToTolerate: 0,
      machineOnVsan: true,
      encryption: 'full',
      vcenter: 'outside',
      p12s: [],
      backups: [],
      recoveryKeys: 1,
      places: ['vsan', 'external', 'external'],
    },
  ],
  [
    'a key server on the vSAN that it opens, its backup outside, and a host that keeps its keys',
    3,
    {
      hosts: ['kept'],
      provider: 'standard',
      keyServer: 'vsan',
      keyServerBackup: 0,
      tpmRequired: false,
      vsan: 'encrypted',
      failuresToTolerate: 1,
      machineOnVsan: true,
      encryption: 'full',
      vcenter: 'vsan',
      p12s: [],
      backups: [],
      recoveryKeys: 1,
      places: ['outside', 'external', 'outside'],
    },
  ],
];

describe('the structure function against the search with the real rules', () => {
  test.each([...once, ...served])('%s', (_, order, entry) => {
    expect(agreementOf(siteOf(entry), vendor, 'vm', order).disagreements).toEqual([]);
  });
});

test('one search over all sets equals a plain search for each set, by the certificate', () => {
  const [, , entry] = once[1] as (typeof once)[number];
  const site = siteOf({ ...entry, places: ['outside', 'outside', 'outside'] });
  const subject = subjectOf(site, vendor);
  const loss = { kind: 'unrecoverable', machine: 'vm' } as const;
  const { events, losses } = searchedCutSets(site, vendor, 2, [loss]);
  const sets = losses[0]?.sets ?? [];
  let asked = 0;
  const truth = (mask: number): boolean => {
    asked++;
    return loses(
      subject,
      loss,
      events.filter((_, bit) => (mask >>> bit) & 1),
    );
  };
  expect(certify(events.length, 1, sets, truth)).toEqual([]);
  expect(asked).toBeGreaterThan(20);
});
