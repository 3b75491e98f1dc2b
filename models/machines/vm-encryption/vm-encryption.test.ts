/** The stories of VM encryption: operations that break off, two providers in one machine, locks. */
import { describe, expect, it } from 'vitest';
import { defectsOf } from '../../kernel/step.ts';
import { readings, type Switches } from '../../reading.ts';
import { taleOf } from '../tale.fixture.ts';
import { describe as sentenceOf, type Event, refusals } from './events.ts';
import type { Provider } from './providers.ts';
import type { State } from './state.ts';
import { vmEncryption } from './vm-encryption.ts';

type Bare = Exclude<Event, { readonly provider: Provider }>['type'];
const bare = (...types: readonly Bare[]): readonly Event[] => types.map((type) => ({ type }) as Event);
const steps = (count: number): readonly Event[] =>
  Array.from({ length: count }, () => ({ type: 'taskAdvances' }));
const shallow = (provider: Provider): Event => ({ type: 'shallowRecrypt', provider });
const remove = (provider: Provider): readonly Event[] => [
  { type: 'deleteProvider', provider },
  { type: 'vcenterRemediatesHost' },
];

const keks = ({ home, disk1, disk2 }: State): readonly unknown[] => [home.kek, disk1.kek, disk2.kek];
const deks = ({ home, disk1, disk2 }: State): readonly number[] => [home.dek, disk1.dek, disk2.dek];

describe('encrypting', () => {
  const { after, answer, goals } = taleOf(vmEncryption, 'encrypt-8.0');

  it('goes home first, and copies, switches and tidies each disk', () => {
    const done = after(...bare('encryptMachine'), ...steps(7));
    expect(keks(done)).toEqual(['A#1', 'A#1', 'A#1']);
    expect(done.task.operation).toBe('none');
    expect(goals(...bare('encryptMachine'), ...steps(7))).toContain('noPlaintextLeft');
    expect(answer(...bare('encryptMachine'), ...steps(8))).toBe('noTask');
  });

  it.each([
    [1, ['A#1', null, null], 'none'],
    [2, ['A#1', null, null], 'ciphertext'],
    [3, ['A#1', 'A#1', null], 'plain'],
    [4, ['A#1', 'A#1', null], 'none'],
  ])('that crashes after step %i leaves every object whole', (count, expected, leftover) => {
    const broken = after(...bare('encryptMachine'), ...steps(count), ...bare('hostCrashes'));
    expect(keks(broken)).toEqual(expected);
    expect(broken.disk1.leftover).toBe(leftover);
  });

  it('is done after a crash by asking again, with the key that home has, and by removing what was left', () => {
    const crash = [
      ...bare('encryptMachine'),
      ...steps(3),
      ...bare('hostCrashes', 'bootHost', 'encryptMachine'),
    ];
    const again = [...crash, ...steps(3)];
    expect(keks(after(...again))).toEqual(['A#1', 'A#1', 'A#1']);
    expect(deks(after(...again))).toEqual([1, 1, 2]);
    expect(goals(...again)).not.toContain('noPlaintextLeft');
    expect(goals(...again, ...bare('removeLeftovers'))).toContain('noPlaintextLeft');
  });

  it('wants the machine off, without snapshots, and room', () => {
    expect(answer(...bare('powerOn', 'encryptMachine'))).toBe('machineOn');
    expect(answer(...bare('takeSnapshot', 'encryptMachine'))).toBe('snapshotsPresent');
    expect(answer(...bare('datastoreFills', 'encryptMachine'))).toBe('datastoreFull');
    const full = [...bare('encryptMachine', 'taskAdvances', 'datastoreFills')];
    expect(answer(...full, ...steps(1))).toBe('datastoreFull');
    expect(keks(after(...full, ...bare('cancelTask')))).toEqual(['A#1', null, null]);
    expect(answer(...full, ...bare('extendDatastore'), ...steps(1))).toBe('accepted');
  });
});

