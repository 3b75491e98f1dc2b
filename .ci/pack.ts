/**
 * Packs the package, installs it into an empty folder, and uses it there as a user would: the command line, its
 * worker threads, and the typed exports. Slow, because it installs; so it is not part of `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'breakglass-pack-'));
const user = join(place, 'user');

const consumer = `import { type CheckResult, checkSite, parseSite, printProblem, readSite, renderReport, type Site } from 'breakglass';

const file = await readSite('minimal.yaml');
if (!file.ok) throw new Error(file.problems.map(printProblem).join());
const site: Site = file.value.site;
const settings = { statesMax: 1000, chanceRuns: 1, workers: 1, timings: false, measure: false };
const result: CheckResult = await checkSite(file.value, settings);
const page: string = renderReport(result);
const bad = parseSite('name: 1', 'bad.yaml');
console.log(site.name, result.verdict, page.startsWith('<!doctype html>'), bad.ok);
`;

/** Runs a command, and fails unless it ends with this exit code. @returns its standard output */
function run(command: string, args: readonly string[], cwd: string, expected = 0): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === expected) return stdout;
  const why = error?.message ?? `exit code ${status}, expected ${expected}`;
  throw new Error(`${[command, ...args].join(' ')}: ${why}\n${stdout}${stderr}`);
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected ${what}`);
  process.stdout.write(`  ${what}\n`);
}

function packed(): string {
  run('npm', ['run', 'build'], root);
  const [entry] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], root),
  ) as {
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  }[];
  if (entry === undefined) throw new Error('npm pack made no file');
  const paths = entry.files.map(({ path }) => path);
  const strays = paths.filter((path) => /test|fixture|property|\.sqlite|native\/build/.test(path));
  demand(
    strays.length === 0,
    `no test and no fixture among ${paths.length} files${strays.map((path) => `, ${path}`).join('')}`,
  );
  for (const needed of [
    'chaos/worker',
    'src/verdict/worker',
    'src/workload/worker',
    'src/api',
    'src/cli/main',
  ])
    demand(paths.includes(`dist/${needed}.js`), `dist/${needed}.js`);
  return join(place, entry.filename);
}

function install(tarball: string): void {
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', ['install', tarball, '--omit=dev', '--no-audit', '--no-fund'], user);
  cpSync(join(root, 'examples/minimal.yaml'), join(user, 'minimal.yaml'));
  // A repository around the installed package must not be taken for its own.
  run('git', ['init', '--quiet'], user);
}

/** As the `bin` of the package, but under the Node that runs this. */
function breakglass(args: readonly string[], expected: number): string {
  return run(
    process.execPath,
    [join(user, 'node_modules/breakglass/dist/src/cli/main.js'), ...args],
    user,
    expected,
  );
}

function use(): void {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  demand(breakglass(['--version'], 0) === `${version} (unknown)\n`, `breakglass --version says ${version}`);
  const checked = breakglass(
    ['check', 'minimal.yaml', '--html', 'out/report.html', '--json', 'out/result.json'],
    0,
  );
  demand(checked.startsWith('+ Promise kept'), 'breakglass check minimal.yaml keeps its promise');
  const ran = breakglass(['chaos', 'minimal.yaml', '--runs', '8', '--workers', '2'], 0);
  demand(ran.includes('8 runs for each reading'), 'breakglass chaos minimal.yaml --runs 8 does 8 runs');
  run('npx', ['--no-install', 'breakglass', 'replay', '--help'], user);
  breakglass(['check', 'missing.yaml'], 3);
}

function program(): void {
  writeFileSync(join(user, 'program.ts'), consumer);
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    'false',
    '--module',
    'nodenext',
    '--target',
    'esnext',
  ];
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  run(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), ...options, ...types, 'program.ts'],
    user,
  );
  const said = run(process.execPath, ['program.ts'], user);
  demand(said === 'small notTested true false\n', `a typed program gets its result: ${said.trim()}`);
}

try {
  const tarball = packed();
  install(tarball);
  use();
  program();
} finally {
  rmSync(place, { recursive: true, force: true });
}
