/** Scenarios of domain machines: what they are read as, and what is wrong with the others. */
import { describe, expect, test } from 'vitest';
import { domainMachines } from '../../models/machines/all.ts';
import { printProblem } from './problem.ts';
import { parseMachineScenario } from './read-machine-scenario.ts';

const head = 'about: told somewhere\nmachine: host-encryption\nvariant: 7.0U2\nsteps:\n';

function problems(text: string): readonly string[] {
  const read = parseMachineScenario(text, 'x.yaml');
  return read.ok ? [] : read.problems.map(printProblem);
}

test('events are written by name, with their only argument, or with all of them by name', () => {
  const lines = ['prepareCrypto', 'collectBundle: true', 'setCryptoMode: { mode: onDemand, policy: none }'];
  const read = parseMachineScenario(`${head}${lines.map((line) => `  - ${line}\n`).join('')}`, 'x.yaml');
  expect(read.ok && read.value.steps.flatMap((step) => (step.kind === 'event' ? step.event : []))).toEqual([
    { type: 'prepareCrypto' },
    { type: 'collectBundle', password: true },
    { type: 'setCryptoMode', mode: 'onDemand', policy: 'none' },
  ]);
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['preparCrypto', 'steps[0]: unknown event "preparCrypto"; did you mean "prepareCrypto"?'],
    [
      'placeMachine: nobody',
      'steps[0].placeMachine: expected placeMachine with administrator | withoutRegisterHost, found "nobody"',
    ],
    [
      '{ prepareCrypto: null, refused: 7 }',
      'steps[0].refused: expected a reason, or { article: <reason> }, found 7',
    ],
    [
      '{ prepareCrypto: null, refused: hostNotIncapabel }',
      'steps[0].refused: unknown reason "hostNotIncapabel"; docs/machines/host-encryption.md has them',
    ],
    [
      '{ prepareCrypto: null, refused: { vendor: nothing } }',
      'steps[0].refused.vendor: unknown reason "nothing"; docs/machines/host-encryption.md has them',
    ],
    [
      'expect: { now: { hostIsSaf: true } }',
      'steps[0].expect.now.hostIsSaf: unknown goal "hostIsSaf"; did you mean "hostIsSafe"?',
    ],
    ['expect: {}', 'steps[0].expect: expected goals in now or reachable, or seen, found none'],
    [
      'expect: { vendor: { seen: { host: {} } } }',
      'steps[0].expect.vendor.seen.host: expected what is seen there, found nothing',
    ],
    [
      '{ prepareCrypto: null, hostPanics: null }',
      'steps[0]: expected one event, or expect, in a step; found prepareCrypto, hostPanics',
    ],
  ])('%s', (step, message) => {
    const [first, ...rest] = problems(`${head}  - ${step}\n`);
    expect([first?.replace(/^x\.yaml:5:\d+: /, ''), rest]).toEqual([message, []]);
  });

  test('a machine and a variant that are not there', () => {
    expect(problems('about: a\nmachine: host-encrypton\nsteps: [hostPanics]\n')).toEqual([
      'x.yaml:2:10: machine: unknown machine "host-encrypton"; did you mean "host-encryption"?',
    ]);
    expect(problems('about: a\nmachine: host-encryption\nvariant: 7.0U9\nsteps: [hostPanics]\n')).toEqual([
      'x.yaml:3:10: variant: unknown variant "7.0U9"; did you mean "7.0U2"?',
    ]);
  });
});

test('events that do not happen are events of the machine', () => {
  expect(problems(`${head.replace('steps', 'without: [importProvidr]\nsteps')}  - hostPanics\n`)).toEqual([
    'x.yaml:4:11: without[0]: unknown event "importProvidr"; did you mean "importProvider"?',
  ]);
});

test('every machine has words for its reasons only', () => {
  for (const { name, describeRefusal } of domainMachines) {
    expect(describeRefusal('noSuchReason'), name).toBeUndefined();
  }
});
