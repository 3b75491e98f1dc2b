import { describe, expect, it } from 'vitest';
import { run, step } from '../../kernel/step.ts';
import type { Switches } from '../../reading.ts';
import { type Story, storyOf, vendorWith } from '../story.fixture.ts';
import type { Event, Refusal } from './events.ts';
import { hostEncryption } from './host-encryption.ts';
import type { State, Variant } from './state.ts';

const storyIn = (name = '8.0U3', changed: Partial<Switches> = {}): Story<State, Event, Refusal> =>
  storyOf(hostEncryption, name, vendorWith(changed));

const play = (events: readonly Event[], story = storyIn()): State => story.play(events);
const answer = (events: readonly Event[], event: Event, story = storyIn()): 'accepted' | Refusal =>
  story.answer(story.play(events), event);
const reached = (name: string, state: State, story = storyIn()): boolean =>
  story.reached(state).includes(name);

const on = (...types: ('prepareCrypto' | 'enableCrypto' | 'rebootHost')[]): readonly Event[] =>
  types.map((type) => ({ type }));
const place: Event = { type: 'placeMachine', user: 'administrator' };
const panic: Event = { type: 'hostPanics' };
const push: Event = { type: 'vcenterPushesKeys' };
const reboot: Event = { type: 'rebootHost' };
const configured: Event = { type: 'configureCryptoKey', key: 'unset' };
const toOther: Event = { type: 'changeKey', key: '1b' };
const withPassword: Event = { type: 'collectBundle', password: true };
/** Somebody deletes the provider and creates one anew under its name. */
const recreated: readonly Event[] = [
  { type: 'deleteProvider' },
  { type: 'addProvider' },
  { type: 'setDefaultProvider' },
  push,
];

describe('the crypto state', () => {
  it('goes from incapable through prepared to safe, and back only through a reboot', () => {
    const safe = on('prepareCrypto', 'enableCrypto');
    expect(play(safe).host).toMatchObject({ crypto: 'safe', hostKey: '1a' });
    const disabled: readonly Event[] = [...safe, { type: 'disableCrypto' }];
    expect(play(disabled).host).toMatchObject({ crypto: 'pendingIncapable', hostKey: '1a' });
    expect(answer(disabled, place)).toBe('rebootPending');
    expect(answer(disabled, configured)).toBe('rebootPending');
    expect(play([...disabled, reboot]).host).toMatchObject({ crypto: 'incapable', hostKey: 'none' });
  });

  it('of a host that is only prepared ends at once', () => {
    const state = play([...on('prepareCrypto'), { type: 'disableCrypto' }]);
    expect(state.host.crypto).toBe('incapable');
  });

  it('cannot be left where vSAN is encrypted', () => {
    const vsan = storyIn('8.0U3-vsan');
    expect(play([], vsan).host).toMatchObject({ crypto: 'safe', hostKey: '1a' });
    expect(answer([], { type: 'disableCrypto' }, vsan)).toBe('vsanEncryptedCluster');
    expect(answer([], { type: 'turnEncryptionModeOff' }, vsan)).toBe('vsanEncryptedCluster');
  });

  it('cannot be left in the client while keys are on the host', () => {
    expect(answer([place], { type: 'turnEncryptionModeOff' })).toBe('keyMaterialOnHost');
    expect(answer(on('prepareCrypto'), { type: 'turnEncryptionModeOff' })).toBe('accepted');
  });

  it('is turned on by a machine that is placed, for a user who may', () => {
    expect(play([place])).toMatchObject({ machine: 'running', host: { crypto: 'safe', hostKey: '1a' } });
    const other: Event = { type: 'placeMachine', user: 'withoutRegisterHost' };
    expect(answer([], other)).toBe('noRegisterHost');
    expect(answer(on('prepareCrypto', 'enableCrypto'), other)).toBe('accepted');
  });

  it('is turned on by the cluster in mode forceEnable only', () => {
    expect(answer([], { type: 'clusterEnablesHost' })).toBe('modeOnDemand');
    const state = play([{ type: 'clusterEnablesHost' }], storyIn('8.0U3-force-enable'));
    expect(state.host).toMatchObject({ crypto: 'safe', hostKey: '1a' });
  });
});

describe('the crypto policy of a cluster', () => {
  const policy = (name: 'provider' | 'key'): Event => ({
    type: 'setCryptoMode',
    mode: 'onDemand',
    policy: name,
  });

  it('needs 8.0 U3', () => {
    expect(answer([], policy('key'), storyIn('7.0U2'))).toBe('policyNotSupported');
  });

  it('pins a host key, which its provider’s key must be there for', () => {
    const events = [policy('key'), ...on('prepareCrypto')];
    expect(play([...events, { type: 'enableCrypto' }]).host.hostKey).toBe('1b');
    expect(answer([...events, ...recreated], { type: 'enableCrypto' })).toBe('pinnedKeyMissing');
  });

  it('pins a provider, so that no default is needed', () => {
    const gone: readonly Event[] = [{ type: 'deleteProvider' }, { type: 'addProvider' }, push];
    const prepared = [...gone, ...on('prepareCrypto')];
    expect(answer(prepared, { type: 'enableCrypto' })).toBe('noDefaultProvider');
    const pinned = play([...prepared, policy('provider'), { type: 'enableCrypto' }]);
    expect(pinned.host.hostKey).toBe('2a');
  });
});

