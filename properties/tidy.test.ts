/** What a linter does not look at: words, claims, the events of the documentation, paths that are somebody's own. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { describe as sentenceOf, describeRefusal } from '../models/describe.ts';
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { invariantsOfModels } from '../models/evidence-page.ts';
import { candidatesOf } from '../models/kernel/machine.ts';
import { resolve, run } from '../models/kernel/step.ts';
import { steady, vsanSite } from '../models/play.fixture.ts';
import { rules } from '../models/rules.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import type { State } from '../models/state.ts';
import { randomOf } from '../src/random.ts';
import { grounds, scenes } from './grounds.ts';
import { countedStep, emptyTally, type Tally } from './tally.ts';

const root = new URL('..', import.meta.url);
const types = Object.keys(rules) as Event['type'][];
const claimLengthMax = 140;

/** Every tracked file that is text of ours; binary files and the lock file, which is the package manager's, are not. */
function trackedFiles(): readonly { readonly name: string; readonly text: string }[] {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  return names
    .filter((name) => name !== '' && name !== 'package-lock.json')
    .flatMap((name) => {
      const text = textOf(name);
      return text === undefined || text.includes('\0') ? [] : [{ name, text }];
    });
}

/** A file that is tracked and deleted but not yet committed has no text. */
function textOf(name: string): string | undefined {
  try {
    return readFileSync(new URL(encodeURI(name), root), 'utf8');
  } catch {
    return undefined;
  }
}

function linesWith(pattern: RegExp): readonly string[] {
  return trackedFiles().flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );
}

test('facts about the product stand in models/facts alone, where evidence.md has them', () => {
  const stated = linesWith(/^\s+(confidence: )?'(official|practitioner|inferred|recalled)',$/);
  const files = [...new Set(stated.map((line) => line.split(':')[0] ?? ''))];
  expect(files.filter((name) => name.startsWith('models/facts/')).length).toBeGreaterThan(10);
  expect(files.filter((name) => !/^models\/facts\/|fixture|\.test\.ts$/.test(name))).toEqual([]);
});

describe('tracked files', () => {
  it('are there to be looked at', () => {
    expect(trackedFiles().length).toBeGreaterThan(100);
  });

  // The words are put together here, so that this file does not contain them.
  it.each([
    ['unfinished work', new RegExp(String.raw`\b(TO${'DO'}|FIX${'ME'}|XX${'X'})\b`)],
    ['names that mean nothing', new RegExp(String.raw`\b(fo${'o'}|ba${'z'}|fooba${'r'})\b`, 'i')],
    [
      'a path of one machine',
      new RegExp(String.raw`(^|[\s"'(=\x60])/(ho${'me'}|Use${'rs'}|wo${'rk'}|ro${'ot'}|t${'mp'})/`),
    ],
    [
      'the host of a package registry',
      new RegExp(
        String.raw`\b(registry\.(npm${'js'}|yarn${'pkg'})|npm${'js'}\.(com|org)|yarn${'pkg'}\.com|py${'pi'}\.org|crates\${'.'}io)`,
      ),
    ],
  ])('have no %s', (_, pattern) => {
    expect(linesWith(pattern)).toEqual([]);
  });
});

test('links between pages lead to a file', () => {
  const pages = trackedFiles().filter(({ name }) => name.endsWith('.md'));
  const links = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => ({ name, path })),
  );
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter(({ name, path }) => !existsSync(new URL(path, new URL(name, root))));
  expect(broken).toEqual([]);
});

describe('claims', () => {
  const claims = [
    ...types.map((type) => [type, rules[type].claim] as const),
    ...invariantsOfModels().map(({ name, claim }) => [name, claim] as const),
  ];

  it('are short sentences with a full stop', () => {
    const wrong = claims.filter(
      ([, claim]) => !/^(vCenter|vSAN|[A-Z]).*[^.]\.$/.test(claim) || claim.length > claimLengthMax,
    );
    expect(wrong).toEqual([]);
  });

  it('are each made once', () => {
    expect(new Set(claims.map(([, claim]) => claim)).size).toBe(claims.length);
  });

  it('of invariants say what is always so and when that is worth asking', () => {
    for (const { always, sometimes, reads } of invariantsOfModels()) {
      expect([typeof always, typeof sometimes, typeof reads]).toEqual(['function', 'function', 'function']);
    }
  });
});

