import { describe, expect, it } from 'vitest';
import { step } from '../../kernel/step.ts';
import type { Switches } from '../../reading.ts';
import { type Story, storyOf, vendorWith } from '../story.fixture.ts';
import type { Event, Refusal } from './events.ts';
import { secureConfiguration } from './secure-configuration.ts';
import type { ConfigurationSetting, SettingName, State, Variant } from './state.ts';

const storyIn = (name = 'tpm-2.0', changed: Partial<Switches> = {}): Story<State, Event, Refusal> =>
  storyOf(secureConfiguration, name, vendorWith(changed));

const settingOf = (name: string): ConfigurationSetting => ({
  variant: secureConfiguration.variants[name] as Variant,
  switches: vendorWith(),
});

const play = (events: readonly Event[], story = storyIn()): State => story.play(events);
const answer = (events: readonly Event[], event: Event, story = storyIn()): 'accepted' | Refusal =>
  story.answer(story.play(events), event);
/** The names of the goals that are so. */
const goals = (events: readonly Event[], story = storyIn()): readonly string[] =>
  story.reached(story.play(events));

type Simple = Exclude<Event['type'], 'firmwareIsUpdated' | 'settingIsTurnedOff' | 'turnOn'>;
const on = (...types: Simple[]): readonly Event[] => types.map((type): Event => ({ type }) as Event);
const turnsOff = (setting: SettingName): Event => ({ type: 'settingIsTurnedOff', setting });
const turnOn = (setting: SettingName): Event => ({ type: 'turnOn', setting });

describe('a host that uses its TPM', () => {
  it('has the KDK after a crash without vCenter, and is no use to a thief of the boot device', () => {
    const events = on('vcenterStops', 'hostCrashes', 'bootHost');
    expect(goals(events)).toEqual([
      'holdsKdk',
      'startsWithKdk',
      'recoversKdk',
      'attested',
      'bootDeviceSecret',
      'tamperedBootSecret',
    ]);
  });

  it('is of use to a thief of the boot device who has its recovery key, and of the whole host', () => {
    expect(goals([])).not.toContain('bootDeviceAndRecoveryKeySecret');
    expect(goals([])).not.toContain('wholeHostSecret');
    expect(goals(on('keptKeyIsLost'))).toContain('bootDeviceAndRecoveryKeySecret');
    expect(goals(on('rotateRecoveryKey'))).toContain('bootDeviceAndRecoveryKeySecret');
  });

  it.each<[string, readonly Event[]]>([
    ['cleared', on('tpmIsCleared', 'hostCrashes')],
    ['failed', on('tpmFails', 'hostCrashes')],
    ['left with leftovers', on('tpmGoesStale', 'hostCrashes')],
    ['swapped with its board', on('boardIsSwapped')],
    ['left behind by the boot device', on('moveBootDevice')],
  ])('that is %s fails to decrypt at boot', (_, events) => {
    expect(play([...events, ...on('bootHost')]).host).toMatchObject({ power: 'halted', error: 'B' });
  });

  it('notices nothing before its next boot', () => {
    expect(goals(on('tpmIsCleared'))).toContain('holdsKdk');
    expect(goals(on('tpmIsCleared'))).not.toContain('startsWithKdk');
  });
});

