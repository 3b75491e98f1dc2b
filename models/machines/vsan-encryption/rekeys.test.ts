/** The stories of keys: dark starts, keyless hosts, rekeys that are cut short, another provider. */
import { describe, expect, it } from 'vitest';
import { defectsOf } from '../../kernel/step.ts';
import { type Event, type Refusal, refusals } from './events.ts';
import { issuesOf } from './health.ts';
import {
  answer,
  bare,
  dark,
  missed,
  on,
  onAll,
  perDevice,
  play,
  reached,
  settingOf,
  vendor,
} from './play.fixture.ts';
import { hosts } from './names.ts';
import { hostOf } from './state.ts';
import { vsanEncryption } from './vsan-encryption.ts';

const rekeyed: readonly Event[] = [
  ...bare('shallowRekey'),
  ...onAll('hostTakesConfiguration'),
  ...bare('transitionAdvances'),
  ...onAll('hostRewraps', 'hostForgetsOldKek'),
  ...bare('operationFinishes'),
];
const toB: Event = { type: 'setProvider', provider: 'B' };

describe('the table', () => {
  it.each(Object.keys(vsanEncryption.variants))('of %s has parts that agree', (name) => {
    expect(defectsOf(vsanEncryption.machine(settingOf(name)))).toEqual([]);
  });

  it('has a sentence for every refusal', () => {
    for (const refusal of Object.keys(refusals) as Refusal[]) {
      expect(vsanEncryption.describeRefusal(refusal).length).toBeGreaterThan(10);
    }
  });
});

describe('a dark start', () => {
  it('needs nothing but the hosts with a Native Key Provider', () => {
    const setting = settingOf('osa-7.0');
    const state = play(setting, [...dark, ...onAll('bootHost')]);
    expect(reached(setting, state, 'dataReadable')).toBe(true);
  });

  it('waits for the credentials of a Standard Key Provider', () => {
    const setting = settingOf('osa-7.0-standard');
    const away: readonly Event[] = [
      { type: 'providerGoesAway', provider: 'A' },
      ...dark,
      ...onAll('bootHost'),
    ];
    const locked = play(setting, away);
    expect(hosts.map((host) => hostOf(locked, host).mounted)).toEqual([false, false, false]);
    expect(reached(setting, locked, 'dataReadable')).toBe(false);
    expect(answer(setting, away, { type: 'hostUnlocks', host: 'esx-1' })).toBe('keyMissing');
    const back: readonly Event[] = [...away, { type: 'providerComesBack', provider: 'A' }];
    const unlocked = play(setting, [...back, ...on('esx-1', 'hostUnlocks'), ...on('esx-2', 'hostUnlocks')]);
    expect(reached(setting, unlocked, 'dataReadable')).toBe(true);
  });

  it('tolerates as many keyless hosts as failed ones', () => {
    const setting = settingOf('osa-7.0');
    const one = [...on('esx-1', 'hostConfigurationIsLost', 'bootHost')];
    const two = [...one, ...on('esx-2', 'hostConfigurationIsLost', 'bootHost')];
    expect(reached(setting, play(setting, one), 'dataReadable')).toBe(true);
    expect(reached(setting, play(setting, two), 'dataReadable')).toBe(false);
    expect(reached(setting, play(setting, one), 'survivesPowerLoss')).toBe(true);
    expect(reached(setting, play(setting, two), 'survivesPowerLoss')).toBe(false);
  });
});

describe('a shallow rekey', () => {
  const setting = settingOf('osa-7.0');

  it('changes the key that wraps, and no data key', () => {
    const state = play(setting, rekeyed);
    expect(state.cluster).toMatchObject({ kek: 'A#2', oldKek: 'none', dek: 1, transition: 'settled' });
    expect(hostOf(state, 'esx-1')).toMatchObject({ kek: 'A#2', nextKek: 'none', mounted: true });
    expect(hostOf(state, 'esx-1').device).toMatchObject({ dek: 1, kek: 'A#2' });
  });

  it('leaves every device openable, wherever it is cut short', () => {
    for (let cut = 0; cut <= rekeyed.length; cut++) {
      const state = play(setting, [...rekeyed.slice(0, cut), ...dark, ...onAll('bootHost')]);
      expect(hosts.filter((host) => hostOf(state, host).mounted)).toEqual(hosts);
    }
  });

  it('goes on without a host that is off, which then shows that it missed it', () => {
    const back = [...missed, ...on('esx-3', 'bootHost')];
    const state = play(setting, back);
    expect(hostOf(state, 'esx-3')).toMatchObject({ mounted: true, kek: 'A#1' });
    expect(issuesOf(setting, state, hostOf(state, 'esx-3'))).toEqual(['keyEncryptionKeyInconsistent']);
    expect(answer(setting, back, { type: 'shallowRekey' })).toBe('hostInconsistent');
    const caughtUp = play(setting, [
      ...back,
      ...on('esx-3', 'hostTakesConfiguration', 'hostRewraps', 'hostForgetsOldKek'),
    ]);
    expect(issuesOf(setting, caughtUp, hostOf(caughtUp, 'esx-3'))).toEqual([]);
  });

  it('waits for a host that is on', () => {
    const started = [...bare('shallowRekey'), ...on('esx-1', 'hostTakesConfiguration')];
    expect(answer(setting, started, { type: 'transitionAdvances' })).toBe('hostNotPrepared');
    expect(answer(setting, started, { type: 'hostRewraps', host: 'esx-1' })).toBe('stillPreparing');
  });
});

