import { describe, expect, it } from 'vitest';
import { storyOf, vendorWith } from '../story.fixture.ts';
import type { Event } from './events.ts';
import { vcenter } from './vcenter.ts';

const on = { vcenter: 'vc-1', provider: 'A' } as const;
const importA: Event = { type: 'importProvider', ...on, constraint: 'asExported' };
const fails: Event = { type: 'vcenterNodeFails' };
const powerOff: Event = { type: 'powerOffMachine' };
const start: Event = { type: 'startMachine', host: 'esx-1' };

type HostEvent = 'addHost' | 'vcenterRemediatesHost' | 'reconnectHost' | 'enableHostEncryption';
const both = (type: HostEvent): Event[] => [
  { type, host: 'esx-1' },
  { type, host: 'esx-2' },
];

describe('a lost vCenter', () => {
  const { play, answer, reached } = storyOf(vcenter, 'restore-8.0');
  const rebuilt = play([fails, { type: 'rebuildVcenter' }]);

  it('is rebuilt, and the .p12 is imported before its hosts come back', () => {
    const state = play([importA, ...both('addHost'), ...both('vcenterRemediatesHost'), powerOff], rebuilt);
    expect(answer(state, start)).toBe('accepted');
  });

  it('takes the keys from healthy hosts that come back before the import', () => {
    const early = play([...both('addHost'), ...both('vcenterRemediatesHost'), powerOff], rebuilt);
    expect(answer(early, start)).toBe('keyMissing');
    const late = play([importA, ...both('vcenterRemediatesHost'), ...both('enableHostEncryption')], early);
    expect(answer(late, start)).toBe('accepted');
  });

  const old = (hosts: 'connected' | 'disconnected'): Event[] => [
    fails,
    { type: 'restoreVcenter', backup: 'early', hosts },
  ];

  it('restored from a backup older than the provider prunes healthy hosts', () => {
    const state = play([...old('connected'), ...both('vcenterRemediatesHost'), powerOff]);
    expect(answer(state, start)).toBe('keyMissing');
  });

  it('and does not when hosts are kept disconnected until the import', () => {
    const apart = play(old('disconnected'));
    expect(answer(apart, { type: 'vcenterRemediatesHost', host: 'esx-1' })).toBe('hostNotConnected');
    const state = play(
      [importA, ...both('reconnectHost'), ...both('vcenterRemediatesHost'), powerOff],
      apart,
    );
    expect(answer(state, start)).toBe('accepted');
  });

  it('prunes nothing where vCenter only adds', () => {
    const adding = storyOf(vcenter, 'restore-8.0', vendorWith({ remediation: 'addsOnly' }));
    const state = adding.play([...old('connected'), ...both('vcenterRemediatesHost'), powerOff]);
    expect(adding.answer(state, start)).toBe('accepted');
  });

  it('cannot be restored from a backup on the cluster while that is dark', () => {
    const state = play([
      fails,
      { type: 'hostCrashes', host: 'esx-1' },
      { type: 'hostCrashes', host: 'esx-2' },
    ]);
    expect(answer(state, { type: 'restoreVcenter', backup: 'late', hosts: 'connected' })).toBe(
      'backupUnreachable',
    );
    expect(answer(state, { type: 'restoreVcenter', backup: 'early', hosts: 'connected' })).toBe('accepted');
  });

  it('leaves a .p12 to be had from a backup that is restored apart', () => {
    const state = play([
      { type: 'p12IsLost', provider: 'A' },
      { type: 'exportFromBackup', backup: 'late', provider: 'A' },
    ]);
    expect(reached(state)).toContain('p12IsGood');
    expect(answer(state, { type: 'exportFromBackup', backup: 'early', provider: 'A' })).toBe(
      'providerNotInBackup',
    );
  });
});

describe('vCenter HA', () => {
  const { play, reached } = storyOf(vcenter, 'ha-8.0');

  it('goes on after the loss of a node', () => {
    const state = play([fails]);
    expect(state['vcenter/vc-1']).toMatchObject({ state: 'running', standby: false });
    expect(state['provider/vc-1/A']).not.toBeNull();
  });

  it('does not bring back what was deleted: it is no backup', () => {
    const state = play([{ type: 'deleteProvider', ...on }, fails]);
    expect(state['provider/vc-1/A']).toBeNull();
  });

  it('has a backup target that yields the key, for it is not encrypted', () => {
    expect(reached(play([]))).not.toContain('backupsAreSecret');
    expect(reached(play([{ type: 'backupIsLost', backup: 'late' }]))).toContain('backupsAreSecret');
  });
});