describe('a setting that is turned off', () => {
  it.each(['secureBoot', 'tpm'] as const)('%s: error A, mended by putting it back, without a key', (name) => {
    const events = [turnsOff(name), ...on('bootHost')];
    expect(play(events).host).toMatchObject({ power: 'halted', error: 'A' });
    expect(answer(events, { type: 'enterRecoveryKey' })).toBe('policyNotMet');
    const mended = [...on('keptKeyIsLost'), ...events, turnOn(name), ...on('bootHost')];
    expect(goals(mended)).toContain('holdsKdk');
  });

  it('execInstalledOnly matters once it is required', () => {
    const off = turnsOff('execInstalledOnly');
    expect(play([off, ...on('bootHost')]).host.power).toBe('on');
    const required = [...on('requireExecInstalledOnly'), off, ...on('bootHost')];
    expect(play(required).host.error).toBe('A');
    expect(answer([off, ...on('bootHost')], { type: 'requireExecInstalledOnly' })).toBe(
      'execInstalledOnlyOff',
    );
  });

  it('by a CMOS battery: both are put back', () => {
    const events = on('firmwareIsReset', 'bootHost');
    expect(play(events).host.error).toBe('A');
    expect(play([...events, turnOn('tpm'), ...on('bootHost')]).host.error).toBe('A');
    expect(goals([...events, turnOn('tpm'), turnOn('secureBoot'), ...on('bootHost')])).toContain('holdsKdk');
  });

  it('does not matter to a host that seals nothing', () => {
    const setting = storyIn('tpm-added-later');
    expect(goals(on('firmwareIsReset', 'bootHost'), setting)).toContain('holdsKdk');
  });
});

describe('a board swap', () => {
  const recovered = on('boardIsSwapped', 'bootHost', 'enterRecoveryKey');

  it('needs the recovery key, then sealing anew, writing, and a look at vCenter', () => {
    expect(goals(recovered)).toContain('holdsKdk');
    expect(goals(recovered)).not.toContain('startsWithKdk');
    expect(goals(recovered)).not.toContain('attested');
    const sealed = [...recovered, ...on('sealConfiguration', 'autoBackup', 'clearEk')];
    expect(goals(sealed)).toEqual(expect.arrayContaining(['startsWithKdk', 'attested']));
  });

  it('asks for the key again when the new seal was not written before a crash', () => {
    const unwritten = [...recovered, ...on('sealConfiguration', 'hostCrashes', 'bootHost')];
    expect(play(unwritten).host.error).toBe('B');
    const setting = storyIn('tpm-2.0', { cfgDirtyWindow: 'none' });
    expect(play(unwritten, setting).host.power).toBe('on');
  });

  it('and a mismatch of the endorsement key are two things', () => {
    const booted = on('vcenterStops', 'boardIsSwapped', 'bootHost', 'enterRecoveryKey');
    expect(goals(booted)).toContain('holdsKdk');
    expect(answer(recovered, { type: 'addHost' })).toBe('accepted');
    expect(answer([], { type: 'addHost' })).toBe('hostIsMember');
  });

  it('without the recovery key: reinstalled, added, and given the KDK by vCenter', () => {
    const lost = on('keptKeyIsLost', 'boardIsSwapped', 'bootHost');
    expect(answer(lost, { type: 'enterRecoveryKey' })).toBe('recoveryKeyNotKept');
    const again = [...lost, ...on('reinstallHost', 'bootHost')];
    expect(goals(again)).not.toContain('holdsKdk');
    expect(answer(again, { type: 'vcenterPushesKdk' })).toBe('hostNotMember');
    const pushed = [...again, ...on('addHost', 'vcenterPushesKdk')];
    expect(goals(pushed)).not.toContain('startsWithKdk');
    expect(goals([...pushed, ...on('cronWrites')])).toContain('startsWithKdk');
    const alone = [...again, ...on('vcenterStops')];
    expect(answer(alone, { type: 'addHost' })).toBe('vcenterNotRunning');
  });
});

