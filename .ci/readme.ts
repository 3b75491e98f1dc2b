/**
 * Runs every command that the README shows, and holds its exit code against the one that the README states:
 * a command in a `sh` block, with `# exit N` behind it where that is not 0. Installing is left to the caller.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '');
const commands = blocks
  .flatMap((block) => block.split('\n'))
  .map((line) => line.trim())
  .filter(
    (line) =>
      line !== '' && !line.startsWith('#') && !line.startsWith('npm ci') && !line.startsWith('npm test'),
  );

let failed = 0;
for (const line of commands) {
  const [, command = line, exit = '0'] = /^(.*?)(?:\s+# exit (\d))?$/.exec(line) ?? [];
  const run = spawnSync('bash', ['-c', command.replace(/\s+#.*$/, '')], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  const ok = run.status === Number(exit);
  if (!ok) failed++;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${command} (exit ${run.status}, expected ${exit})\n`);
  if (!ok) process.stderr.write(run.stderr);
}
process.stdout.write(`README: ${commands.length} commands, ${failed} failed\n`);
process.exitCode = failed > 0 || commands.length === 0 ? 1 : 0;
