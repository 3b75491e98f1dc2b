/** A licence denies new operations. None of them is part of what a site's promise rests on. */
import { expect, test } from 'vitest';
import { readings } from '../models/reading.ts';
import { type SiteMachine, steadyMachine } from '../models/site-machine.ts';
import { compile } from '../src/explore/compile.ts';
import { search } from '../src/explore/search.ts';
import { recoveryMoves } from '../src/lockstep/aims.ts';
import { exampleSite } from './examples.ts';

/** What a licence may deny: encrypting machines and vSAN (facts licence-vm-perpetual and its likes). */
function denied(machine: SiteMachine): SiteMachine {
  const never = { candidates: () => [] };
  const { encryptMachine, enableVsanEncryption } = machine.rules;
  return {
    ...machine,
    rules: {
      ...machine.rules,
      encryptMachine: { ...encryptMachine, ...never },
      enableVsanEncryption: { ...enableVsanEncryption, ...never },
    },
  };
}

test.each(readings)('a site in its steady state never encrypts anything again, reading $name', (reading) => {
  const { machine } = steadyMachine(exampleSite('no-backup'), reading.switches);
  const [all, rest] = [machine, denied(machine)].map((one) =>
    search(compile(one), { faultsMax: 2, statesMax: 20_000 }),
  );
  expect([rest?.complete, rest?.states.size(), rest?.transitions]).toEqual([
    true,
    all?.states.size(),
    all?.transitions,
  ]);
});

test('no recovery encrypts or rekeys', () => {
  const { machine } = steadyMachine(exampleSite('rotation'), readings[0]?.switches ?? never());
  const { useful } = recoveryMoves(machine.site, ['db']);
  const provider = 'nkp-new';
  expect(
    [
      { type: 'encryptMachine', machine: 'db' } as const,
      { type: 'enableVsanEncryption' } as const,
      { type: 'rekeyMachine', machine: 'db', provider } as const,
      { type: 'rekeyVsan', provider } as const,
    ].filter(useful),
  ).toEqual([]);
});

function never(): never {
  throw new Error('there is no reading');
}
