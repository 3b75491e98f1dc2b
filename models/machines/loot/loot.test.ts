/** The stories of loot: what a theft yields after what a site has done, or not done. */
import { describe, expect, it } from 'vitest';
import { defectsOf, step } from '../../kernel/step.ts';
import { readings, type Switches } from '../../reading.ts';
import type { Artefact } from './artefacts.ts';
import { describe as sentenceOf, type Event, type Refusal, refusals } from './events.ts';
import { loot } from './loot.ts';
import type { LootSetting, State } from './state.ts';

const switchesOf = (reading: string): Switches =>
  readings.find(({ name }) => name === reading)?.switches as Switches;

function settingOf(name: string, switches = switchesOf('vendor')): LootSetting {
  const variant = loot.variants[name];
  if (variant === undefined) throw new Error(`no variant ${name}`);
  return { variant, switches };
}

function play(setting: LootSetting, events: readonly Event[]): State {
  const machine = loot.machine(setting);
  let state = machine.initial;
  for (const event of events) {
    const outcome = step(machine, state, event);
    if (outcome.kind === 'refused') throw new Error(`${sentenceOf(event)}: ${outcome.refusal}`);
    state = outcome.state;
  }
  return state;
}

function answer(setting: LootSetting, before: readonly Event[], event: Event): Refusal | 'accepted' {
  const outcome = step(loot.machine(setting), play(setting, before), event);
  return outcome.kind === 'accepted' ? 'accepted' : outcome.refusal;
}

/** What is no secret any more. */
function read(setting: LootSetting, events: readonly Event[]): readonly string[] {
  const state = play(setting, events);
  return loot
    .goals(setting)
    .filter(({ reached }) => !reached(state))
    .map(({ name }) => name.replace('Secret', ''));
}

const bare = (...types: readonly Event['type'][]): readonly Event[] =>
  types.map((type) => ({ type }) as Event);
const takes = (...each: readonly Artefact[]): readonly Event[] =>
  each.map((artefact) => ({ type: 'thiefTakes', artefact }));
const exported = (password: 'none' | 'beside' | 'apart'): readonly Event[] => [
  { type: 'exportProvider', password },
  { type: 'downloadBackup' },
];

const everything = ['full1', 'vtpmHome1', 'vtpmDisk', 'plain', 'kdk1'];

describe('the table', () => {
  it.each(Object.keys(loot.variants))('of %s has parts that agree', (name) => {
    expect(defectsOf(loot.machine(settingOf(name)))).toEqual([]);
  });

  it('has a sentence for every refusal', () => {
    for (const refusal of Object.keys(refusals) as Refusal[]) {
      expect(loot.describeRefusal(refusal).length).toBeGreaterThan(10);
    }
  });
});

describe('a stolen device', () => {
  const setting = settingOf('devices');

  it('shows what is not encrypted by itself, until encryption at rest is on', () => {
    expect(read(setting, takes('vsanDevice'))).toEqual(['vtpmDisk', 'plain']);
    expect(read(setting, [...bare('enableDare'), ...takes('vsanDevice')])).toEqual([]);
  });

  it('stays readable when encryption is enabled too late', () => {
    expect(read(setting, [...takes('vsanDevice'), ...bare('enableDare')])).toEqual(['vtpmDisk', 'plain']);
  });
});

describe('a stolen host', () => {
  const dare = bare('enableDare');

  it('shows everything with a Native Key Provider, sealed or not', () => {
    const setting = settingOf('devices');
    expect(read(setting, [...dare, ...takes('wholeHost')])).toEqual(everything);
    const sealed = bare('sealConfiguration', 'enforceSecureBoot');
    expect(read(setting, [...dare, ...sealed, ...takes('wholeHost')])).toEqual(everything);
  });

  it('shows nothing when its login holds and only ESXi gets the key', () => {
    const setting = settingOf('login-holds');
    const sealed = [...dare, ...bare('sealConfiguration')];
    expect(read(setting, [...sealed, ...takes('wholeHost')])).toEqual(everything);
    expect(read(setting, [...sealed, ...bare('enforceSecureBoot'), ...takes('wholeHost')])).toEqual([]);
  });

  it('shows no data with a Standard Key Provider for vSAN, unless keys persist or the key server answers', () => {
    const setting = settingOf('standard-vsan');
    expect(read(setting, takes('wholeHost'))).toEqual(['kdk1']);
    expect(read(setting, [...bare('enablePersistence'), ...takes('wholeHost')])).toEqual(everything);
    expect(read(setting, takes('wholeHost', 'kmsNetwork'))).toEqual(everything);
  });
});

