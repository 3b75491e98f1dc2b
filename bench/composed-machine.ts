/**
 * The slice of the real domain that `composed.pml` restates by hand: a vCenter, a key provider with one .p12 file,
 * and one host with a TPM, on the real rules. Every move is free, so that all of it is searched.
 */
import { readings } from '../models/reading.ts';
import type { ReadingName } from '../models/reading.ts';
import { bareMachine } from '../models/site-machine.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import type { Site } from '../models/site.ts';

const site: Site = {
  name: 'composed',
  hosts: [{ name: 'host', tpm: '2.0', encryptionMode: 'tpm', boot: 'disk', keyPersistence: false }],
  vcenterAt: null,
  providers: [{ name: 'nkp', kind: 'native', tpmRequired: true, keyServerAt: null, keyServerBackupAt: null }],
  datastores: [],
  machines: [],
  places: [
    { name: 'safe', datastore: null, gone: false },
    { name: 'vault', datastore: null, gone: false },
  ],
  p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: 'vault' }],
  backups: [],
  recoveryKeysAt: 'vault',
  promise: { recoverable: 0, starts: 0, secret: [], deduplication: null },
};

export function composedMachine(name: ReadingName): SiteMachine {
  const reading = readings.find((entry) => entry.name === name);
  if (reading === undefined) throw new Error(`there is no reading ${name}`);
  const machine = bareMachine(site, reading.switches);
  const free = Object.fromEntries(
    Object.entries(machine.rules).map(([type, rule]) => [type, { ...rule, spends: 0 }]),
  );
  // The same table, rule for rule; only what the moves cost is changed.
  return { ...machine, rules: free as unknown as SiteMachine['rules'] };
}
