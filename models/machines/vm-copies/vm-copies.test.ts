/** The stories of copies: clones, retired providers, thieves with patience, recovery sites, backups. */
import { describe, expect, it } from 'vitest';
import { defectsOf } from '../../kernel/step.ts';
import { readings, type Switches } from '../../reading.ts';
import { taleOf } from '../tale.fixture.ts';
import { type BareType, describe as sentenceOf, type Event, refusals, type Target } from './events.ts';
import type { Provider, SiteName } from './providers.ts';
import { vmCopies } from './vm-copies.ts';

const bare = (...types: readonly BareType[]): readonly Event[] => types.map((type) => ({ type }) as Event);
const shallow = (object: Target, provider: Provider = 'B'): Event => ({
  type: 'shallowRecrypt',
  object,
  provider,
});
const deep = (object: Target): Event => ({ type: 'deepRecrypt', object });
const clone = (kind: 'full' | 'linked'): Event => ({ type: 'cloneMachine', kind });
const remove = (provider: Provider, site: SiteName = 'main'): Event => ({
  type: 'deleteProvider',
  site,
  provider,
});
const bring = (provider: Provider, site: SiteName = 'main'): Event => ({
  type: 'importProvider',
  site,
  provider,
});
const leak = (provider: Provider): Event => ({ type: 'keyLeaks', provider });
const backUp = (withHome = true, transport: 'nbdssl' | 'hotAdd' | 'san' = 'nbdssl'): Event => ({
  type: 'backUp',
  transport,
  withHome,
});

describe('clones', () => {
  const { after, answer } = taleOf(vmCopies, 'clones-8.0');

  it('have the data key of their parent, and full ones go their own way', () => {
    const full = [clone('full'), deep('clone')];
    expect(after(...full)).toMatchObject({ clone: { dek: 2, wrap: 'A' }, machine: { dek: 1 } });
  });

  it('that are linked cannot be rekeyed, rewritten or decrypted apart', () => {
    const linked = [...bare('takeSnapshot'), clone('linked')];
    expect(answer(...linked, shallow('clone'))).toBe('linkedClone');
    expect(answer(...linked, deep('clone'))).toBe('linkedClone');
    expect(answer(...linked, { type: 'decrypt', object: 'clone' })).toBe('linkedClone');
    expect(answer(...linked, ...bare('deleteSnapshot'))).toBe('linkedCloneNeedsIt');
    expect(answer(...linked, deep('machine'))).toBe('snapshotsPresent');
  });

  it('that are linked need both providers once their parent was rekeyed', () => {
    const { answer: retiring, seen } = taleOf(vmCopies, 'retirement-8.0');
    const rekeyed = [...bare('takeSnapshot'), clone('linked'), shallow('machine')];
    expect(retiring(...rekeyed, ...bare('startClone'))).toBe('accepted');
    expect(retiring(...rekeyed, remove('A'), ...bare('startClone'))).toBe('keyMissing');
    expect(retiring(...rekeyed, remove('B'), ...bare('startClone'))).toBe('keyMissing');
    expect(seen(...rekeyed, remove('B'))).toMatchObject({
      clone: { opens: false },
      machine: { opens: false },
    });
  });
});