describe('a stolen boot device', () => {
  it('of mode NONE gives the KDK away, and sealing later does not take it back', () => {
    const setting = settingOf('devices');
    expect(read(setting, takes('bootDevice'))).toEqual(['kdk1']);
    expect(read(setting, [...bare('sealConfiguration'), ...takes('bootDevice')])).toEqual([]);
    const rotated = bare('enableDare', 'sealConfiguration', 'rotateKdk');
    expect(read(setting, [...takes('bootDevice'), ...rotated, ...takes('vsanDevice')])).toEqual(['kdk1']);
    const sealedOnly = bare('enableDare', 'sealConfiguration');
    expect(read(setting, [...takes('bootDevice'), ...sealedOnly, ...takes('vsanDevice')])).toEqual(
      everything,
    );
  });

  it('without a TPM tells nothing where keys are not written, as the article reads it', () => {
    expect(read(settingOf('no-tpm'), takes('bootDevice'))).toEqual(['kdk1']);
    expect(read(settingOf('no-tpm', switchesOf('article')), takes('bootDevice'))).toEqual([]);
    expect(answer(settingOf('no-tpm'), [], { type: 'sealConfiguration' })).toBe('noTpm');
  });

  it('opens with the key of any other copy, before a rotation or after it', () => {
    const setting = settingOf('devices');
    const rotated = [...bare('rotateKdk'), ...takes('wholeHost')];
    const before = [...bare('sealConfiguration'), ...takes('bootDevice')];
    expect(read(setting, [...before, ...rotated])).toEqual([...everything, 'kdk2']);
    const standard = settingOf('standard-vsan');
    const later = [...takes('wholeHost'), ...bare('enablePersistence'), ...takes('bootDevice')];
    expect(read(standard, later)).toEqual(everything);
  });

  it('needs the recovery key when it is sealed', () => {
    const sealed = bare('sealConfiguration');
    expect(read(settingOf('devices'), [...sealed, ...takes('bootDevice', 'recoveryKey')])).toEqual(['kdk1']);
    expect(answer(settingOf('devices'), [], { type: 'thiefTakes', artefact: 'recoveryKey' })).toBe(
      'notThere',
    );
  });
});

describe('copies of the KDK', () => {
  const setting = settingOf('copies');
  const withReplica = bare('replicate');

  it.each([
    ['none', everything],
    ['beside', everything],
    ['apart', ['vtpmDisk', 'plain']],
  ] as const)('in a .p12 with password %s', (password, expected) => {
    expect(read(setting, [...withReplica, ...exported(password), ...takes('p12', 'replica')])).toEqual(
      expected,
    );
  });

  it('in several .p12 open with the password that lies beside one of them', () => {
    const there = settingOf('rekeys');
    const first = [...exported('apart'), ...takes('p12'), ...bare('rotateKdk')];
    expect(read(there, [...first, ...exported('apart'), ...takes('p12')])).toEqual([]);
    expect(read(there, [...first, ...exported('beside'), ...takes('p12')])).toEqual(['kdk1', 'kdk2']);
  });

  it('are worth nothing without data, and data nothing without them', () => {
    expect(read(setting, [...exported('none'), ...takes('p12')])).toEqual(['kdk1']);
    expect(read(setting, takes('p12Password', 'backupPassword'))).toEqual([]);
  });

  it.each([
    ['none', ['kdk1']],
    ['weak', ['kdk1']],
    ['strong', []],
  ] as const)('in a vCenter backup with password %s', (password, expected) => {
    expect(read(setting, [{ type: 'backUpVcenter', password }, ...takes('vcsaBackup')])).toEqual(expected);
  });

  it('can be downloaded by whoever has the link, until it expires', () => {
    const open: Event = { type: 'exportProvider', password: 'beside' };
    const stolen = [open, ...takes('exportLink')];
    expect(read(setting, [...stolen, ...bare('thiefDownloads')])).toEqual([]);
    expect(read(setting, [...stolen, ...bare('thiefDownloads'), ...takes('p12Password')])).toEqual(['kdk1']);
    expect(answer(setting, [...stolen, ...bare('linkExpires')], { type: 'thiefDownloads' })).toBe(
      'linkNotOpen',
    );
    expect(answer(setting, [...stolen, ...bare('thiefDownloads')], { type: 'downloadBackup' })).toBe(
      'linkNotOpen',
    );
  });
});

