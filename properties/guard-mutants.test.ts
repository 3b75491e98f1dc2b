/**
 * Is every guard needed? Each rule in turn loses its reasons to refuse, and small sites are searched again. A
 * guard that nothing notices is missing an invariant, or is no guard at all.
 */
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { productInvariants } from '../models/invariants.ts';
import type { Part, Rule } from '../models/kernel/machine.ts';
import {
  bare,
  hostsOf,
  native,
  smallSite,
  standard,
  steady,
  vendor,
  vsanSite,
} from '../models/play.fixture.ts';
import { rules } from '../models/rules.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import type { Site } from '../models/site.ts';
import type { State } from '../models/state.ts';
import { compile } from '../src/explore/compile.ts';
import { search } from '../src/explore/search.ts';
import { smallKeyServerSite } from './grounds.ts';
import { structureDefects } from './structure.ts';

/** One host that its Trust Authority attests. */
function trustedSite(): Site {
  const site = smallKeyServerSite();
  return { ...site, providers: site.providers.map((provider) => ({ ...provider, kind: 'trusted' })) };
}

/** vSAN of a native provider, and a standard one that it can be taken to. */
function twoProviders(): Site {
  return vsanSite(1, 0, {
    vcenterAt: null,
    providers: [native('nkp'), standard('kms', { keyServerBackupAt: null })],
    backups: [],
    recoveryKeysAt: null,
  });
}

type AnyRule = Rule<Deployment, State, Event, Refusal>;
type Effect = 'breaks' | 'moves' | 'nothing';

const machines: readonly SiteMachine[] = [
  steady(smallSite(), vendor),
  steady(vsanSite(1, 0, { hosts: hostsOf(1) }), vendor),
  steady(smallSite({ hosts: hostsOf(1, '2.0', 'none') }), vendor),
  bare(vsanSite(1, 0), vendor),
  steady(smallKeyServerSite(), vendor),
  bare(smallKeyServerSite(), vendor),
  steady(trustedSite(), vendor),
  steady(twoProviders(), vendor),
];

/** Every state within a number of faults. */
function statesOf(machine: SiteMachine, faultsMax: number): readonly State[] {
  const compiled = compile(machine);
  const found = search(compiled, { faultsMax, statesMax: 20_000 });
  expect(found.complete).toBe(true);
  const tuple = new Uint16Array(compiled.initial.length);
  return Array.from({ length: found.states.size() }, (_, id) => {
    found.states.read(id, tuple);
    return compiled.decode(tuple);
  });
}

function unguarded(machine: SiteMachine, type: Event['type']): SiteMachine {
  const rule = machine.rules[type] as unknown as AnyRule;
  const open = ({ reads, writes, apply }: Part<State, Refusal>): Part<State, Refusal> =>
    apply === undefined ? { reads, writes } : { reads, writes, apply };
  const mutant: AnyRule = { ...rule, parts: (site, event) => rule.parts(site, event).map(open) };
  return { ...machine, rules: { ...machine.rules, [type]: mutant } };
}

function brokenIn({ site }: SiteMachine, state: State): boolean {
  return (
    structureDefects(site.site, state).length > 0 ||
    productInvariants(site).some(({ always }) => !always(state, site))
  );
}

const budgets = [1, 2] as const;
const sound = budgets.map((faultsMax) => machines.map((machine) => statesOf(machine, faultsMax)));

/** What a mutant does. A second fault is spent only on one that shows nothing within the first. */
function effectOf(type: Event['type']): Effect {
  let effect: Effect = 'nothing';
  for (const [budget, faultsMax] of budgets.entries()) {
    if (effect !== 'nothing') break;
    for (const [index, machine] of machines.entries()) {
      const states = statesOf(unguarded(machine, type), faultsMax);
      if (faultsMax === 1 && states.some((state) => brokenIn(machine, state))) return 'breaks';
      // What was accepted still is, and leads where it led: a mutant has all the states that the machine has.
      const before = sound[budget]?.[index]?.length ?? 0;
      expect(states.length, `${type} without its guards`).toBeGreaterThanOrEqual(before);
      if (states.length > before) effect = 'moves';
    }
  }
  return effect;
}

/** Rules that may lose their guards without any state being new, and why that is so. */
const harmless: Readonly<Partial<Record<Event['type'], string>>> = {
  sitePowerFails: 'a dark site stays dark; a halted host that is off again was off before it was booted',
  vcenterIsLost: 'what is lost stays lost',
  keyServerIsLost: 'what is lost stays lost',
  hostCrashes: 'a host that is off stays off, and one that halted was off before it was booted',
  deleteProvider: 'deleting at a stopped vCenter ends where deleting first and stopping then ends',
  tpmIsCleared: 'a foreign chip stays foreign; a missing one is foreign after a new board as well',
  tpmGoesMissing: 'a missing chip stays missing',
  boardIsSwapped: 'it has no guard',
  bootDeviceFails: 'a configuration that is gone stays gone',
  placeIsLost: 'what is lost stays lost',
  backupGoesStale: 'a stale backup stays stale',
  vcenterStops: 'a lost one that is stopped is like a rebuilt one that is stopped',
  keyServerStops: 'a lost one that stops is like one that only stopped',
  abandonVcenter: 'giving up a running vCenter ends where losing it ends',
  shutDownHost:
    'a host that is off and writes nothing is like one that was remediated of its keys and shut down',
  powerOffMachine: 'a machine that is off stays off',
  attachDisks: 'it changes nothing; its refusals are compared with the twin',
};

/** Rules whose guards keep invariants, and rules whose guards only keep states out. */
const breaking: readonly Event['type'][] = [
  'bootHost',
  'startKeyServer',
  'startMachine',
  'vcenterRemediatesHost',
  'hostFetchesKeys',
  'importProvider',
  'importFromBackup',
  'registerProvider',
  'addHost',
  'enableHostEncryption',
  'sealConfiguration',
  'reinstallHost',
  'hostWritesConfiguration',
  'createProvider',
  'exportProvider',
  'downloadBackup',
  'encryptMachine',
  'rekeyHost',
  'rekeyMachine',
];
const moving: readonly Event['type'][] = [
  'startVcenter',
  'rebuildVcenter',
  'restoreVcenter',
  'restoreKeyServer',
  'enterRecoveryKey',
  'exportFromBackup',
  'backupRuns',
  'enableVsanEncryption',
  'rekeyVsan',
];

describe('guards', () => {
  it('are sound as they stand', () => {
    for (const [index, machine] of machines.entries()) {
      expect((sound[0]?.[index] ?? []).filter((state) => brokenIn(machine, state))).toEqual([]);
    }
  });

  it('are each needed, or harmless for a reason', () => {
    const types = Object.keys(rules) as Event['type'][];
    const effects = types.map((type) => [type, effectOf(type)] as const);
    const typesThat = (effect: Effect): readonly string[] =>
      effects.filter(([, of]) => of === effect).map(([type]) => type);
    expect(typesThat('breaks')).toEqual(breaking);
    expect(typesThat('moves')).toEqual(moving);
    expect(typesThat('nothing')).toEqual(Object.keys(harmless));
  });
});