describe('a provider created anew under its name', () => {
  const given = [place, ...recreated];

  it('is not noticed before the reboot', () => {
    expect(play(given)).toMatchObject({ machine: 'running', host: { crypto: 'safe', hostKey: '1a' } });
  });

  it('leaves a rebooted host without its host key, and the machine without its key', () => {
    expect(play([...given, reboot]).host).toMatchObject({ crypto: 'incapable', hostKey: '1a' });
    expect(answer([...given, reboot, ...on('prepareCrypto')], { type: 'enableCrypto' })).toBe(
      'hostKeyUnresolved',
    );
    expect(answer([...given, reboot], place)).toBe('machineKeyMissing');
  });

  it('is undone by importing the original, and enabling encryption mode again', () => {
    const restored: readonly Event[] = [
      ...given,
      reboot,
      { type: 'deleteProvider' },
      { type: 'importProvider' },
      push,
      ...on('prepareCrypto', 'enableCrypto'),
      place,
    ];
    expect(play(restored)).toMatchObject({ machine: 'running', host: { crypto: 'safe', hostKey: '1a' } });
  });

  it('is got over by a new host key where the .p12 is lost: the host is safe, the machine stays lost', () => {
    const events: readonly Event[] = [...given, { type: 'p12IsLost' }, reboot];
    expect(answer([...events, { type: 'deleteProvider' }], { type: 'importProvider' })).toBe('fileLost');
    const repaired = [...events, configured];
    expect(play(repaired).host).toMatchObject({ crypto: 'safe', hostKey: '2a' });
    expect(answer(repaired, place)).toBe('machineKeyMissing');
  });

  it('cannot happen to a Standard Key Provider: adding it again brings its keys back', () => {
    const standard = storyIn('6.5');
    const events: readonly Event[] = [place, ...recreated, reboot, push];
    expect(play(events, standard).host).toMatchObject({ held: '1', crypto: 'safe' });
    expect(answer(events, { type: 'importProvider' }, standard)).toBe('notNative');
  });
});

describe('a reboot while vCenter is down', () => {
  const events: readonly Event[] = [place, { type: 'vcenterCrashes' }, reboot];

  it('does not matter with a native provider', () => {
    expect(answer(events, place)).toBe('accepted');
  });

  it('leaves a host of a standard provider without its keys until vCenter is back', () => {
    const standard = storyIn('6.5');
    expect(play(events, standard).host).toMatchObject({ crypto: 'incapable', held: 'none' });
    expect(answer(events, place, standard)).toBe('machineKeyMissing');
    expect(answer([...events, { type: 'startVcenter' }, push], place, standard)).toBe('accepted');
  });
});

describe('the key cache', () => {
  it('takes a key that somebody has in the clear, on a safe host', () => {
    const standard = storyIn('6.5');
    expect(answer([], { type: 'addKey' }, standard)).toBe('hostNotSafe');
    const safe = on('prepareCrypto', 'enableCrypto');
    expect(answer(safe, { type: 'addKey' }, standard)).toBe('accepted');
    expect(answer([...safe, { type: 'addKey' }], { type: 'addKey' }, standard)).toBe('keyCached');
    expect(answer(safe, { type: 'addKey' })).toBe('plainKeyUnknown');
  });

  it('drops a key that is in use; the machine runs on, and needs it at its next start', () => {
    const removed: readonly Event[] = [place, { type: 'deleteProvider' }, push, { type: 'removeKey' }];
    expect(play(removed).machine).toBe('running');
    expect(answer([...removed, { type: 'powerOffMachine' }], place)).toBe('machineKeyMissing');
  });
});

