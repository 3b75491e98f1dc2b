/** Compiles the optional addon beside its source: `npm run build:native`. Without a C compiler it says so and fails. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('xts.c', import.meta.url));
const target = fileURLToPath(new URL('xts.node', import.meta.url));
const compiler = process.env['CC'] ?? 'cc';
// On macOS a library may not leave names open for the program that loads it, unless told so.
const openNames = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
const options = [
  '-std=c11',
  '-O2',
  '-Wall',
  '-Wextra',
  '-shared',
  '-fPIC',
  ...openNames,
  '-o',
  target,
  source,
];

const run = spawnSync(compiler, options, { stdio: 'inherit' });
if (run.error) process.stderr.write(`build:native: ${compiler} does not start: ${run.error.message}\n`);
process.exitCode = run.status ?? 1;
