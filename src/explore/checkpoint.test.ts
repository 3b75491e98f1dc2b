import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { referenceMachine } from '../../bench/reference-machine.ts';
import { CheckpointError } from './checkpoint.ts';
import { compile } from './compile.ts';
import { type Search, search, type SearchOptions } from './search.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakglass-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

function searched(options: Partial<SearchOptions>, generations = 2) {
  return search(compile(referenceMachine(generations)), { faultsMax: 0, statesMax: 1e6, ...options });
}

/** What must be the same, whatever happened on the way. */
function answerOf(found: Omit<Search<unknown, unknown>, 'compiled'>) {
  const { nodes, transitions, refused, depth, complete } = found;
  const paths = [0.2, 0.5, 0.9, 1].map((part) => found.pathTo(Math.floor((nodes - 1) * part)));
  return {
    nodes,
    transitions,
    refused,
    depth,
    complete,
    paths,
    taken: [...found.taken],
    states: found.states.size(),
  };
}

/** Ends at about so many states, with a file. */
function interrupted(file: string, workers: number): string {
  const checkpoint = { file, identity: 'reference 2', resume: false, everyNodes: 5000 };
  searched({ checkpoint, workers, aloneNodes: 500, onProgress: ({ depth }) => depth < 15 });
  return file;
}

describe('checkpoint', () => {
  const whole = answerOf(searched({}));

  test.each([
    [1, 1],
    [2, 1],
    [1, 2],
  ])('a search of %i workers, taken up by %i, ends as one that was never interrupted', (before, after) => {
    const file = interrupted(join(folder, `${before}-${after}`), before);
    const checkpoint = { file, identity: 'reference 2', resume: true, everyNodes: 10_000 };
    const resumed = searched({ checkpoint, workers: after, aloneNodes: 500 });
    expect(answerOf(resumed)).toEqual(whole);
  });

  test('a search without a file begins anew', () => {
    const checkpoint = { file: join(folder, 'none'), identity: 'reference 2', resume: true };
    expect(answerOf(searched({ checkpoint }))).toEqual(whole);
  });

  test('a file that is cut short, altered, foreign, or of another search is refused', () => {
    const file = interrupted(join(folder, 'bad'), 1);
    const bytes = readFileSync(file);
    const resume =
      (identity: string, options: Partial<SearchOptions> = {}) =>
      () =>
        searched({ checkpoint: { file, identity, resume: true }, ...options });
    expect(resume('another')).toThrow('belongs to reference 2, not to another');
    expect(resume('reference 2', { faultsMax: 1 })).toThrow('with 0 faults, not with 1');
    writeFileSync(file, bytes.subarray(0, bytes.length - 100));
    expect(resume('reference 2')).toThrow('cut short or altered');
    writeFileSync(file, bytes.with(bytes.length >> 1, 255 - (bytes[bytes.length >> 1] ?? 0)));
    expect(resume('reference 2')).toThrow(CheckpointError);
    writeFileSync(file, 'hello');
    expect(resume('reference 2')).toThrow('not a checkpoint');
    writeFileSync(file, '');
    expect(resume('reference 2')).toThrow(CheckpointError);
  });
});
