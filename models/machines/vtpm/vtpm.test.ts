/** The stories of the vTPM: clones, lost .nvram files, rescues, templates, hosts that forget. */
import { describe, expect, it } from 'vitest';
import { defectsOf } from '../../kernel/step.ts';
import { readings, type Switches } from '../../reading.ts';
import { taleOf } from '../tale.fixture.ts';
import { type BareType, describe as sentenceOf, type Event, type Place, refusals } from './events.ts';
import { vtpm } from './vtpm.ts';

const bare = (...types: readonly BareType[]): readonly Event[] => types.map((type) => ({ type }) as Event);
const clone = (policy: 'copy' | 'replace'): readonly Event[] => [
  { type: 'cloneMachine', policy },
  { type: 'startClone' },
];
const password = (at: Place): Event => ({ type: 'enterPassword', at });
const backup = (withNvram: boolean): Event => ({ type: 'takeBackup', withNvram });

describe('a clone', () => {
  const { after, goals, answer, seen } = taleOf(vtpm, 'bitlocker-8.0');

  it('with a copy of the vTPM starts, as the same device', () => {
    expect(goals(...clone('copy'))).toContain('cloneRuns');
    expect(goals(...clone('copy'))).not.toContain('ownIdentity');
    expect(seen(...clone('copy'))).toMatchObject({
      clone: { made: 'copy', ek: 1, duplicate: true, guest: 'runs' },
    });
  });

  it('with a new vTPM asks for the recovery password (incident I24), and is a device of its own', () => {
    expect(after(...clone('replace')).clone).toMatchObject({ ek: 2, guest: 'asksRecovery' });
    expect(goals(...clone('replace'))).toContain('ownIdentity');
    const opened = [...clone('replace'), password('clone')];
    expect(after(...opened).clone).toMatchObject({ guest: 'runs', sealedTo: 2 });
    expect(answer(...bare('passwordIsLost'), ...clone('replace'), password('clone'))).toBe('passwordLost');
  });

  it('with a new vTPM starts by itself when nothing was sealed', () => {
    const unsealed = bare('powerOn', 'unsealVolume', 'powerOff');
    expect(goals(...unsealed, ...clone('replace'))).toEqual(
      expect.arrayContaining(['cloneRuns', 'ownIdentity']),
    );
  });

  it('is always a copy before 8.0', () => {
    const older = taleOf(vtpm, 'bitlocker-7.0');
    expect(older.answer({ type: 'cloneMachine', policy: 'replace' })).toBe('replaceNotSupported');
    expect(older.goals(...clone('copy'))).toContain('cloneRuns');
  });
});

describe('a vTPM that is not the one any more', () => {
  const { after, goals, answer } = taleOf(vtpm, 'bitlocker-7.0');

  it('locks the guest out when it was removed and added again', () => {
    const again = bare('removeVtpm', 'addVtpm', 'powerOn');
    expect(after(...again).guest.state).toBe('asksRecovery');
    expect(answer(...again, password('machine'))).toBe('passwordLost');
    expect(goals(...again)).not.toContain('recoverable');
  });

  it('does so after its .nvram file was renamed (incident I35), until that is put back', () => {
    const renamed = bare('renameNvram', 'powerOn');
    expect(after(...renamed)).toMatchObject({
      guest: { state: 'asksRecovery' },
      aside: 1,
      machine: { ek: 2 },
    });
    expect(goals(...renamed, ...bare('powerOff', 'putNvramBack', 'powerOn'))).toContain('guestRuns');
  });

  it('does so after a restore without .nvram (incident I25), and not after one with it', () => {
    const lost = bare('machineIsLost', 'restoreMachine', 'powerOn');
    expect(after(backup(false), ...lost).guest.state).toBe('asksRecovery');
    expect(goals(backup(false), ...lost)).not.toContain('recoverable');
    expect(goals(backup(true), ...lost)).toContain('guestRuns');
  });

  it('matters not with a recovery password that was saved in time', () => {
    const saved = bare('powerOn', 'savePassword', 'powerOff', 'removeVtpm', 'addVtpm', 'powerOn');
    expect(goals(...saved)).toContain('recoverable');
    expect(after(...saved, password('machine')).guest).toMatchObject({ state: 'runs', sealedTo: 2 });
  });

  it('is no help to a thief, unless he has the key of the provider and the old content is still there', () => {
    expect(goals()).toContain('datastoreTheftShowsNothing');
    expect(goals()).not.toContain('datastoreAndKeyTheftShowsNothing');
    expect(goals(...bare('removeVtpm'))).toContain('datastoreAndKeyTheftShowsNothing');
    expect(goals(...bare('powerOn', 'unsealVolume'))).not.toContain('datastoreTheftShowsNothing');
  });
});