describe('retiring a provider', () => {
  const { answer, goals, seen } = taleOf(vmCopies, 'retirement-8.0');
  const everything = [
    shallow('machine'),
    ...bare('convertToMachine'),
    shallow('template'),
    ...bare('convertToTemplate'),
    shallow('disk'),
  ];

  it('means rekeying machine, template and first-class disk, one after the other', () => {
    expect(seen()).toMatchObject({ audit: ['machine', 'template', 'disk'] });
    expect(answer(shallow('template'))).toBe('isTemplate');
    expect(seen(...everything)).toMatchObject({ audit: [] });
    expect(goals(...everything)).toContain('oldProviderUnused');
  });

  it('forgets an old storage snapshot, which vCenter does not know of', () => {
    const forgotten = [...bare('takeStorageSnapshot'), ...everything];
    expect(seen(...forgotten)).toMatchObject({ audit: [], storageSnapshot: { provider: 'A' } });
    expect(goals(...forgotten)).not.toContain('oldProviderUnused');
    const gone: readonly Event[] = [...forgotten, remove('A'), { type: 'p12IsLost', provider: 'A' }];
    expect(goals(...gone)).not.toContain('copiesRecoverable');
    expect(answer(...gone, ...bare('revertStorageSnapshot', 'powerOn'))).toBe('keyMissing');
    expect(answer(...gone, bring('A'))).toBe('noCopyKept');
  });

  it('does no harm while its .p12 is kept', () => {
    const back = [
      ...bare('takeStorageSnapshot'),
      ...everything,
      remove('A'),
      ...bare('revertStorageSnapshot'),
    ];
    expect(answer(...back, ...bare('powerOn'))).toBe('keyMissing');
    expect(answer(...back, bring('A'), ...bare('powerOn'))).toBe('accepted');
  });
});

describe('a thief', () => {
  const { goals } = taleOf(vmCopies, 'thief-8.0');
  const copied = bare('filesAreStolen');

  it('reads a copy once its provider leaks, whatever was done to the machine since', () => {
    expect(goals(...copied, shallow('machine'))).toContain('stolenCopiesSecret');
    expect(goals(...copied, shallow('machine'), leak('A'))).not.toContain('stolenCopiesSecret');
    expect(goals(...copied, deep('machine'), leak('A'))).not.toContain('stolenCopiesSecret');
  });

  it('reads what is written after a shallow recrypt, and not what is written after a deep one', () => {
    expect(goals(...copied, shallow('machine'), leak('A'))).not.toContain('presentDataSecret');
    expect(goals(...copied, deep('machine'), shallow('machine'), leak('A'))).toContain('presentDataSecret');
    expect(goals(...copied, deep('machine'), leak('A'))).not.toContain('presentDataSecret');
  });

  it('has in an old storage snapshot the keys of its day', () => {
    const old = [
      ...bare('takeStorageSnapshot'),
      shallow('machine'),
      ...bare('storageSnapshotIsStolen'),
      leak('A'),
    ];
    expect(goals(...old)).not.toContain('presentDataSecret');
  });

  it('reads a newer copy by the data key of an older one', () => {
    const both = [...copied, shallow('machine'), ...copied, leak('A')];
    expect(goals(...both)).not.toContain('stolenCopiesSecret');
  });
});

describe('a recovery site', () => {
  const { answer, goals, after } = taleOf(vmCopies, 'recovery-site-8.0');
  const lost = bare('replicate', 'mainIsLost');

  it('starts no replica without the provider (incident I26), and starts it with the .p12', () => {
    expect(answer(...lost, ...bare('failOver'))).toBe('keyMissing');
    expect(goals(...lost, bring('A', 'dr'), ...bare('failOver'))).toContain('machineRuns');
    expect(answer(...lost, { type: 'p12IsLost', provider: 'A' }, bring('A', 'dr'))).toBe('noCopyKept');
  });

  it('is not helped by another provider of the same name', () => {
    const impostor: Event = { type: 'createProvider', provider: 'A' };
    expect(answer(impostor, ...lost, ...bare('failOver'))).toBe('keyDiffers');
    expect(answer(impostor, ...lost, bring('A', 'dr'))).toBe('providerPresent');
    expect(goals(impostor, ...lost, remove('A', 'dr'), bring('A', 'dr'), ...bare('failOver'))).toContain(
      'machineRuns',
    );
  });

  const moved = bare('powerOn', 'startMigration', 'migrationAdvances', 'migrationAdvances');

  it('takes a running machine at the very end, or fails there', () => {
    expect(after(...moved).migration).toBe('100');
    expect(after(...moved, ...bare('migrationAdvances'))).toMatchObject({
      migration: 'failed',
      machine: { at: 'main', power: 'on' },
    });
    expect(after(bring('A', 'dr'), ...moved, ...bare('migrationAdvances')).machine).toMatchObject({
      at: 'dr',
      power: 'on',
    });
    const impostor: Event = { type: 'createProvider', provider: 'A' };
    expect(after(impostor, ...moved, ...bare('migrationAdvances')).migration).toBe('failed');
    expect(answer(...moved, ...bare('powerOff'))).toBe('migrationRunning');
  });

  it('keeps a machine that was moved there when main is lost', () => {
    const safe = [bring('A', 'dr'), ...moved, ...bare('migrationAdvances', 'mainIsLost')];
    expect(goals(...safe)).toEqual(expect.arrayContaining(['machineRuns', 'machineReadable']));
    expect(goals(...moved, ...bare('mainIsLost'))).not.toContain('dataSurvives');
  });
});