describe('another provider', () => {
  const setting = settingOf('osa-7.0-provider');
  const gone: readonly Event[] = [
    { type: 'deleteProvider', provider: 'A' },
    ...on('esx-3', 'vcenterRemediatesHost'),
    ...on('esx-3', 'hostUnlocks'),
  ];

  it('is shown as inconsistent until the rekey has used it', () => {
    const set = play(setting, [toB]);
    expect(issuesOf(setting, set, hostOf(set, 'esx-1'))).toEqual(['kmsInfoInconsistent']);
    const state = play(setting, [toB, ...rekeyed]);
    expect(state.cluster.kek).toBe('B#1');
    expect(issuesOf(setting, state, hostOf(state, 'esx-1'))).toEqual([]);
  });

  it('frees the old one, once every host has gone over', () => {
    const deleted = [...rekeyed, { type: 'deleteProvider', provider: 'A' } as const];
    const state = play(setting, [
      toB,
      ...deleted,
      ...onAll('vcenterRemediatesHost'),
      ...dark,
      ...onAll('bootHost'),
    ]);
    expect(hosts.filter((host) => hostOf(state, host).mounted)).toEqual(hosts);
  });

  it('strands a host that missed the rekey, when the old one is deleted', () => {
    const back = [
      toB,
      ...missed,
      { type: 'deleteProvider', provider: 'A' } as const,
      ...on('esx-3', 'bootHost'),
    ];
    const pruned = [...on('esx-3', 'vcenterRemediatesHost', 'hostCrashes', 'bootHost')];
    const stranded = play(setting, [...back, ...pruned]);
    expect(hostOf(stranded, 'esx-3').mounted).toBe(false);
    expect(issuesOf(setting, stranded, hostOf(stranded, 'esx-3'))).toEqual([
      'keyEncryptionKeyInconsistent',
      'kmsInfoInconsistent',
      'hostKeyInconsistent',
    ]);
    expect(answer(setting, [...back, ...pruned], { type: 'recreateDevice', host: 'esx-3' })).toBe(
      'nothingTaken',
    );
    const mended = play(setting, [
      ...back,
      ...pruned,
      ...on('esx-3', 'hostTakesConfiguration', 'recreateDevice'),
    ]);
    expect(hostOf(mended, 'esx-3')).toMatchObject({ mounted: true, kek: 'B#1' });
  });

  it('strands nobody where the wrapped data key is one for the cluster', () => {
    const esa = settingOf('esa-8.0U1-provider');
    const events = [
      toB,
      ...missed,
      { type: 'deleteProvider', provider: 'A' } as const,
      ...on('esx-3', 'bootHost'),
    ];
    const back = [
      ...events,
      ...on('esx-3', 'vcenterRemediatesHost', 'hostCrashes', 'bootHost', 'hostTakesConfiguration'),
    ];
    expect(answer(esa, back, { type: 'hostUnlocks', host: 'esx-3' })).toBe('accepted');
    const device = settingOf('esa-8.0U1-provider', perDevice);
    expect(answer(device, back, { type: 'hostUnlocks', host: 'esx-3' })).toBe('keyMissing');
  });

  it('does not prevent the deletion of the one in use, nor its return', () => {
    const after = play(setting, [
      ...gone.slice(0, 1),
      ...on('esx-3', 'vcenterRemediatesHost', 'hostCrashes', 'bootHost'),
    ]);
    expect(hostOf(after, 'esx-3').mounted).toBe(false);
    const restored: readonly Event[] = [
      { type: 'deleteProvider', provider: 'A' },
      ...on('esx-3', 'vcenterRemediatesHost', 'hostCrashes', 'bootHost'),
      { type: 'restoreProvider', provider: 'A' },
      ...on('esx-3', 'vcenterRemediatesHost', 'hostUnlocks'),
    ];
    expect(hostOf(play(setting, restored), 'esx-3').mounted).toBe(true);
  });

  it('is not taken away from hosts where remediation only adds', () => {
    const adds = settingOf('osa-7.0-provider', { ...vendor, remediation: 'addsOnly' });
    const events = [
      { type: 'deleteProvider', provider: 'A' } as const,
      ...on('esx-3', 'vcenterRemediatesHost'),
    ];
    expect(hostOf(play(adds, events), 'esx-3').keeps).toEqual(['A', 'B']);
    expect(hostOf(play(setting, events), 'esx-3').keeps).toEqual(['B']);
  });
});
