/** Which version of this tool speaks. */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type ToolVersion = { readonly version: string; readonly commit: string };

/** The nearest package.json above this file: that of the checkout, or of the installed package. */
function packageFolder(): string {
  // Compiled files lie one folder deeper than their sources.
  for (const up of ['../', '../../']) {
    const folder = fileURLToPath(new URL(up, import.meta.url));
    if (existsSync(`${folder}package.json`)) return folder;
  }
  throw new Error('the package.json of breakglass is not where it should be');
}

/** What to type before a verb: in a checkout its own script, elsewhere the installed command. */
export function commandName(): string {
  return import.meta.url.endsWith('.ts') ? 'npm run breakglass --' : 'npx breakglass';
}

let known: ToolVersion | undefined;

/** `commit` is `unknown` for an installed package: the repository around it is not this one. */
export function toolVersion(): ToolVersion {
  known ??= lookUp(packageFolder());
  return known;
}

function lookUp(folder: string): ToolVersion {
  const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { version: string };
  if (!existsSync(`${folder}.git`)) return { version, commit: 'unknown' };
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
