import { describe, expect, it } from 'vitest';
import { storyOf, vendorWith } from '../story.fixture.ts';
import type { Event } from './events.ts';
import { standardKeyProvider } from './standard-key-provider.ts';

const on = (host: 'esx-1' | 'esx-2', ...types: Extract<Event, { host: string }>['type'][]): Event[] =>
  types.map((type) => ({ type, host }) as Event);
const power: Event = { type: 'sitePowerFails' };
const start: Event = { type: 'startMachine', host: 'esx-1' };

describe('vCenter stopped, and a host reboots', () => {
  const { play, answer } = storyOf(standardKeyProvider, 'kms-outside');
  const state = play([{ type: 'vcenterStops' }, ...on('esx-1', 'hostCrashes', 'bootHost')]);

  it('vSAN is not affected: the host asks the KMS itself', () => {
    expect(answer(state, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe('accepted');
  });

  it('the host is not safe and runs no encrypted machine until vCenter is back', () => {
    expect(answer(state, start)).toBe('hostNotSafe');
    expect(answer(state, { type: 'enterCryptoSafe', host: 'esx-1' })).toBe('vcenterNotRunning');
    const back = play([{ type: 'startVcenter' }, ...on('esx-1', 'enterCryptoSafe', 'pushMachineKey')], state);
    expect(answer(back, start)).toBe('accepted');
  });

  it('the machine starts on the other host, whose memory still has the key', () => {
    expect(answer(state, { type: 'startMachine', host: 'esx-2' })).toBe('accepted');
  });
});

describe('the password entry is missing in VECS, and the cluster is rebooted', () => {
  const { play, answer } = storyOf(standardKeyProvider, 'kms-outside');
  const missing = play([{ type: 'vecsEntryIsLost' }, ...on('esx-1', 'vcenterRemediatesHost')]);
  const dark = play([power, ...on('esx-1', 'bootHost')], missing);

  it('disk groups stay locked, and trust established again opens them', () => {
    expect(answer(dark, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe('vecsEntryMissing');
    const repaired = play(
      [{ type: 'establishTrust', provider: 'kms' }, ...on('esx-1', 'vcenterRemediatesHost')],
      dark,
    );
    expect(answer(repaired, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe('accepted');
  });

  it('a host that vCenter did not reach in between still has its login', () => {
    const other = play([power, ...on('esx-2', 'bootHost')], missing);
    expect(answer(other, { type: 'hostUnlocksVsan', host: 'esx-2' })).toBe('accepted');
  });
});

describe('the KMS on the vSAN that it unlocks', () => {
  const moved: Event[] = [{ type: 'moveKmsOntoVsan' }, power, ...on('esx-1', 'bootHost')];

  it('is a loop after a power failure: neither starts', () => {
    const { play, answer } = storyOf(standardKeyProvider, 'kms-on-its-vsan');
    const state = play([power, ...on('esx-1', 'bootHost')]);
    expect(answer(state, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe('kmsUnreachable');
    expect(answer(state, { type: 'startKmsNode', node: 'kms-1' })).toBe('vsanUnavailable');
    expect(answer(state, { type: 'moveKmsOffVsan' })).toBe('vsanUnavailable');
  });

  it('comes back from a backup elsewhere', () => {
    const { play, answer } = storyOf(standardKeyProvider, 'kms-moved-with-backup');
    const state = play([...moved, { type: 'restoreKms' }]);
    expect(answer(state, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe('accepted');
  });

  it('comes back with Key Persistence from 7.0 U3 on, and not with that of 7.0 U2', () => {
    const events: Event[] = [...on('esx-1', 'enableKeyPersistence'), power, ...on('esx-1', 'bootHost')];
    const later = storyOf(standardKeyProvider, 'persistence-7.0U3');
    expect(later.reached(later.play(events))).toContain('vsanReadable');
    const earlier = storyOf(standardKeyProvider, 'persistence-7.0U2');
    expect(earlier.reached(earlier.play(events))).not.toContain('vsanReadable');
    expect(earlier.reached(earlier.play(events))).toContain('machineStarts');
  });

  it('and Key Persistence costs the secrecy of a stolen host, until stored keys are removed', () => {
    const { play, reached } = storyOf(standardKeyProvider, 'persistence-7.0U3');
    const disabled = (removeStored: boolean): Event[] => [
      ...on('esx-1', 'enableKeyPersistence'),
      { type: 'disableKeyPersistence', host: 'esx-1', removeStored },
    ];
    expect(reached(play(disabled(false)))).not.toContain('stolenHostIsSecret');
    expect(reached(play(disabled(true)))).toContain('stolenHostIsSecret');
  });
});

describe('the HSM behind the KMS', () => {
  const { play, answer, reached } = storyOf(standardKeyProvider, 'kms-behind-hsm');

  it('fails unseen: the provider looks well and hosts get no keys', () => {
    const state = play([{ type: 'hsmFails' }, ...on('esx-1', 'hostCrashes', 'bootHost')]);
    const seen = standardKeyProvider.observe(state, {
      variant: standardKeyProvider.variants['kms-behind-hsm'] as never,
      switches: vendorWith(),
    }) as { vcenter: { providers: { kms: { status: string } } } };
    expect(seen.vcenter.providers.kms.status).toBe('ok');
    expect(answer(state, { type: 'enterCryptoSafe', host: 'esx-1' })).toBe('hsmFails');
  });

  it('takes every key with its root key, also those of the backup, once no host has them in memory', () => {
    const state = play([{ type: 'rootKeyIsDeleted' }]);
    expect(reached(state)).toContain('machineKeyExists');
    expect(reached(play([power], state))).not.toContain('machineKeyExists');
  });

  it('gives no key that expired, and a host that has it keeps it', () => {
    const state = play([{ type: 'keyExpires', key: 'vsan#1' }]);
    expect(reached(state)).toContain('vsanReadable');
    const rebooted = play([power, ...on('esx-1', 'bootHost')], state);
    expect(answer(rebooted, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe('keyExpired');
  });
});

describe('the nodes of the KMS', () => {
  it('answer in turn, and one alone answers for both', () => {
    const { play } = storyOf(standardKeyProvider, 'kms-outside');
    const rebooted = play([power, ...on('esx-1', 'bootHost', 'hostUnlocksVsan')]);
    expect(rebooted.kms.turn).toBe('kms-2');
    const alone = play(
      [{ type: 'kmsNodeStops', node: 'kms-2' }, ...on('esx-1', 'enterCryptoSafe')],
      rebooted,
    );
    expect(alone.kms.turn).toBe('kms-2');
  });
});

describe('a provider in use', () => {
  const deleted: Event[] = [{ type: 'deleteProvider', provider: 'kms' }];

  it('can be deleted, and added again under its name', () => {
    const { play, answer } = storyOf(standardKeyProvider, 'kms-outside');
    const state = play([...deleted, power, ...on('esx-1', 'bootHost')]);
    expect(answer(state, { type: 'enterCryptoSafe', host: 'esx-1' })).toBe('providerMissing');
    const repaired = play(
      [
        { type: 'addProvider', provider: 'kms', wrapping: false },
        { type: 'establishTrust', provider: 'kms' },
        ...on('esx-1', 'enterCryptoSafe', 'pushMachineKey'),
      ],
      state,
    );
    expect(answer(repaired, start)).toBe('accepted');
  });

  it.each([
    ['prunes', 'notTrusted'],
    ['addsOnly', 'accepted'],
  ] as const)('is taken from vSAN hosts when remediation %s', (remediation, expected) => {
    const { play, answer } = storyOf(standardKeyProvider, 'kms-outside', vendorWith({ remediation }));
    const state = play([
      ...deleted,
      ...on('esx-1', 'vcenterRemediatesHost'),
      power,
      ...on('esx-1', 'bootHost'),
    ]);
    expect(answer(state, { type: 'hostUnlocksVsan', host: 'esx-1' })).toBe(expected);
  });

  it('is found by name by a new vCenter, which must be told of the machine again', () => {
    const { play, answer } = storyOf(standardKeyProvider, 'kms-outside');
    const state = play([
      { type: 'vcenterIsLost' },
      power,
      { type: 'rebuildVcenter' },
      { type: 'addProvider', provider: 'kms', wrapping: false },
      { type: 'establishTrust', provider: 'kms' },
      ...on('esx-1', 'bootHost', 'enterCryptoSafe'),
    ]);
    expect(answer(state, { type: 'pushMachineKey', host: 'esx-1' })).toBe('keyUnknown');
    const registered = play([{ type: 'registerMachine' }, ...on('esx-1', 'pushMachineKey')], state);
    expect(answer(registered, start)).toBe('accepted');
  });
});

describe('a removed key', () => {
  const { play, answer, reached } = storyOf(standardKeyProvider, 'keys-removed');

  it('locks the machine only by force, and never leaves the KMS', () => {
    expect(answer(play([]), { type: 'removeKey', key: 'db#1', force: false })).toBe('keyInUse');
    const state = play([{ type: 'removeKey', key: 'db#1', force: true }, { type: 'powerOffMachine' }]);
    expect(answer(state, start)).toBe('keyMissing');
    expect(reached(state)).toContain('machineKeyExists');
    const again = play([{ type: 'registerMachine' }, ...on('esx-1', 'pushMachineKey')], state);
    expect(answer(again, start)).toBe('accepted');
  });

  it('is dropped by a host whether or not it is in use', () => {
    const state = play([{ type: 'removeKeyFromHost', host: 'esx-1', key: 'db#1' }]);
    expect(state.db.on).toBe('esx-1');
    expect(reached(state)).toContain('machineStarts');
  });
});

describe('wrapping keys', () => {
  const { play, answer, reached } = storyOf(standardKeyProvider, 'wrapping-9.0');
  const wrapped = play([
    { type: 'addProvider', provider: 'kms-new', wrapping: true },
    { type: 'establishTrust', provider: 'kms-new' },
    { type: 'rekeyMachine', provider: 'kms-new' },
  ]);

  it('cannot be turned on for a provider that exists', () => {
    expect(answer(play([]), { type: 'rotateWrappingKey', provider: 'kms' })).toBe('wrappingNeedsNewProvider');
    expect(wrapped.db).toMatchObject({ key: 'db#2', wrappedBy: 'wrap#1' });
  });

  it('wrap what they wrapped also after a rotation, until the next rekey', () => {
    const rotated = play([{ type: 'rotateWrappingKey', provider: 'kms-new' }], wrapped);
    expect(rotated.keys).toMatchObject({ 'wrap#1': 'active', 'wrap#2': 'active' });
    const cold = play([{ type: 'keyIsDestroyed', key: 'wrap#1' }, power], rotated);
    expect(reached(cold)).not.toContain('machineKeyExists');
    const rekeyed = play([{ type: 'rekeyMachine', provider: 'kms-new' }], rotated);
    const safe = play([{ type: 'keyIsDestroyed', key: 'wrap#1' }, power], rekeyed);
    expect(reached(safe)).toContain('machineKeyExists');
  });

  it('leave the host key with the old provider, which is rekeyed by itself', () => {
    expect(reached(wrapped)).not.toContain('oldProviderMayGo');
    expect(reached(play([{ type: 'rekeyHosts', provider: 'kms-new' }], wrapped))).toContain(
      'oldProviderMayGo',
    );
  });
});
