/** What is wrong with a file: where, what was expected there, and how a person reads it. */

/** From 1, as editors count. Columns are UTF-16 units. */
export type Position = { readonly line: number; readonly column: number };

export type Path = readonly (string | number)[];

export type Problem = Position & {
  readonly file: string;
  /** The place inside the file's data, such as `hosts[2].tpm`; empty when it is the file as a whole. */
  readonly path: string;
  readonly message: string;
};

/** What was read, or everything that is wrong with it, in file order. */
export type ReadResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A problem whose line and column are not looked up yet. */
export type Finding = {
  readonly path: Path;
  /** Which of the two to point at: the key `tpm`, or the value behind it. */
  readonly at: 'key' | 'value';
  readonly message: string;
};

/** Above this a file is broken in one way that has many faces, and more lines would not help anyone. */
const problemsMax = 100;

/** One line, `file:line:column: path: message`, which editors and CI systems turn into a link. */
export function printProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** `['hosts', 2, 'tpm']` as `hosts[2].tpm`. Keys that are not plain words are quoted. */
export function printPath(path: Path): string {
  let printed = '';
  for (const part of path) {
    if (typeof part === 'number') printed += `[${part}]`;
    else if (!/^[\w-]{1,63}$/.test(part)) printed += `[${quoteWord(part)}]`;
    else printed += printed === '' ? part : `.${part}`;
  }
  return printed;
}

/** Whatever a file holds, as short text that cannot move a terminal's cursor or hide what is there. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return quoteWord(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (value === null) return 'nothing';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return 'a mapping';
}

/** A failed read with a single problem that concerns the file as a whole. */
export function unreadable(file: string, message: string): ReadResult<never> {
  return { ok: false, problems: [{ file, line: 1, column: 1, path: '', message }] };
}

/** In file order, each once, and not more than a person would read. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  const sorted = problems.toSorted(
    (one, other) => one.line - other.line || one.column - other.column || compare(one.message, other.message),
  );
  const unique = sorted.filter(
    (problem, at) => at === 0 || printProblem(problem) !== printAt(sorted, at - 1),
  );
  if (unique.length <= problemsMax) return unique;
  const kept = unique.slice(0, problemsMax);
  const next = unique.slice(problemsMax, problemsMax + 1);
  const more = unique.length - problemsMax;
  return [
    ...kept,
    ...next.map((first) => ({ ...first, path: '', message: `${more} more problems from here on` })),
  ];
}

function printAt(problems: readonly Problem[], at: number): string | undefined {
  const problem = problems[at];
  return problem === undefined ? undefined : printProblem(problem);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Quoted, shortened, and without characters that are not seen. */
export function quoteWord(text: string): string {
  return printable(JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text), 200);
}

/** Text of unknown origin without characters that are not seen. */
export function printable(text: string, lengthMax: number): string {
  const short = text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
  return short.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
