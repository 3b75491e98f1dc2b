/**
 * Opens a report in headless Chromium, without a network, and fails when it does not come up as a page or when
 * the browser complains. Says loudly when there is no Chromium: then nothing was tested.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const flags: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-logging=stderr',
  '--v=0',
];

const [page] = process.argv.slice(2);
if (page === undefined) throw new Error('expected the file of a report');
const profile = mkdtempSync(join(tmpdir(), 'breakglass-page-'));
const { error, stdout, stderr, status } = spawnSync(
  'chromium',
  [...flags, `--user-data-dir=${profile}`, '--dump-dom', `file://${resolve(page)}`],
  { encoding: 'utf8', timeout: 120_000, maxBuffer: 2 ** 26 },
);
rmSync(profile, { recursive: true, force: true });
if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
  process.stdout.write('NOT TESTED: the report in a browser, since there is no chromium here\n');
} else {
  const complaints = stderr.split('\n').filter((line) => line.includes(':CONSOLE'));
  const title = /<title>([^<]*)<\/title>/.exec(readFileSync(page, 'utf8'))?.[1] ?? 'no title';
  const shown = status === 0 && stdout.includes('<h1') && stdout.includes(title);
  for (const line of complaints) process.stderr.write(`${line}\n`);
  process.stdout.write(
    `${page} in chromium: ${shown ? 'shown' : 'NOT shown'}, ${complaints.length} complaints\n`,
  );
  process.exitCode = shown && complaints.length === 0 ? 0 : 1;
}
