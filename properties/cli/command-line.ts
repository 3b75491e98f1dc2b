/** The command line as a user runs it: a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/program.ts';

export type Ended = {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** A file of this repository, from anywhere. */
export function repositoryFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** @param stdoutTo a file that is open for writing, in the place of a pipe that is read */
export function start(args: readonly string[], cwd: string, stdoutTo: number | 'pipe' = 'pipe'): Running {
  const child = spawn(process.execPath, [main, ...args], { cwd, stdio: ['ignore', stdoutTo, 'pipe'] });
  const ended = new Promise<Ended>((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

export function breakglass(args: readonly string[], cwd: string): Promise<Ended> {
  return start(args, cwd).ended;
}

/**
 * The same without a process of its own, for the many inputs that end before any work: starting one costs a
 * hundred times what the answer does.
 */
export async function breakglassHere(args: readonly string[], cwd: string): Promise<Ended> {
  const before = process.cwd();
  const texts = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const write = process[name].write.bind(process[name]);
    process[name].write = (chunk: string | Uint8Array): boolean => {
      texts[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  process.chdir(cwd);
  try {
    return { code: await runProgram(args), ...texts };
  } finally {
    process.chdir(before);
    for (const put of restore) put();
  }
}

export type Folder = { readonly path: string; readonly remove: () => Promise<void> };

/** @param files by their names, with the folders on the way to them */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'breakglass-cli-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Outputs without the commit that wrote them: somebody may commit between two runs. */
export function withoutCommit(
  result: string,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  const parsed: { readonly tool: { readonly commit: string } } = JSON.parse(result);
  const { commit } = parsed.tool;
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, text.replaceAll(commit, 'COMMIT')]),
  );
}
