import { describe, expect, it } from 'vitest';
import { type Story, storyOf, vendorWith } from '../story.fixture.ts';
import type { Event, Refusal } from './events.ts';
import type { Provider, State } from './state.ts';
import { vcenter } from './vcenter.ts';

const on = { vcenter: 'vc-1', provider: 'A' } as const;
const create: Event = { type: 'createProvider', ...on };
const recreate: Event = { type: 'recreateProvider', ...on };
const link: Event = { type: 'exportProvider', ...on, login: 'fqdn' };
const download: Event = { type: 'downloadBackup', ...on, password: true };
const verify: Event = { type: 'verifyP12', ...on };
const importA: Event = { type: 'importProvider', ...on, constraint: 'asExported' };
const deleteA: Event = { type: 'deleteProvider', ...on };
const vtpm: Event = { type: 'encryptMachine', protection: 'vtpm', provider: 'A' };
const start: Event = { type: 'startMachine', host: 'esx-1' };

const hosts = (
  type: 'vcenterRemediatesHost' | 'enableHostEncryption' | 'hostCrashes' | 'bootHost',
): Event[] => [
  { type, host: 'esx-1' },
  { type, host: 'esx-2' },
];

/** What vCenter shows of provider A. */
function shown(variant: string, state: State): unknown {
  const setting = { variant: vcenter.variants[variant] as never, switches: vendorWith() };
  const { vcenters } = vcenter.observe(state, setting) as {
    vcenters: { 'vc-1': { providers: { A: Record<string, unknown> } } };
  };
  return vcenters['vc-1'].providers.A;
}

function provider(state: State): Provider {
  return state['provider/vc-1/A'] as Provider;
}

describe('the life of a provider', () => {
  const name = 'life-7.0U2';
  const { play, answer } = storyOf(vcenter, name);

  it('needs 7.0 U2', () => {
    const old = storyOf(vcenter, 'before-7.0U2');
    expect(old.answer(old.initial, create)).toBe('releaseTooOld');
  });

  it('goes from not backed up to a warning, while hosts wait for it', () => {
    const created = play([create]);
    expect(shown(name, created)).toMatchObject({ status: 'Not backed up', health: 'ERROR', alarm: true });
    expect(answer(created, vtpm)).toBe('providerNotBackedUp');
    const backedUp = play([link, download], created);
    expect(shown(name, backedUp)).toMatchObject({ status: 'Warning', health: 'OK', alarm: false });
  });

  it('never becomes active while a host has no TPM, until it is imported without asking for one', () => {
    const pushed = play([create, link, download, ...hosts('vcenterRemediatesHost')]);
    expect(shown(name, pushed)).toMatchObject({ status: 'Warning' });
    const again = play(
      [
        deleteA,
        { type: 'importProvider', ...on, constraint: 'notRequired' },
        ...hosts('vcenterRemediatesHost'),
      ],
      pushed,
    );
    expect(shown(name, again)).toMatchObject({ status: 'Active', keyId: 'A#1/1' });
  });

  it('is exported by those who logged in by FQDN, before the link expires', () => {
    const created = play([create]);
    expect(answer(created, { type: 'exportProvider', ...on, login: 'ip' })).toBe('ipLogin');
    expect(answer(play([link, { type: 'linkExpires', ...on }], created), download)).toBe('notExported');
  });

  it('has an alarm that returns until there is a backup', () => {
    const quiet = play([create, { type: 'acknowledgeAlarm', ...on }]);
    expect(shown(name, quiet)).toMatchObject({ alarm: false });
    expect(shown(name, play([{ type: 'alarmReturns', ...on }], quiet))).toMatchObject({ alarm: true });
  });

  it('leaves a stale .p12 after an update of its key id, which a dry run shows', () => {
    const saved = play([create, link, download]);
    expect(answer(saved, verify)).toBe('accepted');
    expect(answer(play([{ type: 'updateKeyId', ...on }], saved), verify)).toBe('keyIdDiffers');
  });

  it('does not rest on a backup that was never imported where imports do not count', () => {
    const strict = storyOf(vcenter, name, vendorWith({ importCountsAsBackup: false }));
    const state = strict.play([create, link, download, deleteA, importA]);
    expect(provider(state)?.backedUp).toBe(false);
  });
});

describe('a provider created anew under its old name', () => {
  const { play, answer, reached } = storyOf(vcenter, 'same-name-7.0U3');
  const swapped = play([deleteA, recreate, link, download, ...hosts('vcenterRemediatesHost')]);

  it('is not seen while machines run, nor after', () => {
    expect(reached(swapped)).toContain('machineStarts');
    expect(reached(swapped)).toContain('p12IsGood');
  });

  it('leaves the host key unresolved and the machine with the wrong key after a reboot', () => {
    const rebooted = play([...hosts('hostCrashes'), ...hosts('bootHost')], swapped);
    expect(answer(rebooted, start)).toBe('wrongKey');
    expect(answer(rebooted, { type: 'enableHostEncryption', host: 'esx-1' })).toBe('hostKeyUnresolved');
  });

  it('loses the machine with the .p12 that was replaced; only the host key is repaired', () => {
    const rebooted = play([...hosts('hostCrashes'), ...hosts('bootHost')], swapped);
    const repaired = play([{ type: 'configureCryptoKey', host: 'esx-1', provider: 'A' }], rebooted);
    expect(answer(repaired, start)).toBe('wrongKey');
    expect(reached(repaired)).not.toContain('machineKeyExists');
  });

  it('is undone while the old .p12 is still there', () => {
    const early = play([deleteA, recreate, ...hosts('vcenterRemediatesHost'), ...hosts('hostCrashes')]);
    const back = play(
      [
        ...hosts('bootHost'),
        deleteA,
        importA,
        ...hosts('vcenterRemediatesHost'),
        { type: 'enableHostEncryption', host: 'esx-1' },
      ],
      early,
    );
    expect(answer(back, start)).toBe('accepted');
  });
});