describe('writing anew', () => {
  const { after, answer, goals } = taleOf(vmEncryption, 'deep-8.0');

  it('deeply changes every data key and no key that wraps', () => {
    const done = after(...bare('deepRecrypt'), ...steps(7));
    expect(deks(done)).toEqual([2, 2, 2]);
    expect(keks(done)).toEqual(['A#1', 'A#1', 'B#1']);
  });

  it('in plain goes home last, and a crash in the middle leaves plaintext', () => {
    const half = [...bare('decryptMachine'), ...steps(2)];
    expect(keks(after(...half))).toEqual(['A#1', 'A#1', null]);
    expect(after(...bare('decryptMachine'), ...steps(1), ...bare('hostCrashes')).disk2.leftover).toBe(
      'plain',
    );
    expect(goals(...bare('decryptMachine'), ...steps(7))).not.toContain('encrypted');
  });

  it('asks for the key of every disk first', () => {
    expect(answer(...remove('B'), ...bare('deepRecrypt'))).toBe('keyMissing');
    expect(answer(...remove('B'), ...bare('decryptMachine'))).toBe('keyMissing');
  });

  it('is undone only with a default provider whose key the host has', () => {
    const plain = [...bare('decryptMachine'), ...steps(7), ...remove('A')];
    expect(answer(...plain, ...bare('encryptMachine'))).toBe('noDefaultProvider');
    const back: readonly Event[] = [
      { type: 'importProvider', provider: 'A' },
      { type: 'setDefaultProvider', provider: 'A' },
    ];
    expect(answer(...plain, ...back, ...bare('encryptMachine'))).toBe('keyMissing');
    expect(answer(...plain, ...back, ...bare('vcenterRemediatesHost', 'encryptMachine'))).toBe('accepted');
  });

  it('stops when the key is taken away, and goes on when it is back', () => {
    const taken = [...bare('deepRecrypt'), ...steps(2), ...remove('A')];
    expect(answer(...taken, ...steps(1))).toBe('keyMissing');
    const back: readonly Event[] = [
      { type: 'importProvider', provider: 'A' },
      { type: 'vcenterRemediatesHost' },
    ];
    expect(answer(...taken, ...back, ...steps(1))).toBe('accepted');
    expect(after(...taken, ...back).machine.locked).toBe(true);
  });
});

describe('rekeying', () => {
  it('shallowly mends a machine with two providers while it runs, and keeps all data keys', () => {
    const { after, goals } = taleOf(vmEncryption, 'shallow-8.0U3e');
    expect(goals()).not.toContain('oneProvider');
    const run = [...bare('powerOn'), shallow('B'), ...steps(3)];
    expect(keks(after(...run))).toEqual(['B#2', 'B#2', 'B#2']);
    expect(deks(after(...run))).toEqual([1, 1, 1]);
    expect(goals(...run)).toEqual(expect.arrayContaining(['oneProvider', 'machineRuns']));
  });

  it('forgets a disk that is not attached', () => {
    const { after } = taleOf(vmEncryption, 'shallow-8.0U3e');
    const done = after(...bare('detachDisk'), shallow('A'), ...steps(2), ...bare('attachDisk'));
    expect(keks(done)).toEqual(['A#2', 'A#2', 'B#1']);
  });

  it('takes a single chain of snapshots, never a tree', () => {
    const { answer } = taleOf(vmEncryption, 'shallow-8.0U3e');
    expect(answer(...bare('takeSnapshot'), shallow('A'))).toBe('accepted');
    expect(answer(...bare('takeSnapshot', 'branchSnapshot'), shallow('A'))).toBe('snapshotTree');
  });

  it('that breaks off leaves two keys that both open, and is done by another one', () => {
    const { after, goals } = taleOf(vmEncryption, 'shallow-8.0U3e');
    const broken = [shallow('A'), ...steps(1), ...bare('hostCrashes', 'bootHost')];
    expect(keks(after(...broken))).toEqual(['A#2', 'A#1', 'B#1']);
    expect(goals(...broken)).toEqual(expect.arrayContaining(['dataReadable', 'recoverable']));
    expect(keks(after(...broken, shallow('B'), ...steps(3)))).toEqual(['B#2', 'B#2', 'B#2']);
  });

  it('powers a machine with changed block tracking off before 8.0U3e, and asks it off with an IDE controller', () => {
    const older = taleOf(vmEncryption, 'cbt-8.0').after(...bare('powerOn'), shallow('B'));
    expect(older.machine.power).toBe('off');
    const newer = taleOf(vmEncryption, 'shallow-8.0U3e').after(...bare('powerOn'), shallow('B'));
    expect(newer.machine.power).toBe('on');
    expect(taleOf(vmEncryption, 'shallow-7.0').answer(...bare('powerOn'), shallow('A'))).toBe(
      'ideNeedsPowerOff',
    );
  });
});

describe('disks', () => {
  it('that are new are encrypted with the default provider of now', () => {
    const { after } = taleOf(vmEncryption, 'shallow-7.0');
    const toB: Event = { type: 'setDefaultProvider', provider: 'B' };
    const done = after(toB, ...bare('detachDisk', 'deleteDisk', 'createDisk'));
    expect(keks(done)).toEqual(['A#1', 'A#1', 'B#1']);
  });

  it('that are encrypted are not attached to a plain machine', () => {
    const { answer } = taleOf(vmEncryption, 'disks-8.0');
    const plain = [...bare('detachDisk', 'decryptMachine'), ...steps(4)];
    expect(answer(...plain, ...bare('attachDisk'))).toBe('machinePlain');
  });
});

