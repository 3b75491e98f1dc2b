/** The incidents under examples/, each on its domain machine: read, and played where the machine has its twin. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readings } from '../../models/reading.ts';
import type { MachineScenario } from '../../src/site/machine-scenario.ts';
import { parseMachineScenario } from '../../src/site/read-machine-scenario.ts';
import { domainTwins } from '../../src/twin/machines/all.ts';
import { playMachineScenario } from '../../src/verdict/machine-scenario.ts';

const folder = new URL('../../examples/incidents/', import.meta.url);
const incidents = readdirSync(folder).map((file) => {
  const read = parseMachineScenario(readFileSync(new URL(file, folder), 'utf8'), file);
  return { file, read };
});
const played = incidents.flatMap(({ file, read }): readonly (readonly [string, MachineScenario])[] =>
  read.ok && read.value.machine.name in domainTwins ? [[file, read.value]] : [],
);

describe('the incidents', () => {
  it('can all be read, and there are some', () => {
    expect(incidents.length).toBeGreaterThan(0);
    expect(incidents.flatMap(({ read }) => (read.ok ? [] : read.problems))).toEqual([]);
  });

  it.each(played)('%s goes as it says', (_, scenario) => {
    const lines = readings
      .filter(({ name }) => scenario.readings.includes(name))
      .flatMap((reading) => playMachineScenario(scenario, reading, 'incident').lines);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });
});
