/** The ways back from disasters, and what must not be done too early on them. */
import { expect, test } from 'vitest';
import { article, hostsOf, smallSite, vendor, vsanSite } from '../../models/play.fixture.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import { compile } from '../explore/compile.ts';
import { createTwin } from '../twin/twin.ts';
import { provisioning } from '../../models/site-machine.ts';
import { randomOf } from '../random.ts';
import { matrixOf, rowOf } from './matrix.ts';

/** Where hosts forget their keys, and the only copy that is left is a backup of vCenter. */
const site = smallSite({ hosts: hostsOf(1, 'none') });
const onlyBackup = {
  name: 'only-backup',
  title: '',
  events: [{ type: 'placeIsLost', place: 'safe' }, { type: 'vcenterIsLost' }, { type: 'sitePowerFails' }],
} as const;

test('a new vCenter Server before the old one is restored: its first backup writes over the last copy', () => {
  const { machine } = steadyMachine(site, article);
  const [cell] = rowOf({ machine, compiled: compile(machine) }, onlyBackup, 10_000);
  expect(cell?.steps.map(({ event }) => event.type).slice(0, 2)).toEqual(['bootHost', 'restoreVcenter']);
  expect(cell?.cautions).toEqual([
    { text: 'deploy a new, empty vCenter Server', until: 2, spoiledBy: ['the vCenter backup backup runs'] },
  ]);
});

test('a provider that only a backup holds comes back with luck: the next backup may run first', () => {
  const { machine } = steadyMachine(site, article);
  const events = [
    { type: 'placeIsLost', place: 'safe' },
    { type: 'deleteProvider', provider: 'nkp' },
    { type: 'vcenterRemediatesHost', host: 'esx-1' },
    { type: 'hostWritesConfiguration', host: 'esx-1' },
    { type: 'powerOffMachine', machine: 'db' },
  ] as const;
  const outcomes = [events, [...events, { type: 'backupRuns', backup: 'backup' } as const]].map(
    (happened) =>
      rowOf({ machine, compiled: compile(machine) }, { ...onlyBackup, events: happened }, 10_000)[0]?.outcome,
  );
  expect(outcomes).toEqual(['luck', 'lost']);
});

test('with real bytes, too: after it the way back is refused, and without it the bytes are equal', () => {
  const { machine } = steadyMachine(site, article);
  const [cell] = rowOf({ machine, compiled: compile(machine) }, onlyBackup, 10_000);
  const steps = (cell?.steps ?? []).map(({ event }) => event);
  const ends = [[], [{ type: 'rebuildVcenter' } as const]].map((early) => {
    const twin = createTwin({ site, switches: article, random: randomOf('1', 'early'), defect: 'none' });
    for (const event of [...provisioning(site), ...onlyBackup.events, ...early]) twin.send(event);
    const accepted = steps.every((event) => twin.send(event).kind === 'accepted');
    const end = accepted && twin.verify('db') === 'intact';
    twin.dispose();
    return end;
  });
  expect(ends).toEqual([true, false]);
});

test('a search that ended early says so, and warns of nothing that it did not look at', () => {
  const { machine } = steadyMachine(vsanSite(1, 0), vendor);
  const compiled = compile(machine);
  const [whole, early] = [3_000, 30].map((statesMax) => matrixOf({ machine, compiled }, statesMax));
  expect(whole?.some(({ endedEarly }) => endedEarly)).toBe(false);
  const cut = (early ?? []).filter(({ endedEarly }) => endedEarly === true);
  expect(cut.some(({ outcome }) => outcome === 'runbook')).toBe(true);
  expect(cut.flatMap(({ cautions }) => cautions)).toEqual([]);
});