describe('a lost provider', () => {
  const gone = bare('deleteProvider', 'copyIsLost', 'vcenterRemediatesHost');

  it('locks the machine, but not the disks of a guest that sealed nothing', () => {
    const { answer, goals } = taleOf(vtpm, 'plain-guest');
    expect(answer(...gone, ...bare('powerOn'))).toBe('machineLocked');
    expect(answer(...gone, ...bare('unlock'))).toBe('keyMissing');
    expect(goals(...gone)).toContain('recoverable');
    expect(goals(...gone, ...bare('attachDisks'))).toContain('dataReadable');
  });

  it('leaves a sealed volume to its recovery password', () => {
    const { answer, goals } = taleOf(vtpm, 'bitlocker-8.0');
    expect(goals(...gone, ...bare('attachDisks'))).not.toContain('dataReadable');
    expect(goals(...gone, ...bare('attachDisks'), password('rescue'))).toContain('dataReadable');
    expect(goals(...gone, ...bare('passwordIsLost'))).not.toContain('recoverable');
    expect(answer(...bare('attachDisks', 'powerOn'))).toBe('disksAway');
  });

  it('that comes back unlocks it', () => {
    const { goals } = taleOf(vtpm, 'bitlocker-8.0');
    const away = bare('deleteProvider', 'vcenterRemediatesHost');
    const back = bare('importProvider', 'vcenterRemediatesHost', 'unlock', 'powerOn');
    expect(goals(...away, ...back)).toContain('guestRuns');
  });

  it('locks nothing where remediation only adds', () => {
    const { after } = taleOf(vtpm, 'plain-guest', { remediation: 'addsOnly' });
    expect(after(...gone).machine.locked).toBe(false);
  });
});

describe('a standalone host', () => {
  const { after, answer, goals } = taleOf(vtpm, 'standalone-8.0');

  it('forgets its key with every reboot, and must be given it again', () => {
    const rebooted = bare('hostCrashes', 'bootHost');
    expect(after(...rebooted).machine.locked).toBe(true);
    expect(goals(...rebooted, ...bare('giveKey', 'unlock', 'powerOn'))).toContain('guestRuns');
    expect(answer(...bare('copyIsLost'), ...rebooted, ...bare('giveKey'))).toBe('noCopyKept');
  });

  it('loses what is sealed for good without a note of its key and of the password', () => {
    const lost = bare('copyIsLost', 'passwordIsLost');
    expect(goals(...lost)).toContain('recoverable');
    expect(goals(...lost, ...bare('hostCrashes'))).not.toContain('recoverable');
  });
});

describe('Windows 11', () => {
  const { after, answer, goals, seen } = taleOf(vtpm, 'windows-11');
  const installed = bare('useEfi', 'addVtpm', 'powerOn', 'installGuest', 'sealVolume', 'powerOff');

  it('is installed on EFI firmware with a vTPM only', () => {
    expect(answer(...bare('addVtpm'))).toBe('firmwareNotEfi');
    expect(answer(...bare('useEfi', 'powerOn', 'installGuest'))).toBe('tpmRequired');
    expect(goals(...installed, ...bare('powerOn'))).toContain('guestRuns');
  });

  it('does not run once its vTPM is removed', () => {
    expect(after(...installed, ...bare('removeVtpm', 'powerOn')).guest.state).toBe('refuses');
  });

  it('goes into the library as a VM template, vTPM and all', () => {
    expect(answer(...installed, { type: 'exportOvf', placeholder: true })).toBe('vtpmPresent');
    const deployed = [...installed, ...bare('publishVmtx', 'deploy', 'startClone')];
    expect(goals(...deployed)).toContain('cloneRuns');
    expect(seen(...deployed)).toMatchObject({ library: 'vmtx', clone: { duplicate: true } });
  });

  it('goes into an OVF without its vTPM, and gets a new one from the placeholder', () => {
    const exported = (placeholder: boolean): readonly Event[] => [
      ...installed,
      ...bare('removeVtpm'),
      { type: 'exportOvf', placeholder },
      ...bare('deploy', 'startClone'),
    ];
    expect(after(...exported(false)).clone).toMatchObject({ ek: 0, guest: 'refuses' });
    expect(after(...exported(true)).clone).toMatchObject({ ek: 2, guest: 'asksRecovery' });
    expect(goals(...exported(true), password('clone'))).toContain('cloneRuns');
  });
});

describe('the table', () => {
  const switches = readings[0]?.switches as Switches;

  it('has no defects, in any variant', () => {
    const found = Object.values(vtpm.variants).flatMap((variant) =>
      defectsOf(vtpm.machine({ variant, switches })),
    );
    expect(found).toEqual([]);
  });

  it('says every event and every refusal in words', () => {
    expect(sentenceOf(password('rescue'))).toBe('enter the recovery password where the disk is attached');
    expect(sentenceOf(backup(false))).toBe('back up the machine without its .nvram file');
    expect(sentenceOf({ type: 'addVtpm' })).toBe('add a vTPM');
    for (const sentence of Object.values(refusals)) expect(sentence).toMatch(/^[a-z]/);
    expect(vtpm.describeRefusal('noVtpm')).toBe(refusals.noVtpm);
  });
});
