/** Which version of this tool speaks. */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The nearest package.json above this file: that of the checkout, or of the installed package. */
function packageFolder(): string {
  for (const up of ['../../', '../../../']) {
    const folder = fileURLToPath(new URL(up, import.meta.url));
    try {
      readFileSync(`${folder}package.json`);
      return folder;
    } catch {
      // Compiled files lie one folder deeper than their sources.
    }
  }
  throw new Error('the package.json of breakglass is not where it should be');
}

export function toolVersion(): { readonly version: string; readonly commit: string } {
  const folder = packageFolder();
  const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { version: string };
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    };
    return { version, commit: execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim() };
  } catch {
    return { version, commit: 'unknown' };
  }
}
