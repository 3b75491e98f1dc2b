/** SPIN, as it is meant to be used: a verifier is generated, compiled with -O3, and run to the end. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type SpinRun = {
  readonly states: number;
  readonly transitions: number;
  /** Of the processor, not of the wall: other work on the machine does not count. */
  readonly seconds: number;
  readonly bytes: number;
};

export type Verifier = { readonly run: () => SpinRun; readonly [Symbol.dispose]: () => void };

export type Model = {
  readonly file: string;
  /** Macros, as the preprocessor of SPIN takes them. */
  readonly defines: readonly string[];
  /** What pan counts before the model's own first state: its assignments, and its start. */
  readonly before: { readonly states: number; readonly transitions: number };
};

/** A compiled verifier of a model beside this file, or `undefined` where SPIN or a C compiler is missing. */
export function verifierOf({ file, defines, before }: Model): Verifier | undefined {
  if (!['spin', 'gcc'].every((tool) => spawnSync(tool, ['--version']).error === undefined)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-spin-'));
  const run = (command: string, parameters: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} failed: ${stdout}${stderr}`);
    return stdout + stderr;
  };
  run('spin', [
    ...defines.map((define) => `-D${define}`),
    '-a',
    fileURLToPath(new URL(file, import.meta.url)),
  ]);
  run('gcc', ['-O3', '-DSAFETY', '-DNOFAIR', '-o', 'pan', 'pan.c']);
  const timed = "TIMEFORMAT='cpu %U %S'; time ./pan -m1700000 -w24 -n";
  return {
    run: () => {
      const { states, transitions, ...rest } = parse(run('bash', ['-c', timed]));
      return { ...rest, states: states - before.states, transitions: transitions - before.transitions };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

function parse(text: string): SpinRun {
  const figure = (pattern: RegExp): number[] => {
    const found = pattern.exec(text);
    if (found === null) throw new Error(`SPIN gave no ${pattern.source}: ${text}`);
    return found.slice(1).map(Number);
  };
  const [states = 0] = figure(/(\d+) states, stored/);
  const [transitions = 0] = figure(/(\d+) transitions/);
  const [user = 0, system = 0] = figure(/cpu ([\d.]+) ([\d.]+)/);
  const [megabytes = 0] = figure(/([\d.]+)\s+total actual memory usage/);
  return {
    states,
    transitions,
    seconds: user + system,
    bytes: megabytes * 2 ** 20,
  };
}