describe('locks', () => {
  const { after, answer, goals } = taleOf(vmEncryption, 'locked-8.0');

  it('come when a running machine without its key is switched off (incident I02)', () => {
    const running = [...bare('powerOn'), ...remove('A')];
    expect(goals(...running)).toContain('machineRuns');
    const off = [...running, ...bare('powerOff')];
    expect(after(...off).machine.locked).toBe(true);
    expect(answer(...off, ...bare('powerOn'))).toBe('machineLocked');
    expect(answer(...off, ...bare('unlock'))).toBe('keyMissing');
    const back: readonly Event[] = [
      { type: 'importProvider', provider: 'A' },
      { type: 'vcenterRemediatesHost' },
    ];
    expect(after(...off, ...back, ...bare('reload')).machine.locked).toBe(true);
    expect(goals(...off, ...back, ...bare('unlock', 'powerOn'))).toContain('machineRuns');
    expect(goals(...off, ...back, ...bare('unregister', 'register', 'powerOn'))).toContain('machineRuns');
  });

  it('do not come with the key of a data disk only: it fails to start, and starts without that disk', () => {
    const gone = remove('B');
    expect(after(...gone).machine.locked).toBe(false);
    expect(answer(...gone, ...bare('powerOn'))).toBe('diskKeyMissing');
    expect(answer(...gone, ...bare('detachDisk', 'powerOn'))).toBe('accepted');
  });

  it('end without a way out when the last .p12 is lost', () => {
    const lost: readonly Event[] = [{ type: 'p12IsLost', provider: 'A' }, ...remove('A')];
    expect(goals(...lost)).not.toContain('recoverable');
    expect(answer(...lost, { type: 'importProvider', provider: 'A' })).toBe('noCopyKept');
  });

  it('come with every reboot of a host without a TPM, as the article reads it', () => {
    const rebooted = bare('hostCrashes', 'bootHost');
    expect(after(...rebooted).machine.locked).toBe(false);
    const article = taleOf(vmEncryption, 'locked-8.0', { noTpmRetention: 'volatile' });
    expect(article.after(...rebooted).machine.locked).toBe(true);
    expect(article.after(...rebooted, ...bare('vcenterRemediatesHost', 'unlock')).machine.locked).toBe(false);
  });

  it('do not come where remediation only adds', () => {
    const adding = taleOf(vmEncryption, 'locked-8.0', { remediation: 'addsOnly' });
    expect(adding.after(...remove('A')).machine.locked).toBe(false);
  });
});

describe('what is seen', () => {
  const { seen } = taleOf(vmEncryption, 'locked-8.0');

  it('names keys by their ids always, and data keys only where they open', () => {
    expect(seen(...remove('B'))).toMatchObject({
      machine: { power: 'off', locked: false, snapshots: 'none' },
      disk1: { kek: 'A#1', dek: 1, leftover: 'none' },
      disk2: { attached: true, kek: 'B#1', dek: null },
      providers: {
        A: { vcenter: true, host: true, p12: true },
        B: { vcenter: false, host: false, p12: true },
      },
    });
    expect(seen(...bare('hostCrashes'))).toMatchObject({
      machine: 'disconnected',
      home: { kek: 'A#1', dek: null },
    });
    expect(seen(...bare('unregister'))).toMatchObject({ machine: 'notRegistered' });
  });

  it('tells what an operation is at', () => {
    const deep = taleOf(vmEncryption, 'deep-8.0');
    expect(deep.seen(...bare('deepRecrypt'))).toMatchObject({ task: { object: 'home', step: 'ready' } });
    expect(deep.seen(...bare('deepRecrypt'), ...steps(3))).toMatchObject({
      task: { operation: 'deepRecrypt', object: 'disk1', step: 'switched' },
    });
  });
});

describe('the table', () => {
  const switches = readings[0]?.switches as Switches;

  it('has no defects, in any variant', () => {
    const found = Object.values(vmEncryption.variants).flatMap((variant) =>
      defectsOf(vmEncryption.machine({ variant, switches })),
    );
    expect(found).toEqual([]);
  });

  it('says every event and every refusal in words', () => {
    expect(sentenceOf(shallow('B'))).toBe('rekey the machine shallowly with provider B');
    for (const sentence of Object.values(refusals)) expect(sentence).toMatch(/^[a-z]/);
    expect(vmEncryption.describeRefusal('noTask')).toBe(refusals.noTask);
  });
});
