/** Where results and messages go: results to stdout and files, everything else to stderr. */
import { constants } from 'node:fs';
import { access, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BadInput } from './exit.ts';

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

type ProgressLine = { readonly show: (text: string) => void; readonly done: () => void };

/** How often a line of progress is written where it cannot be written over. */
const lineEveryMs = 2000;

/**
 * Progress on one line of a terminal; silent in a pipe.
 *
 * @param always in a pipe as well, as a line now and then
 */
export function progressLine(always: boolean = false): ProgressLine {
  const { stderr } = process;
  if (stderr.isTTY !== true && always) {
    let shownAt = -lineEveryMs;
    const show = (text: string): void => {
      if (performance.now() - shownAt < lineEveryMs) return;
      shownAt = performance.now();
      tell(text);
    };
    return { show, done: () => {} };
  }
  if (stderr.isTTY !== true) return { show: () => {}, done: () => {} };
  return {
    show: (text) => void stderr.write(`\r\u001B[K${text.slice(0, (stderr.columns ?? 80) - 1)}`),
    done: () => void stderr.write('\r\u001B[K'),
  };
}

/** A file that the command line asks for. */
export type OutputFile = { readonly option: string; readonly path: string };

/** The forms that a result can be written in. */
const formats = ['json', 'html', 'junit', 'sarif', 'ctrf'] as const;

export type Format = (typeof formats)[number];

/** The path to write each form to, as the command line names it. */
export type ReportOptions = { readonly [format in Format]?: string };

/** What the command line asks for, in a fixed order. */
export function outputsOf(options: ReportOptions): readonly (OutputFile & { readonly format: Format })[] {
  return formats.flatMap((format) => {
    const path = options[format];
    return path === undefined ? [] : [{ format, option: `--${format}`, path }];
  });
}

/**
 * Finds out before a long search whether its result can be kept, and makes the folders for it.
 *
 * @param inputs files that must not be written over
 * @throws BadInput for a path that cannot be written, or is named twice
 */
export async function prepareOutputs(
  outputs: readonly OutputFile[],
  inputs: readonly string[],
): Promise<void> {
  const taken = new Map(inputs.map((path) => [resolve(path), 'the file that is read']));
  for (const { option, path } of outputs) {
    const other = taken.get(resolve(path));
    if (other !== undefined)
      throw new BadInput([`${option}: ${path}: expected a file of its own, found that of ${other}`]);
    taken.set(resolve(path), option);
    const fault = await writingFault(path);
    if (fault !== undefined)
      throw new BadInput([
        `${option}: ${path}: expected a file that can be written, ${fault}; name another one`,
      ]);
  }
}

async function writingFault(path: string): Promise<string | undefined> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await access(dirname(path), constants.W_OK);
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) return 'found a directory';
    if (found !== undefined) await access(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return `but ${whyNotWritten(error)}`;
  }
}

function whyNotWritten(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a folder on the way to it is a file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'it may not be written';
  if (code === 'ENOSPC') return 'the disk is full';
  return `writing failed (${code === '' ? String(error) : code})`;
}

/** Writes a file, with the folders on the way to it. */
export async function save({ option, path }: OutputFile, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new BadInput([
      `${option}: ${path}: expected a file that can be written, but ${whyNotWritten(error)}; name another one`,
    ]);
  }
}

/** JSON with two spaces, as every result file is written. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