describe('a provider deleted in use', () => {
  const { play, answer, reached } = storyOf(vcenter, 'same-name-7.0U3');
  const deleted = play([deleteA, ...hosts('vcenterRemediatesHost')]);

  it('shows nothing until the machine is powered off', () => {
    expect(reached(deleted)).toContain('machineStarts');
    const off = play([{ type: 'powerOffMachine' }], deleted);
    expect(answer(off, start)).toBe('keyMissing');
    const back = play(
      [importA, ...hosts('vcenterRemediatesHost'), { type: 'enableHostEncryption', host: 'esx-1' }],
      off,
    );
    expect(answer(back, start)).toBe('accepted');
  });

  it('is kept by the hosts where vCenter only adds', () => {
    const adding = storyOf(vcenter, 'same-name-7.0U3', vendorWith({ remediation: 'addsOnly' }));
    const state = adding.play([deleteA, ...hosts('vcenterRemediatesHost'), { type: 'powerOffMachine' }]);
    expect(adding.answer(state, start)).toBe('accepted');
  });

  it('is gone with a forgotten password, which could be mended while vCenter still had it', () => {
    const forgotten = play([{ type: 'passwordIsForgotten', provider: 'A' }]);
    expect(reached(forgotten)).not.toContain('p12IsGood');
    expect(reached(play([link, download], forgotten))).toContain('p12IsGood');
    const gone = play([deleteA, ...hosts('vcenterRemediatesHost')], forgotten);
    expect(answer(gone, importA)).toBe('passwordForgotten');
    expect(reached(gone)).not.toContain('machineKeyExists');
  });
});

describe('a host without a TPM', () => {
  const rebooted = (story: Story<State, Event, Refusal>): State =>
    story.play([
      { type: 'hostCrashes', host: 'esx-2' },
      { type: 'bootHost', host: 'esx-2' },
    ]);

  it('keeps its keys over a reboot as the vendor documents it, and loses them as the article reads it', () => {
    const vendor = storyOf(vcenter, 'same-name-7.0U3');
    expect(rebooted(vendor)['host/esx-2']).toMatchObject({ held: { A: 'A#1' }, safe: true });
    const article = storyOf(vcenter, 'same-name-7.0U3', vendorWith({ noTpmRetention: 'volatile' }));
    expect(rebooted(article)['host/esx-2']).toMatchObject({ held: { A: null }, safe: false });
  });
});

describe('defaults', () => {
  const { play, answer } = storyOf(vcenter, 'defaults-8.0U1');
  const byDefault: Event = { type: 'encryptMachine', protection: 'vtpm', provider: null };

  it('are none after the default was deleted; what names a provider still works', () => {
    const state = play([deleteA]);
    expect(answer(state, byDefault)).toBe('noDefaultProvider');
    expect(answer(state, { ...byDefault, provider: 'B' })).toBe('accepted');
  });

  it('of a cluster go first, from 8.0 U1 on', () => {
    const setB: Event = { type: 'setClusterDefault', vcenter: 'vc-1', provider: 'B' };
    expect(play([setB, byDefault]).db.key).toBe('B#1');
    expect(play([setB, { type: 'clearClusterDefault', vcenter: 'vc-1' }, byDefault]).db.key).toBe('A#1');
    const older = storyOf(vcenter, 'defaults-8.0');
    expect(older.answer(older.initial, setB)).toBe('releaseTooOld');
  });
});

describe('licences', () => {
  it.each([
    ['licence-perpetual', 'standard', 'licenceMissing'],
    ['licence-perpetual', 'enterprisePlus', 'accepted'],
    ['licence-subscription', 'vvs', 'licenceMissing'],
    ['licence-subscription', 'vvf', 'accepted'],
  ] as const)(
    '%s: %s answers %s to a full encryption, and never refuses a vTPM',
    (name, licence, expected) => {
      const { play, answer } = storyOf(vcenter, name);
      const state = play([{ type: 'licenceChanges', licence }]);
      expect(answer(state, { type: 'encryptMachine', protection: 'full', provider: 'A' })).toBe(expected);
      expect(answer(state, vtpm)).toBe('accepted');
    },
  );

  it('lock nothing that is encrypted when they become less', () => {
    const { play, answer } = storyOf(vcenter, 'licence-perpetual');
    const state = play([
      { type: 'encryptMachine', protection: 'full', provider: 'A' },
      { type: 'encryptVsan', provider: 'A' },
      { type: 'licenceChanges', licence: 'standard' },
    ]);
    expect(answer(state, start)).toBe('accepted');
    expect(answer(state, { type: 'decryptMachine' })).toBe('accepted');
    expect(state.site.vsan).toBe('A#1');
  });

  it('allow vSAN encryption apart from VM encryption', () => {
    const { play, answer } = storyOf(vcenter, 'licence-perpetual');
    const state = play([{ type: 'licenceChanges', licence: 'enterprisePlus' }]);
    expect(answer(state, { type: 'encryptVsan', provider: 'A' })).toBe('licenceMissing');
  });
});