describe('event names', () => {
  /** What operators do comes verb first; what happens by itself comes subject first. */
  const verbs =
    /^(create|export|download|import|delete|register|start|abandon|rebuild|restore|add|boot|shutDown|enter|seal|reinstall|enable|encrypt|rekey|powerOff|attach)[A-Z]/;
  const subjects =
    /^(backup|vcenter|keyServer|host|bootDevice|tpm|board|sitePower|place)(Is|Goes|Runs|Stops|Fails|Crashes|Writes|Fetches|Remediates)/;

  it('say who acts', () => {
    // A board is swapped by somebody, but it is told as what happened to the host.
    const operators = types.filter((type) => rules[type].by === 'operator' && type !== 'boardIsSwapped');
    const others = types.filter((type) => !operators.includes(type));
    expect(operators.filter((type) => !verbs.test(type))).toEqual([]);
    expect(others.filter((type) => !subjects.test(type))).toEqual([]);
  });

  it('spend a fault when they are one', () => {
    expect(types.filter((type) => rules[type].by === 'fault' && rules[type].spends === 0)).toEqual([]);
    expect(types.filter((type) => rules[type].by === 'system' && rules[type].spends === 1)).toEqual([]);
  });

  it('have a sentence each that no other event has', () => {
    const events = candidatesOf(steady(vsanSite(1, 0)));
    const sentences = events.map(sentenceOf);
    expect(new Set(sentences).size).toBe(events.length);
    expect(sentences.filter((sentence) => sentence.endsWith('.'))).toEqual([]);
  });
});

type Documented = { readonly who: string; readonly refusals: readonly string[] };

/** The tables of docs/events.md: a row for each event. */
function documentedEvents(): ReadonlyMap<string, Documented> {
  const text = readFileSync(new URL('docs/events.md', root), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)`[^|]*\| ([^|]*) \|([^|]*)\|/gm)];
  return new Map(
    rows.map(([, type = '', who = '', refused = '']) => [type, { who, refusals: refusalsIn(refused) }]),
  );
}

function refusalsIn(cell: string): readonly string[] {
  const named = [...cell.matchAll(/`([a-z][a-z0-9]*[A-Z][A-Za-z0-9]*)`/g)].map(([, refusal = '']) => refusal);
  const opened = /cannot be opened|place or password/.test(cell)
    ? ['placeLost', 'placeUnreachable', 'passwordLost']
    : [];
  return [...new Set([...named, ...opened])].toSorted();
}

/** What every candidate is answered in every state that walks by chance come to. */
function answersOfModels(): Tally {
  const tally = emptyTally();
  for (const [index, machine] of [...grounds(), ...scenes()].entries()) {
    const candidates = candidatesOf(machine);
    for (const state of statesOfWalks(machine, candidates, index)) {
      for (const event of candidates) countedStep(tally, machine, state, event);
    }
  }
  // What a scenario can ask of a site although its candidates leave it out, since nothing would ever come of it.
  const native = steady(vsanSite(1, 0));
  countedStep(tally, native, native.initial, { type: 'hostFetchesKeys', host: 'esx-1' });
  return tally;
}

const walksEach = 8;
const movesEach = 45;

/** The states of some walks, each once. The seed is fixed: a test must not depend on chance. */
function statesOfWalks(machine: SiteMachine, candidates: readonly Event[], index: number): readonly State[] {
  const states = new Map([[JSON.stringify(machine.initial), machine.initial]]);
  for (let walk = 0; walk < walksEach; walk++) {
    const random = randomOf('tidy', 'walk', index * walksEach + walk);
    let state = machine.initial;
    for (let move = 0; move < movesEach; move++) {
      const event = resolve(machine, candidates, state, random.below(candidates.length), 'enabled');
      state = run<Deployment, State, Event, Refusal>(machine, [event], state);
      states.set(JSON.stringify(state), state);
    }
  }
  return [...states.values()];
}

describe('docs/events.md', () => {
  const documented = documentedEvents();

  it('has a row for each event, and no other', () => {
    expect([...documented.keys()].toSorted()).toEqual(types.toSorted());
  });

  it('says who makes it and what it spends', () => {
    for (const type of types) {
      const { by, spends } = rules[type];
      const who = by === 'operator' && spends === 1 ? 'operator, spends 1' : by;
      expect([type, documented.get(type)?.who]).toEqual([type, who]);
    }
  });

  it('names the reasons that the models give, and no others', () => {
    const answers = answersOfModels();
    const differences = types.flatMap((type) => {
      const given: readonly string[] = [...answers[type].reasons];
      const told = documented.get(type)?.refusals ?? [];
      return [
        ...told.filter((reason) => !given.includes(reason)).map((reason) => `${type} never gives ${reason}`),
        ...given
          .filter((reason) => !told.includes(reason))
          .map((reason) => `${type} gives ${reason}, untold`),
      ];
    });
    expect(differences).toEqual([]);
  });

  it('names only reasons that have words', () => {
    const reasons = new Set([...documented.values()].flatMap(({ refusals }) => refusals));
    const known = describeRefusal as (reason: string) => string | undefined;
    expect([...reasons].filter((reason) => known(reason) === undefined)).toEqual([]);
  });
});