describe('a KDK that leaks later', () => {
  const setting = settingOf('rekeys');
  const old = [...exported('none'), ...takes('p12')];

  it('opens old replicas, whatever was rekeyed since', () => {
    const events = [...bare('replicate'), ...takes('replica'), ...bare('rotateKdk', 'deepRekey')];
    expect(read(setting, [...exported('none'), ...events, ...takes('p12')])).toEqual(everything);
  });

  it('opens data that were only rekeyed shallowly, when an old replica was taken too', () => {
    const first = [...bare('replicate'), ...takes('replica'), ...old];
    const rotated = [...bare('rotateKdk', 'replicate'), ...takes('replica')];
    expect(read(setting, [...first, ...rotated])).toEqual(everything);
  });

  it('does not open data written after a rotation and a deep rekey', () => {
    const later = [...bare('rotateKdk', 'deepRekey', 'replicate'), ...takes('replica')];
    expect(read(setting, [...old, ...later])).toEqual(['vtpmDisk', 'plain', 'kdk1']);
  });

  it('at another vCenter is as bad as here', () => {
    const there = [...exported('none'), ...bare('importElsewhere'), ...takes('otherVcenter')];
    expect(read(setting, [...there, ...takes('vsanDevice')])).toEqual(everything);
  });
});

describe('traces', () => {
  const setting = settingOf('traces');

  it('in a bundle are as strong as its protection', () => {
    const collects = (protection: 'hostKey' | 'weak' | 'strong'): readonly Event[] => [
      { type: 'collectBundle', protection },
      ...takes('supportBundle'),
    ];
    expect(read(setting, collects('hostKey'))).toEqual([]);
    expect(read(setting, collects('weak'))).toEqual(['hostDump', 'kdk1']);
    expect(read(setting, collects('strong'))).toEqual([]);
    const never = settingOf('traces', { ...switchesOf('vendor'), coredumpHasKeys: 'never' });
    expect(read(never, collects('weak'))).toEqual(['hostDump']);
  });

  it('on backup media lie in clear, without what the vTPM held', () => {
    const clear: Event = { type: 'backUpMachines', protection: 'clear' };
    expect(read(setting, [clear, ...takes('vadpMedia')])).toEqual(['full1', 'vtpmDisk', 'plain']);
  });

  it('on the wire are what the disks have, also under encryption at rest in the original architecture', () => {
    const dare = [...bare('enableDare'), ...takes('wireCapture')];
    expect(read(settingOf('wire-osa'), dare)).toEqual(['vtpmDisk', 'plain']);
    expect(read(settingOf('wire-esa'), dare)).toEqual([]);
    expect(read(settingOf('wire-osa'), [...bare('enableTransit'), ...takes('wireCapture')])).toEqual([]);
    expect(answer(settingOf('wire-esa'), [], { type: 'enableTransit' })).toBe('transitIsAutomatic');
  });

  it('are all there for an administrator, on every day of it', () => {
    const setting2 = settingOf('wire-osa');
    expect(read(setting2, takes('administrator'))).toEqual(everything);
    expect(read(setting2, [...bare('rotateKdk', 'deepRekey'), ...takes('administrator')])).toEqual([
      'full2',
      'vtpmHome2',
      'vtpmDisk',
      'plain',
      'kdk2',
    ]);
  });
});
