/** Where results and messages go: results to stdout and files, everything else to stderr. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInput } from './exit.ts';

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Progress on one line of a terminal; silent in a pipe. */
export function progressLine(): { readonly show: (text: string) => void; readonly done: () => void } {
  const { stderr } = process;
  if (stderr.isTTY !== true) return { show: () => {}, done: () => {} };
  return {
    show: (text) => void stderr.write(`\r\u001B[K${text.slice(0, (stderr.columns ?? 80) - 1)}`),
    done: () => void stderr.write('\r\u001B[K'),
  };
}

/** Writes a file, with the folders on the way to it. */
export async function save(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput([
      `${path}: cannot be written (${why}); name a file in a folder that can be written to`,
    ]);
  }
}

/** JSON with two spaces, as every result file is written. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