describe('core dumps', () => {
  it('are in clear before encryption mode is on', () => {
    const state = play([panic]);
    expect(state.hostDump.key).toBe('clear');
    expect(reached('hostDumpEncrypted', state)).toBe(false);
  });

  it('of the host are under its host key, and readable while that is in memory', () => {
    const state = play([place, panic]);
    expect(state).toMatchObject({ machine: 'off', hostDump: { key: '1a' } });
    expect(reached('hostDumpReadable', state)).toBe(true);
    expect(reached('hostDumpReadable', play([place, panic, ...recreated, reboot]))).toBe(false);
  });

  it.each([
    ['8.0U3', 'machine'],
    ['6.5', '1a'],
  ])('of a machine: in %s under the key %s', (name, key) => {
    const setting = storyIn(name);
    const state = play([place, { type: 'machineCrashes' }], setting);
    expect(state).toMatchObject({ machine: 'off', machineDump: key });
    expect(reached('machineDumpReadable', state, setting)).toBe(true);
  });

  it('are put under a changed host key, or left behind', () => {
    const changing = [place, panic, toOther];
    expect(reached('hostDumpReadable', play(changing))).toBe(true);
    const done = play([...changing, { type: 'dumpsAreRecrypted' }]);
    expect(done.hostDump).toEqual({ key: '1b', holds: '1a' });
    const left = play([...changing, { type: 'dumpsAreLeft' }]);
    expect(reached('hostDumpReadable', left)).toBe(false);
    expect(reached('hostDumpReadable', play([...changing, reboot]))).toBe(false);
  });

  it('are not touched by a newly configured host key', () => {
    const state = play([place, panic, { type: 'configureCryptoKey', key: '1b' }]);
    expect(reached('hostDumpReadable', state)).toBe(false);
  });

  it('stay readable in a bundle with a password that was taken before, while it is known', () => {
    const bundled: readonly Event[] = [place, panic, withPassword, toOther, { type: 'dumpsAreLeft' }];
    expect(reached('hostDumpReadable', play(bundled))).toBe(true);
    const forgotten = play([...bundled, { type: 'passwordIsForgotten' }]);
    expect(reached('hostDumpReadable', forgotten)).toBe(false);
    expect(answer([place, panic, toOther, { type: 'dumpsAreLeft' }], withPassword)).toBe('dumpUnreadable');
    expect(reached('hostDumpReadable', play([...bundled, panic]))).toBe(true);
  });

  it('of vCenter are in clear until they are deleted', () => {
    const state = play([{ type: 'vcenterCrashes' }]);
    expect(reached('vcenterDumpSecret', state)).toBe(false);
    expect(answer([{ type: 'vcenterCrashes' }], { type: 'deleteVcenterDump' })).toBe('accepted');
  });
});

describe('a support bundle that is handed over', () => {
  const shared: readonly Event[] = [place, panic, withPassword, { type: 'shareBundle' }];

  it('may tell the host key, until that is changed', () => {
    expect(reached('hostKeySecret', play(shared))).toBe(false);
    expect(reached('hostKeySecret', play([...shared, toOther]))).toBe(true);
  });

  it('tells nothing if dumps never hold keys', () => {
    const setting = storyIn('8.0U3', { coredumpHasKeys: 'never' });
    expect(reached('hostKeySecret', play(shared, setting), setting)).toBe(true);
  });

  it('tells nothing as it is; where vSAN is encrypted it does, without a password too', () => {
    const plain: readonly Event[] = [place, panic, { type: 'collectBundle', password: false }];
    const state = play([...plain, { type: 'shareBundle' }]);
    expect(state.bundle.protection).toBe('1a');
    expect(reached('hostKeySecret', state)).toBe(true);
    const vsan = storyIn('8.0U3-vsan');
    const leaked = play([...plain, { type: 'shareBundle' }], vsan);
    expect(leaked.bundle.protection).toBe('randomKey');
    expect(reached('hostKeySecret', leaked, vsan)).toBe(false);
  });

  it('tells nothing to a thief without its password, unless it carries a random key', () => {
    const stolen: Event = { type: 'bundleIsStolen' };
    expect(reached('hostKeySecret', play([place, panic, withPassword, stolen]))).toBe(true);
    const vsan = storyIn('8.0U3-vsan');
    const bundle = (password: boolean): Event => ({ type: 'collectBundle', password });
    expect(reached('hostKeySecret', play([place, panic, bundle(true), stolen], vsan), vsan)).toBe(true);
    expect(reached('hostKeySecret', play([place, panic, bundle(false), stolen], vsan), vsan)).toBe(false);
  });
});

describe('words', () => {
  it('say each event and each refusal differently', () => {
    const machine = hostEncryption.machine({
      variant: hostEncryption.variants['8.0U3'] as Variant,
      switches: vendorWith(),
    });
    const events = Object.values(machine.rules).flatMap(
      (rule) => rule.candidates(machine.site) as readonly Event[],
    );
    const said = events.map((event) => hostEncryption.describe(event));
    expect(new Set(said).size).toBe(events.length);
    const refused = new Set<Refusal>();
    for (const event of events) {
      const outcome = step(machine, run(machine, [place, panic]), event);
      if (outcome.kind === 'refused') refused.add(outcome.refusal);
    }
    const reasons = [...refused].map((refusal) => hostEncryption.describeRefusal(refusal));
    expect(refused.size).toBeGreaterThan(8);
    expect(new Set(reasons).size).toBe(refused.size);
  });
});