describe('recovery keys', () => {
  it('that were rotated away open nothing: error C', () => {
    const events = on('rotateRecoveryKey', 'boardIsSwapped', 'bootHost', 'enterRecoveryKey');
    expect(play(events).host).toMatchObject({ power: 'halted', error: 'C' });
    const noted = on('rotateRecoveryKey', 'noteRecoveryKey', 'boardIsSwapped', 'bootHost');
    expect(goals([...noted, ...on('enterRecoveryKey')])).toContain('holdsKdk');
  });

  it('do not help a failed chip in its own host, but where the boot device is moved to', () => {
    const failed = on('tpmFails', 'hostCrashes', 'bootHost');
    expect(answer(failed, { type: 'enterRecoveryKey' })).toBe('noTpm');
    const moved = [...failed, ...on('moveBootDevice', 'bootHost', 'enterRecoveryKey')];
    expect(goals(moved)).toContain('holdsKdk');
  });

  it('of a host that seals nothing do not exist', () => {
    expect(answer([], { type: 'noteRecoveryKey' }, storyIn('tpm-added-later'))).toBe('noRecoveryKey');
  });
});

describe('a TPM that is there and not in use', () => {
  const unusable = storyIn('tpm-unusable');

  it('protects nothing, and nobody is told', () => {
    expect(secureConfiguration.observe(play([], unusable), settingOf('tpm-unusable'))).toMatchObject({
      tpm: { present: true },
      bootDevice: { mode: 'none' },
    });
    expect(goals([], unusable)).not.toContain('bootDeviceSecret');
    expect(goals([], storyIn('tpm-unusable', { noTpmArchive: 'opaque' }))).toContain('bootDeviceSecret');
    const article = storyIn('tpm-unusable', { noTpmRetention: 'volatile' });
    expect(goals([], article)).toContain('bootDeviceSecret');
    expect(goals(on('hostCrashes', 'bootHost'), article)).not.toContain('holdsKdk');
  });

  it('is put right in the firmware and then to use, for good', () => {
    expect(answer([], { type: 'sealConfiguration' }, unusable)).toBe('tpmUnusable');
    const fixed = on('shutDownHost', 'makeTpmUsable', 'bootHost', 'sealConfiguration', 'autoBackup');
    expect(goals(fixed, unusable)).toContain('bootDeviceSecret');
    expect(goals([], unusable)).toContain('rootPasswordRecoverable');
    expect(goals(fixed, unusable)).not.toContain('rootPasswordRecoverable');
  });

  it('is refused by the set command before an update, at some vendors', () => {
    const vendorChip = storyIn('vendor-7.0U2');
    expect(answer([], { type: 'sealConfiguration' }, vendorChip)).toBe('vendorNeedsUpdate');
    const updated = on('updateEsxi', 'bootHost');
    expect(answer(updated, { type: 'sealConfiguration' }, vendorChip)).toBe('accepted');
  });

  it.each([
    ['tpm-1.2', 'tpmTooOld'],
    ['no-tpm', 'noTpm'],
    ['auto-deploy', 'stateless'],
  ] as const)('cannot be put to use: %s', (name, refusal) => {
    expect(answer([], { type: 'sealConfiguration' }, storyIn(name))).toBe(refusal);
  });

  it('can be sealed with secure boot off, and then boots what a thief changed', () => {
    const setting = storyIn('tpm-added-later');
    const events = [turnsOff('secureBoot'), ...on('bootHost', 'sealConfiguration', 'autoBackup')];
    expect(goals(events, setting)).toContain('bootDeviceSecret');
    expect(goals(events, setting)).not.toContain('tamperedBootSecret');
    expect(answer(events, { type: 'requireSecureBoot' }, setting)).toBe('secureBootOff');
  });
});

describe('a chip with leftovers', () => {
  it('has to be cleared in hardware before anything helps', () => {
    const events = on('tpmGoesStale', 'hostCrashes', 'bootHost');
    expect(answer(events, { type: 'reinstallHost' })).toBe('tpmStale');
    const entered = [...events, ...on('enterRecoveryKey')];
    expect(answer(entered, { type: 'sealConfiguration' })).toBe('tpmStale');
    const cleared = [...events, ...on('clearTpm', 'enterRecoveryKey', 'sealConfiguration', 'autoBackup')];
    expect(goals(cleared)).toContain('startsWithKdk');
  });
});

