import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { composedMachine } from '../../bench/composed-machine.ts';
import { referenceMachine } from '../../bench/reference-machine.ts';
import { readings } from '../../models/reading.ts';
import { type SiteMachine, steadyMachine } from '../../models/site-machine.ts';
import { run } from '../../models/kernel/step.ts';
import { parseSite } from '../site/read-site.ts';
import { compile } from './compile.ts';
import { plainSearch, spendsOf, type TinyMachine, tinyMachines } from '../../bench/random-machine.ts';
import { search, type SearchOptions } from './search.ts';
import { isAlive, restHands, takeHands } from './team.ts';

function articleMachine(reading: number): SiteMachine {
  const read = parseSite(readFileSync('examples/article.yaml', 'utf8'), 'article.yaml');
  const switches = readings[reading]?.switches;
  if (!read.ok || switches === undefined) throw new Error('the article cannot be read');
  return steadyMachine(read.value.site, switches).machine;
}

/** Everything that a search answers, as plain data. */
function picture(machine: TinyMachine, options: Partial<SearchOptions>) {
  const compiled = compile(machine);
  const found = search(compiled, { faultsMax: 0, statesMax: 1e6, ...options });
  const tuple = new Uint16Array(compiled.slots.length);
  const nodes = Array.from({ length: found.nodes }, (_, node) => {
    found.states.read(found.stateOf(node), tuple);
    const path = found.pathTo(node).map(({ number }) => number);
    return { text: JSON.stringify(compiled.decode(tuple)), path, faults: found.faultsOf(node) };
  });
  return { nodes, transitions: found.transitions, found };
}

