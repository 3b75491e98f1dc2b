/** A certificate file that may hold anything: to a certificate, or to what is wrong with it and where. */
import { readFile, stat } from 'node:fs/promises';
import {
  type Path,
  printPath,
  type Problem,
  printable,
  type ReadResult,
  unreadable,
} from '../site/problem.ts';
import { type Certificate, certificateParser, certificateSchema } from './format.ts';

const sizeMaxBytes = 64 * 1024 * 1024;
const problemsMax = 20;

/** A certificate of another schema is no broken file: only this version cannot look at it. */
export type ReadCertificate =
  | ReadResult<Certificate>
  | { readonly ok: 'otherSchema'; readonly schema: string };

export async function readCertificate(path: string): Promise<ReadCertificate> {
  try {
    const found = await stat(path);
    if (!found.isFile())
      return unreadable(path, 'expected a certificate, found something that is not a file');
    if (found.size > sizeMaxBytes)
      return unreadable(path, `expected a certificate of at most 64 MiB, found ${found.size} bytes`);
    return parseCertificate(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)), path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT') return unreadable(path, 'expected a certificate, found no file of this name');
    return unreadable(path, `expected a certificate as UTF-8 text, but it cannot be read (${code})`);
  }
}

function parseCertificate(text: string, file: string): ReadCertificate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { ok: false, problems: [syntaxProblem(text, file, cause)] };
  }
  const schema: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'schema') : undefined;
  if (
    typeof schema === 'string' &&
    schema !== certificateSchema &&
    schema.startsWith('breakglass/certificate/')
  )
    return { ok: 'otherSchema', schema: printable(schema, 80) };
  const parsed = certificateParser.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.slice(0, problemsMax).map(({ path, message }): Problem => {
    const where: Path = path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const { line, column } = positionOf(text, where);
    return { file, line, column, path: printPath(where), message: printable(message, 300) };
  });
  return { ok: false, problems };
}

function syntaxProblem(text: string, file: string, cause: unknown): Problem {
  const found = /position (\d+)/.exec(cause instanceof Error ? cause.message : '');
  const at = found === null ? strangeWordIn(text) : Number(found[1]);
  return { file, ...lineAt(text, at), path: '', message: 'expected JSON as check --certificate writes it' };
}

/** Where the first word stands that JSON does not have; the end where there is none, as in a text cut short. */
function strangeWordIn(text: string): number {
  const token = tokens();
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, token.lastIndex)) {
    token.lastIndex = at;
    const word = token.exec(text)?.[0];
    if (word === undefined || !/^(?:["{}[\],:]|-?\d|(?:true|false|null)$)/.test(word)) return at;
  }
  return text.length;
}

/** One sign, word or text of JSON after the other. */
function tokens(): RegExp {
  return /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gsy;
}

function lineAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * Where the value of a path stands in a text that is known to be JSON; of what is missing, where the nearest thing
 * around it stands.
 */
function positionOf(text: string, path: Path): { readonly line: number; readonly column: number } {
  const token = tokens();
  const here: (string | number)[] = [];
  let [best, deepest, isKey] = [0, -1, false];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, token.lastIndex)) {
    token.lastIndex = at;
    const word = token.exec(text)?.[0];
    if (word === undefined) break;
    const depth = here.length;
    if (word === ',') {
      const last = here.at(-1);
      if (typeof last === 'number') here[depth - 1] = last + 1;
      else isKey = true;
    } else if (word === '}' || word === ']') {
      here.pop();
      isKey = false;
    } else if (isKey) {
      here[depth - 1] = String(JSON.parse(word));
      isKey = false;
    } else if (word !== ':') {
      const fits = depth <= path.length && here.every((part, index) => part === path[index]);
      if (fits && depth > deepest) [best, deepest] = [at, depth];
      if (word === '{') here.push('');
      if (word === '[') here.push(0);
      isKey = word === '{';
    }
  }
  return lineAt(text, best);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text[at] as string)) at++;
  return at;
}