describe('a backup', () => {
  const { answer, goals, seen } = taleOf(vmCopies, 'backup-8.0');

  it('goes over NBDSSL, or over HotAdd with an encrypted proxy', () => {
    expect(answer(backUp(true, 'san'))).toBe('sanTransport');
    expect(answer(backUp(true, 'hotAdd'))).toBe('proxyNotEncrypted');
    expect(answer(...bare('encryptProxy'), backUp(true, 'hotAdd'))).toBe('accepted');
    expect(answer({ type: 'decrypt', object: 'machine' }, backUp(true, 'san'))).toBe('accepted');
  });

  it('brings the data back whatever became of the provider, and the vTPM with it only', () => {
    const both: readonly Event[] = [backUp(), remove('A'), remove('B')];
    expect(seen(...both, ...bare('restore'))).toMatchObject({ restored: { provider: null, vtpm: false } });
    expect(seen(backUp(), remove('A'), ...bare('restore'))).toMatchObject({
      restored: { provider: 'B', vtpm: false },
    });
    expect(goals(backUp(), ...bare('restore'))).toContain('vtpmRestored');
    expect(goals(backUp(false), ...bare('restore'))).not.toContain('vtpmRestored');
  });

  it('is read by a thief, unless the product encrypts it', () => {
    expect(goals(backUp(), ...bare('mediaAreStolen'))).not.toContain('stolenCopiesSecret');
    const encrypted = taleOf(vmCopies, 'backup-encrypted-8.0');
    expect(encrypted.goals(backUp(), ...bare('mediaAreStolen'))).toContain('stolenCopiesSecret');
    expect(encrypted.seen(backUp())).toMatchObject({ backup: { clear: false, home: true } });
  });

  it('is no OVF: that is exported of a decrypted machine only', () => {
    expect(answer(...bare('exportOvf'))).toBe('machineEncrypted');
    expect(answer({ type: 'decrypt', object: 'machine' }, ...bare('exportOvf'))).toBe('accepted');
  });
});

describe('the table', () => {
  const switches = readings[0]?.switches as Switches;

  it('has no defects, in any variant', () => {
    const found = Object.values(vmCopies.variants).flatMap((variant) =>
      defectsOf(vmCopies.machine({ variant, switches })),
    );
    expect(found).toEqual([]);
  });

  it('says every event and every refusal in words', () => {
    expect(sentenceOf(shallow('disk'))).toBe('rekey the first-class disk shallowly with provider B');
    expect(sentenceOf(bring('A', 'dr'))).toBe('import provider A at the recovery site');
    expect(sentenceOf(backUp(true, 'nbdssl'))).toBe('back up the machine over nbdssl, home and all');
    for (const sentence of Object.values(refusals)) expect(sentence).toMatch(/^[a-z]/);
    expect(vmCopies.describeRefusal('keyDiffers')).toBe(refusals.keyDiffers);
  });
});