describe('what the sources leave open', () => {
  it('a firmware update breaks the seal, or never does', () => {
    const broken: Event = { type: 'firmwareIsUpdated', seal: 'broken' };
    expect(play([broken, ...on('bootHost')]).host.error).toBe('B');
    expect(answer([], broken, storyIn('tpm-2.0', { firmwareUpdateUnseal: 'ok' }))).toBe('sealSurvives');
    expect(play([{ type: 'firmwareIsUpdated', seal: 'kept' }, ...on('bootHost')]).host.power).toBe('on');
  });

  it('a lockout passes, where it exists at all', () => {
    expect(answer([], { type: 'tpmLocksOut' })).toBe('lockoutOff');
    const setting = storyIn('tpm-2.0', { tpmLockout: 'transient' });
    const events = on('tpmLocksOut', 'hostCrashes', 'bootHost');
    expect(play(events, setting).host.error).toBe('B');
    expect(goals([...events, ...on('lockoutEnds', 'bootHost')], setting)).toContain('holdsKdk');
    expect(goals([...events, ...on('enterRecoveryKey')], setting)).toContain('holdsKdk');
    expect(answer(events, { type: 'reinstallHost' }, setting)).toBe('tpmLocked');
  });
});

describe('other hosts', () => {
  it('without a boot bank get the KDK from vCenter after each boot, or not at all', () => {
    const setting = storyIn('auto-deploy');
    const events = on('hostCrashes', 'bootHost');
    expect(goals(events, setting)).not.toContain('holdsKdk');
    expect(goals([...events, ...on('vcenterPushesKdk')], setting)).toContain('holdsKdk');
    expect(answer([...on('vcenterStops'), ...events], { type: 'vcenterPushesKdk' }, setting)).toBe(
      'vcenterNotRunning',
    );
    expect(answer([], { type: 'autoBackup' }, setting)).toBe('stateless');
  });

  it('before 8.0 U1 cannot use Quick Boot with a TPM', () => {
    expect(answer([], { type: 'quickBoot' }, storyIn('8.0-quick-boot'))).toBe('quickBootNotPossible');
    expect(answer([], { type: 'quickBoot' })).toBe('accepted');
    expect(answer([], { type: 'quickBoot' }, storyIn('no-tpm'))).toBe('accepted');
    expect(play(on('tpmIsCleared', 'quickBoot')).host.error).toBe('B');
  });

  it('with a failed boot device run until they go down, and then are reinstalled', () => {
    const events = on('bootDeviceFails', 'hostCrashes');
    expect(goals(on('bootDeviceFails'))).toContain('holdsKdk');
    expect(answer(events, { type: 'bootHost' })).toBe('bootDeviceGone');
    expect(play([...events, ...on('reinstallHost')]).bootDevice.mode).toBe('tpm');
  });

  it('reinstalled while the TPM is off seal nothing, silently', () => {
    const events = [turnsOff('tpm'), ...on('reinstallHost', 'bootHost')];
    expect(play(events)).toMatchObject({ bootDevice: { mode: 'none' }, tpm: { state: 'foreign' } });
  });
});

describe('words', () => {
  it('say each event and each refusal differently', () => {
    const machine = secureConfiguration.machine(settingOf('tpm-2.0'));
    const events = Object.values(machine.rules).flatMap(
      (rule) => rule.candidates(machine.site) as readonly Event[],
    );
    const said = events.map((event) => secureConfiguration.describe(event));
    expect(new Set(said).size).toBe(events.length);
    const reasons = events.flatMap((event) => {
      const outcome = step(machine, machine.initial, event);
      return outcome.kind === 'refused' ? [outcome.refusal] : [];
    });
    const refusals = new Set(reasons);
    expect(refusals.size).toBeGreaterThan(8);
    const sentences = [...refusals].map((refusal) => secureConfiguration.describeRefusal(refusal));
    expect(new Set(sentences).size).toBe(refusals.size);
  });
});
