import { describe, expect, it } from 'vitest';
import { storyOf } from '../story.fixture.ts';
import type { Event } from './events.ts';
import { trustedKeyProvider } from './trusted-key-provider.ts';

const on = (host: 'esx-1' | 'esx-2', ...types: Extract<Event, { host: string }>['type'][]): Event[] =>
  types.map((type) => ({ type, host }) as Event);
const start: Event = { type: 'startMachine', host: 'esx-1' };

describe('hosts patched before the base image was imported', () => {
  const { play, answer, reached } = storyOf(trustedKeyProvider, 'patching-8.0');
  const patched = play(on('esx-2', 'patchHost'));

  it('are not attested, and get no key', () => {
    expect(answer(patched, { type: 'hostIsAttested', host: 'esx-2' })).toBe('imageNotImported');
    expect(answer(patched, { type: 'hostGetsKey', host: 'esx-2' })).toBe('hostNotAttested');
  });

  it('power on nothing, plain machines neither, which may still be added', () => {
    expect(answer(patched, { type: 'addPlainMachine', host: 'esx-2' })).toBe('accepted');
    const added = play(on('esx-2', 'addPlainMachine'), patched);
    expect(answer(added, { type: 'startPlainMachine', host: 'esx-2' })).toBe('hostNotAttested');
    expect(answer(added, { type: 'migrateMachine', host: 'esx-2' })).toBe('hostNotAttested');
  });

  it('are attested once the image is imported', () => {
    const state = play(
      [
        { type: 'importBaseImage', release: 2 },
        ...on('esx-2', 'hostIsAttested', 'hostGetsKey', 'migrateMachine'),
      ],
      patched,
    );
    expect(state.db.on).toBe('esx-2');
  });

  it('do not survive a power failure when all of them were patched', () => {
    const all = play(on('esx-1', 'patchHost'), patched);
    expect(reached(all)).not.toContain('survivesPowerLoss');
    expect(reached(all)).not.toContain('machineStarts');
    expect(reached(all)).toContain('machineKeyExists');
  });

  it('the image cannot be imported while the other vCenter is down', () => {
    const state = play([{ type: 'taVcenterStops' }], patched);
    expect(answer(state, { type: 'importBaseImage', release: 2 })).toBe('taVcenterNotRunning');
  });
});

describe('an image that is removed', () => {
  const { play, answer, reached } = storyOf(trustedKeyProvider, 'patching-8.0');

  it('leaves running machines alone, until they are powered off', () => {
    const state = play([{ type: 'removeBaseImage', release: 1 }, ...on('esx-1', 'attestationLapses')]);
    expect(reached(state)).toContain('machineStarts');
    const off = play([{ type: 'powerOffMachine' }], state);
    expect(answer(off, start)).toBe('hostNotAttested');
  });
});

describe('outages', () => {
  const { play, answer, reached } = storyOf(trustedKeyProvider, 'outages-8.0');

  it('vCenter is not on the way of the keys', () => {
    const state = play([
      { type: 'vcenterStops' },
      ...on('esx-1', 'hostCrashes', 'bootHost', 'hostIsAttested', 'hostGetsKey'),
    ]);
    expect(answer(state, start)).toBe('accepted');
  });

  it('one Trust Authority host is enough, none is not', () => {
    const one = play([{ type: 'taHostStops', taHost: 'vta-1' }, ...on('esx-1', 'hostCrashes', 'bootHost')]);
    expect(answer(one, { type: 'hostIsAttested', host: 'esx-1' })).toBe('accepted');
    const none = play([{ type: 'taHostStops', taHost: 'vta-2' }], one);
    expect(answer(none, { type: 'hostIsAttested', host: 'esx-1' })).toBe('noTrustAuthorityHost');
    expect(reached(none)).not.toContain('survivesPowerLoss');
  });

  it('a new board is trusted only after its certificate was imported', () => {
    const state = play(on('esx-1', 'hostCrashes', 'boardIsSwapped', 'bootHost'));
    expect(answer(state, { type: 'hostIsAttested', host: 'esx-1' })).toBe('tpmNotTrusted');
    const trusted = play(on('esx-1', 'trustTpm'), state);
    expect(answer(trusted, { type: 'hostIsAttested', host: 'esx-1' })).toBe('accepted');
  });

  it('linked mode takes another vCenter, and never that of the Trust Authority', () => {
    const from = play([]);
    expect(answer(from, { type: 'joinLinkedMode', vcenter: 'trustAuthority' })).toBe(
      'trustAuthorityStaysApart',
    );
    expect(answer(from, { type: 'joinLinkedMode', vcenter: 'other' })).toBe('accepted');
  });
});

describe('primary keys', () => {
  const { play, reached } = storyOf(trustedKeyProvider, 'primary-key-7.0');
  const changed = play([{ type: 'changePrimaryKey' }]);
  const dark: Event[] = [{ type: 'primaryKeyIsDestroyed', key: 1 }, { type: 'sitePowerFails' }];

  it('are needed by what they wrapped, also after a change', () => {
    expect(reached(play(dark, changed))).not.toContain('machineKeyExists');
  });

  it('may go after a shallow rekey', () => {
    const rekeyed = play([{ type: 'rekeyMachine' }], changed);
    expect(reached(rekeyed)).toContain('oldPrimaryKeyMayGo');
    expect(reached(play(dark, rekeyed))).toContain('machineKeyExists');
  });
});