describe('search', () => {
  test('finds what the plainest search finds, node for node', () => {
    fc.assert(
      fc.property(tinyMachines, fc.nat(3), (machine, faultsMax) => {
        const { nodes, transitions, found } = picture(machine, { faultsMax });
        const plain = plainSearch(machine, faultsMax, spendsOf(machine));
        expect(nodes).toEqual(plain.nodes);
        expect(transitions).toBe(plain.transitions);
        expect(found.complete).toBe(true);
        expect(found.states.size()).toBe(new Set(nodes.map(({ text }) => text)).size);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [1, 5120, 39_808],
    [2, 44_184, 357_944],
    [3, 196_848, 1_624_884],
  ])('counts the reference machine with %i keys', (generations, states, transitions) => {
    const found = search(compile(referenceMachine(generations)), { faultsMax: 0, statesMax: 1e7 });
    expect([found.states.size(), found.transitions, found.complete]).toEqual([states, transitions, true]);
    expect(found.bytes / found.nodes).toBeLessThan(60);
  });

  test.each([
    [0, 1, 1763, 18_677],
    [1, 1, 1763, 18_677],
    [0, 2, 151_574, 1_649_244],
    [1, 2, 151_574, 1_649_244],
  ])('counts the site of the article: reading %i, faults %i', (reading, faultsMax, states, transitions) => {
    const found = search(compile(articleMachine(reading)), { faultsMax, statesMax: 1e7 });
    expect([found.states.size(), found.transitions, found.complete]).toEqual([states, transitions, true]);
  });

  test.each([
    ['article', 28_892, 288_306],
    ['vendor', 33_396, 337_402],
  ] as const)(
    'counts a slice of the real domain as the model by hand does: %s',
    (reading, states, transitions) => {
      const found = search(compile(composedMachine(reading)), { faultsMax: 0, statesMax: 1e6 });
      expect([found.states.size(), found.transitions, found.complete]).toEqual([states, transitions, true]);
    },
  );

  test('any number of workers finds the same, in the same order, also when values outgrow their bits', () => {
    fc.assert(
      fc.property(
        tinyMachines,
        fc.nat(2),
        fc.integer({ min: 2, max: 3 }),
        fc.constantFrom(1, 40, 1e6),
        (machine, faultsMax, workers, statesMax) => {
          const alone = picture(machine, { faultsMax, statesMax });
          const together = picture(machine, { faultsMax, statesMax, workers, aloneNodes: 2 });
          expect(together.nodes).toEqual(alone.nodes);
          expect(together.found.complete).toBe(alone.found.complete);
          expect(together.found.depth).toBe(alone.found.depth);
          expect(together.found.refused).toBe(alone.found.refused);
          expect(together.found.taken).toEqual(alone.found.taken);
        },
      ),
      { numRuns: 25 },
    );
  });

  test.each([2, 3])('%i workers find every node where one does', (workers) => {
    const options = { faultsMax: 0, statesMax: 1e6 };
    const one = search(compile(referenceMachine(2)), options);
    const more = search(compile(referenceMachine(2)), { ...options, workers, aloneNodes: 500 });
    const waysOf = ({ nodes, foundBy, nodesTo }: typeof one) =>
      Array.from({ length: nodes }, (_, node) => `${foundBy(node)} ${nodesTo(node).at(-2)}`);
    expect(waysOf(more)).toEqual(waysOf(one));
    expect([more.depth, more.transitions]).toEqual([one.depth, one.transitions]);
  });

  test('nodes that a thread has to ask about find room in the index as well', () => {
    // In a process of its own: a full index is looked through for ever.
    const fixture = new URL('./asked-again.fixture.ts', import.meta.url).pathname;
    const found = execFileSync(process.execPath, [fixture], { encoding: 'utf8', timeout: 20_000 });
    expect(Number(found)).toBe(1 + 256 + 256 * 256);
  });

  describe('when a thread is killed in the middle of a level', () => {
    const options = { faultsMax: 0, statesMax: 1e6 };
    const one = search(compile(referenceMachine(1)), options);

    /** Kills a thread once the search has come to a depth. */
    function bereaved(workers: number, depthKilled: number, also: () => void = () => {}) {
      const [hand] = takeHands(1);
      if (hand === undefined) throw new Error('no thread was started');
      restHands([hand]);
      const reasons: string[] = [];
      let killed = false;
      const found = search(compile(referenceMachine(1)), {
        ...options,
        workers,
        aloneNodes: 64,
        onLost: (reason) => reasons.push(reason),
        onProgress: ({ depth }) => {
          // Others may take a level before this thread does.
          if (depth < depthKilled || killed) return true;
          killed = true;
          void hand.worker.terminate();
          while (isAlive(hand)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
          also();
          return true;
        },
      });
      return { found, reasons };
    }

    test.each([
      [2, 8],
      [3, 12],
    ])('of %i, the others find what one thread finds: at depth %i', (workers, depthKilled) => {
      const { found, reasons } = bereaved(workers, depthKilled);
      expect(reasons).toEqual(['it ended without a word, as when its memory runs out']);
      expect([found.complete, found.nodes, found.depth]).toEqual([true, one.nodes, one.depth]);
      expect(found.taken).toEqual(one.taken);
      for (let node = 0; node < one.nodes; node++) {
        expect([found.foundBy(node), found.nodesTo(node).at(-2)]).toEqual([
          one.foundBy(node),
          one.nodesTo(node).at(-2),
        ]);
      }
    });

    test('and there is no memory to begin it anew, what was found before remains', () => {
      const { found, reasons } = bereaved(2, 8, () => {
        vi.spyOn(globalThis, 'ArrayBuffer').mockImplementationOnce(function full() {
          throw new RangeError('there is no more memory');
        });
      });
      vi.restoreAllMocks();
      expect(reasons).toHaveLength(1);
      expect(found.complete).toBe(false);
      expect(found.depth).toBeGreaterThanOrEqual(8);
      const shallow = Array.from({ length: one.nodes }, (_, node) => node).filter(
        (node) => one.nodesTo(node).length - 1 <= found.depth,
      );
      expect(found.nodes).toBe(shallow.length);
    });
  });

  test('two workers find the article as one does', () => {
    const [one, two] = [1, 2].map((workers) => {
      const compiled = compile(articleMachine(0));
      const options = { faultsMax: 2, statesMax: 1e6, workers, aloneNodes: 1 << 12 };
      return { compiled, found: search(compiled, options) };
    });
    if (one === undefined || two === undefined) throw new Error('nothing was searched');
    expect([two.found.nodes, two.found.transitions]).toEqual([one.found.nodes, one.found.transitions]);
    for (let node = 0; node < one.found.nodes; node += 997) {
      expect(two.found.pathTo(node)).toEqual(one.found.pathTo(node));
    }
  });

  test('every way to a node ends in its state', () => {
    const machine = articleMachine(0);
    const compiled = compile(machine);
    const found = search(compiled, { faultsMax: 1, statesMax: 1e6 });
    for (let node = 0; node < found.nodes; node += 7) {
      const state = run(machine, found.pathTo(node));
      expect(found.states.find(compiled.encode(state))).toBe(found.stateOf(node));
    }
  });

  test('stops in time, and says so: every state up to a depth', () => {
    const compiled = compile(referenceMachine(2));
    const whole = search(compiled, { faultsMax: 0, statesMax: 1e6 });
    const part = search(compiled, { faultsMax: 0, statesMax: 5000 });
    expect(part.complete).toBe(false);
    expect(part.states.size()).toBeLessThanOrEqual(5000);
    const depths = Array.from({ length: whole.nodes }, (_, node) => whole.pathTo(node).length);
    expect(part.nodes).toBe(depths.filter((depth) => depth <= part.depth).length);
  });

  test('stops when memory does, and says so: every state up to a depth', () => {
    const whole = search(compile(referenceMachine(2)), { faultsMax: 0, statesMax: 1e6 });
    const grow = vi.spyOn(SharedArrayBuffer.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('there is no more memory');
    });
    const part = search(compile(referenceMachine(2)), {
      faultsMax: 0,
      statesMax: 1e6,
      workers: 2,
      aloneNodes: 500,
    });
    grow.mockRestore();
    expect(part.complete).toBe(false);
    expect(part.nodes).toBeGreaterThan(500);
    const depths = Array.from({ length: whole.nodes }, (_, node) => whole.nodesTo(node).length - 1);
    expect(part.nodes).toBe(depths.filter((depth) => depth <= part.depth).length);
  });

  test('tells how far it is, and ends when it is told to', () => {
    const seen: number[] = [];
    const found = search(compile(referenceMachine(2)), {
      faultsMax: 0,
      statesMax: 1e6,
      onProgress: ({ states, queue, depth, transitions }) => {
        seen.push(states);
        expect(queue).toBeGreaterThan(0);
        expect(transitions).toBeGreaterThanOrEqual(0);
        return depth < 12;
      },
    });
    expect(found.complete).toBe(false);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('interchangeable hosts can be made one: as many states as orbits, each reached', () => {
    const compiled = compile(referenceMachine(2));
    const slot = (name: string) => compiled.slots.findIndex((entry) => entry.name === name);
    const pairs = [
      [slot('hostA'), slot('hostB')],
      [slot('tpmA'), slot('tpmB')],
    ] as const;
    const other = (tuple: Uint16Array): Uint16Array => {
      const swapped = compiled.decode(tuple);
      const { hostA, hostB, tpmA, tpmB } = swapped;
      return compiled.encode({ ...swapped, hostA: hostB, hostB: hostA, tpmA: tpmB, tpmB: tpmA });
    };
    const texts = (tuple: Uint16Array) => JSON.stringify(compiled.decode(tuple));
    const canonical = (tuple: Uint16Array): void => {
      const swapped = other(tuple);
      if (texts(swapped) < texts(tuple)) tuple.set(swapped);
    };
    expect(pairs.flat().every((at) => at >= 0)).toBe(true);
    const whole = search(compiled, { faultsMax: 0, statesMax: 1e6 });
    const orbits = search(compiled, { faultsMax: 0, statesMax: 1e6, canonical });
    const tuple = new Uint16Array(compiled.slots.length);
    const expected = new Set<string>();
    for (let id = 0; id < whole.states.size(); id++) {
      whole.states.read(id, tuple);
      canonical(tuple);
      expected.add(texts(tuple));
    }
    expect(orbits.states.size()).toBe(expected.size);
    expect(orbits.depth).toBeLessThanOrEqual(whole.depth);
  });
});
