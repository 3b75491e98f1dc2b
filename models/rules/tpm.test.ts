import { describe, expect, it } from 'vitest';
import type { Event, Refusal } from '../events.ts';
import {
  answer,
  article,
  hostsOf,
  loses,
  on,
  placesOf,
  play,
  power,
  smallSite,
  start,
  steady,
  vendor,
  vsanSite,
} from '../play.fixture.ts';
import { slice } from '../state.ts';

const [boot, cleared, missing, swapped, seal] = [
  on('esx-1', 'bootHost'),
  on('esx-1', 'tpmIsCleared'),
  on('esx-1', 'tpmGoesMissing'),
  on('esx-1', 'boardIsSwapped'),
  on('esx-1', 'sealConfiguration'),
];
const enterKey: Event = { type: 'enterRecoveryKey', host: 'esx-1' };

describe('a TPM in use', () => {
  const machine = steady(smallSite());

  it.each<[string, readonly Event[]]>([
    ['cleared', [...cleared, power]],
    ['missing', [...missing, power]],
    ['swapped with its board', swapped],
  ])('that is %s halts its host at boot, not before', (_, events) => {
    const state = play(machine, [...events, ...boot]);
    expect(slice(state, 'host/esx-1')).toMatchObject({ power: 'halted', held: { nkp: 'none' }, safe: false });
    expect(state.cluster.on).toEqual([]);
  });

  it('is not noticed while the host runs', () => {
    for (const events of [cleared, missing]) {
      expect(slice(play(machine, events), 'host/esx-1')).toMatchObject({ power: 'on', safe: true });
    }
  });

  it('takes the machine down with a swapped board', () => {
    expect(slice(play(machine, swapped), 'machine/db').on).toBeNull();
  });

  it.each<[string, readonly Event[], 'accepted' | Refusal]>([
    ['the chip was cleared', [...cleared, power, ...boot], 'accepted'],
    ['the board was swapped', [...swapped, ...boot], 'accepted'],
    ['no chip is there', [...missing, power, ...boot], 'noTpm'],
    ['nobody tried to boot', swapped, 'hostNotHalted'],
    ['the host runs', [], 'hostNotHalted'],
    ['the key is lost', [...cleared, power, ...boot, loses('vault')], 'placeLost'],
    ['the boot device failed too', [...cleared, power, ...on('esx-1', 'bootDeviceFails')], 'hostNotHalted'],
    [
      'it failed after the halt',
      [...swapped, ...boot, ...on('esx-1', 'bootDeviceFails')],
      'configurationGone',
    ],
  ])('takes the recovery key when %s', (_, given, then) => {
    expect(answer(machine, play(machine, given), enterKey)).toBe(then);
  });

  it('has its keys again after the recovery key, and must be sealed anew', () => {
    const recovered = play(machine, [...swapped, ...boot, enterKey]);
    expect(slice(recovered, 'host/esx-1')).toMatchObject({ power: 'on', held: { nkp: 'nkp#1' }, safe: true });
    expect(answer(machine, recovered, start('db'))).toBe('accepted');
    const unsealed = play(machine, [power, ...boot], recovered);
    expect(slice(unsealed, 'host/esx-1').power).toBe('halted');
    const sealed = play(machine, [...seal, power, ...boot], recovered);
    expect(slice(sealed, 'host/esx-1')).toMatchObject({ power: 'on', held: { nkp: 'nkp#1' }, safe: true });
  });

  it('can be sealed anew before the next boot', () => {
    const sealed = play(machine, [...cleared, ...seal, power, ...boot]);
    expect(slice(sealed, 'host/esx-1')).toMatchObject({ power: 'on', held: { nkp: 'nkp#1' } });
  });

  it('is not needed by a host that was reinstalled without it', () => {
    const state = play(machine, [...missing, power, ...on('esx-1', 'reinstallHost', 'bootHost')]);
    expect(slice(state, 'host/esx-1')).toMatchObject({ power: 'on', binding: 'file' });
  });
});

describe('recovery keys', () => {
  const given = [...swapped, ...boot];

  it('are missing where nobody wrote them down', () => {
    const machine = steady(smallSite({ recoveryKeysAt: null }));
    expect(answer(machine, play(machine, given), enterKey)).toBe('recoveryKeyMissing');
  });

  it('cannot be had from a datastore that needs the halted hosts', () => {
    const places = [...placesOf(['safe', 'vault', 'depot', 'manager']), ...placesOf(['notes'], 'vsan')];
    const machine = steady(vsanSite(2, 0, { places, recoveryKeysAt: 'notes' }));
    expect(answer(machine, play(machine, given), enterKey)).toBe('placeUnreachable');
  });
});

describe('a TPM that is there and not in use', () => {
  const site = smallSite({ hosts: hostsOf(1, '2.0', 'none') });

  it.each([
    ['article', article, 'none'],
    ['vendor', vendor, 'nkp#1'],
  ] as const)('does not keep keys: %s', (_, switches, held) => {
    const machine = steady(site, switches);
    expect(slice(play(machine, [power, ...boot]), 'host/esx-1').held).toEqual({ nkp: held });
  });

  it('halts nothing when it is gone', () => {
    const machine = steady(site);
    expect(slice(play(machine, [...missing, power, ...boot]), 'host/esx-1').power).toBe('on');
    expect(slice(play(machine, [...swapped, ...boot]), 'host/esx-1').power).toBe('on');
    expect(answer(machine, machine.initial, { type: 'tpmIsCleared', host: 'esx-1' })).toBe('tpmNotSealed');
  });

  it('keeps them once the configuration is sealed to it', () => {
    const machine = steady(site, article);
    const state = play(machine, [...seal, power, ...boot]);
    expect(slice(state, 'host/esx-1')).toMatchObject({ binding: 'tpm', held: { nkp: 'nkp#1' }, safe: true });
    expect(answer(machine, play(machine, seal), { type: 'sealConfiguration', host: 'esx-1' })).toBe(
      'tpmAlreadySealed',
    );
  });

  it('cannot be sealed to when it is gone', () => {
    const machine = steady(site);
    expect(answer(machine, play(machine, missing), { type: 'sealConfiguration', host: 'esx-1' })).toBe(
      'noTpm',
    );
    expect(answer(machine, play(machine, missing), { type: 'tpmGoesMissing', host: 'esx-1' })).toBe('noTpm');
  });
});