describe('two vCenters in linked mode', () => {
  const { play, answer } = storyOf(vcenter, 'linked-8.0');
  const moved = play([{ type: 'moveHost', host: 'esx-1', vcenter: 'vc-2' }]);

  it('do not share providers: a host that was moved looks well until it is remediated', () => {
    expect(answer(play([powerOff], moved), start)).toBe('accepted');
    const later = play([{ type: 'vcenterRemediatesHost', host: 'esx-1' }, powerOff], moved);
    expect(answer(later, start)).toBe('keyMissing');
  });

  it('work together once the same .p12 was imported', () => {
    const state = play([
      { type: 'importProvider', vcenter: 'vc-2', provider: 'A', constraint: 'asExported' },
      { type: 'moveHost', host: 'esx-2', vcenter: 'vc-2' },
      { type: 'vcenterRemediatesHost', host: 'esx-2' },
      { type: 'startMigration', host: 'esx-2' },
      { type: 'finishMigration' },
    ]);
    expect(state.db.on).toBe('esx-2');
  });

  it.each([
    ['recreateProvider', 'keyIdDiffers'],
    [undefined, 'providerMissing'],
  ] as const)('migrate to the end and fail there (%s: %s)', (type, expected) => {
    const other: Event[] = type === undefined ? [] : [{ type, vcenter: 'vc-2', provider: 'A' }];
    const state = play([
      ...other,
      { type: 'moveHost', host: 'esx-2', vcenter: 'vc-2' },
      { type: 'startMigration', host: 'esx-2' },
    ]);
    expect(answer(state, { type: 'finishMigration' })).toBe(expected);
    expect(play([{ type: 'rollBackMigration' }], state).db).toMatchObject({ on: 'esx-1', to: null });
  });

  it('want equal key ids, not only equal keys', () => {
    const state = play([
      { type: 'importProvider', vcenter: 'vc-2', provider: 'A', constraint: 'asExported' },
      { type: 'updateKeyId', ...on },
      { type: 'moveHost', host: 'esx-2', vcenter: 'vc-2' },
      { type: 'startMigration', host: 'esx-2' },
    ]);
    expect(answer(state, { type: 'finishMigration' })).toBe('keyIdDiffers');
  });
});

describe('a provider born on a host', () => {
  const born: Event[] = [
    { type: 'createProviderOnHost', host: 'esx-1', provider: 'A' },
    { type: 'addVtpmOnHost', host: 'esx-1' },
    start,
    { type: 'rebuildVcenter' },
    { type: 'addHost', host: 'esx-1' },
  ];

  it('is lost when vCenter prunes before it was handed over', () => {
    const { play, reached } = storyOf(vcenter, 'bootstrap-8.0');
    const pruned = play([...born, { type: 'vcenterRemediatesHost', host: 'esx-1' }]);
    expect(reached(pruned)).not.toContain('machineKeyExists');
  });

  it('is kept when it is handed over first, and waits for its backup', () => {
    const { play, reached, answer } = storyOf(vcenter, 'bootstrap-8.0');
    const handed = play([
      ...born,
      { type: 'handOverProvider', host: 'esx-1', provider: 'A' },
      { type: 'vcenterRemediatesHost', host: 'esx-1' },
    ]);
    expect(reached(handed)).toContain('machineKeyExists');
    expect(reached(handed)).not.toContain('p12IsGood');
    expect(answer(handed, importA)).toBe('providerExists');
  });
});

describe('a host that stands alone', () => {
  it('receives nothing until it is in a cluster', () => {
    const { play, answer } = storyOf(vcenter, 'standalone-8.0');
    const push: Event = { type: 'vcenterRemediatesHost', host: 'esx-2' };
    expect(answer(play([]), push)).toBe('hostNotInCluster');
    const joined = play([{ type: 'moveIntoCluster', host: 'esx-2' }, push]);
    expect(joined['host/esx-2']).toMatchObject({ held: { A: 'A#1' } });
  });
});

describe('a migration from a Standard to a Native Key Provider', () => {
  const { play, reached, answer } = storyOf(vcenter, 'migration-9.0');
  const native: Event[] = [
    { type: 'createProvider', ...on },
    { type: 'exportProvider', ...on, login: 'fqdn' },
    { type: 'downloadBackup', ...on, password: true },
    ...both('vcenterRemediatesHost'),
    { type: 'setDefault', ...on },
    { type: 'rekeyMachine', provider: 'A' },
  ];
  const hostKeys: Event[] = [
    { type: 'configureCryptoKey', host: 'esx-1', provider: 'A' },
    { type: 'configureCryptoKey', host: 'esx-2', provider: 'A' },
  ];
  const deleteB: Event = { type: 'deleteProvider', vcenter: 'vc-1', provider: 'B' };
  const reboot: Event[] = [
    { type: 'hostCrashes', host: 'esx-1' },
    { type: 'bootHost', host: 'esx-1' },
  ];

  it('ends when the machine and the hosts were rekeyed', () => {
    const done = play([...native, ...hostKeys]);
    expect(reached(done)).toContain('oldProviderMayGo');
    expect(answer(play([deleteB, ...reboot], done), start)).toBe('accepted');
  });

  it('leaves a host that was forgotten unsafe after its next reboot', () => {
    const forgotten = play(native);
    expect(reached(forgotten)).not.toContain('oldProviderMayGo');
    expect(answer(play([deleteB, ...reboot], forgotten), start)).toBe('hostNotSafe');
  });

  it('makes the KMS unnecessary at a reboot', () => {
    const before = play([{ type: 'kmsStops' }, ...reboot]);
    expect(answer(before, start)).toBe('keyMissing');
    expect(answer(play([{ type: 'kmsStops' }, ...reboot], play([...native, ...hostKeys])), start)).toBe(
      'accepted',
    );
  });
});
