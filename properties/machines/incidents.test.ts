/** The incidents under examples/, each on its domain machine: read, played, and listed in docs/incidents.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readings } from '../../models/reading.ts';
import type { MachineScenario } from '../../src/site/machine-scenario.ts';
import { parseMachineScenario } from '../../src/site/read-machine-scenario.ts';
import { playMachineScenario } from '../../src/verdict/machine-scenario.ts';

const folder = new URL('../../examples/incidents/', import.meta.url);
const incidents = readdirSync(folder).map((file) => {
  const read = parseMachineScenario(readFileSync(new URL(file, folder), 'utf8'), file);
  return { file, read };
});
const played = incidents.flatMap(({ file, read }): readonly (readonly [string, MachineScenario])[] =>
  read.ok ? [[file, read.value]] : [],
);

describe('the incidents', () => {
  it('can all be read, and there are some', () => {
    expect(incidents.length).toBeGreaterThan(0);
    expect(incidents.flatMap(({ read }) => (read.ok ? [] : read.problems))).toEqual([]);
  });

  it('stand in docs/incidents.md, each in a row with its machine', () => {
    const page = readFileSync(new URL('../../docs/incidents.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([^`]+)` \|.*\| ([a-z-]+) \|$/gm)].map(
      ([, file, machine]) => `${file} ${machine}`,
    );
    const present = played.map(([file, { machine }]) => `${file.replace('.yaml', '')} ${machine.name}`);
    expect(rows.toSorted()).toEqual(present.toSorted());
  });

  it.each(played)('%s goes as it says', (_, scenario) => {
    const lines = readings
      .filter(({ name }) => scenario.readings.includes(name))
      .flatMap((reading) => playMachineScenario(scenario, reading, 'incident').lines);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });
});
