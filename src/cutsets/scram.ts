/** Debian's `scram` as a second opinion on an exported fault tree. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ScramTree = {
  /** Each minimal cut set as its basic events, sorted and joined. */
  readonly products: readonly string[];
  readonly probability: number;
};

export function isScramThere(): boolean {
  try {
    execFileSync('scram', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What scram finds in an Open-PSA document, by the name of the top gate. */
export function askScram(document: string): ReadonlyMap<string, ScramTree> {
  const folder = mkdtempSync(join(tmpdir(), 'open-psa-'));
  try {
    const [input, output] = [join(folder, 'model.xml'), join(folder, 'report.xml')];
    writeFileSync(input, document);
    execFileSync('scram', ['--bdd', '--probability', '1', '-o', output, input], { stdio: 'pipe' });
    return parse(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parse(report: string): ReadonlyMap<string, ScramTree> {
  const trees = [...report.matchAll(/<sum-of-products name="([^"]*)"([^>]*)>([\s\S]*?)<\/sum-of-products>/g)];
  return new Map(
    trees.map(([, name = '', attributes = '', body = '']) => {
      const products = [...body.matchAll(/<product [^>]*>([\s\S]*?)<\/product>/g)].map(([, inside = '']) =>
        [...inside.matchAll(/<basic-event name="([^"]*)"/g)]
          .map(([, event = '']) => event)
          .toSorted()
          .join(' '),
      );
      return [name, { products, probability: Number(/probability="([^"]*)"/.exec(attributes)?.[1]) }];
    }),
  );
}
