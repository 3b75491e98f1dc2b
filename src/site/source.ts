/** A YAML file as plain data, with the line and column of every key and value, and nothing hostile in it. */
import { readFile, stat } from 'node:fs/promises';
import { Composer, CST, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import type { Document, Node, Pair, ParsedNode, YAMLMap } from 'yaml';
import { describe, inFileOrder, printable, printPath, unreadable } from './problem.ts';
import type { Finding, Path, Position, Problem, ReadResult } from './problem.ts';

/** Sites and scenarios are pages, not data sets. Each bound is far above what 64 hosts need. */
const sizeMaxBytes = 1024 * 1024;
const depthMax = 32;
const partsMax = 50_000;
const faultsMax = 20;

export type Source = {
  readonly fileName: string;
  readonly text: string;
  /** Only null, booleans, numbers, text, lists and mappings without a prototype. */
  readonly value: unknown;
  /** What is wrong but did not keep the rest from being read: duplicate keys and the like. */
  readonly problems: readonly Problem[];
  /** Where it stands; for what is not in the file, where the nearest thing around it stands. */
  readonly positionOf: (path: Path, at?: 'key' | 'value') => Position;
};

/** What a file is meant to be, and where to start when there is nothing in it. */
export type FileKind = { readonly what: string; readonly start: string };

/** The text of a file, or the reason for none. Too large files are refused by their size, before they are read. */
export async function readText(path: string, { what }: FileKind): Promise<ReadResult<string>> {
  let bytes: Uint8Array;
  try {
    const found = await stat(path);
    if (found.isDirectory()) return unreadable(path, `expected ${what}, found a directory`);
    if (!found.isFile())
      return unreadable(path, `expected ${what}, found something that is not a regular file`);
    if (found.size > sizeMaxBytes)
      return unreadable(path, `expected ${what} of at most 1 MiB, found ${found.size} bytes`);
    bytes = await readFile(path);
  } catch (cause) {
    return unreadable(path, `expected ${what}, ${whyUnread(cause)}`);
  }
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return unreadable(path, `expected ${what}, found bytes that are not UTF-8 text`);
  }
}

function whyUnread(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'found no file of this name; check the path';
  if (code === 'EACCES' || code === 'EPERM') return 'but may not read it; check its permissions';
  return `but reading it failed${code === '' ? '' : ` (${code})`}`;
}

/** YAML 1.2 with one document, without aliases, tags, directives or duplicate keys. */
export function parseSource(text: string, fileName: string, { what, start }: FileKind): ReadResult<Source> {
  if (text.length > sizeMaxBytes)
    return unreadable(fileName, `expected ${what} of at most 1 MiB, found ${text.length} characters`);
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(Math.max(offset, 0), text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const nul = text.indexOf('\0');
  if (nul !== -1)
    return unreadable(fileName, `expected ${what}, found a file that is not text (a NUL at ${nul})`);

  const tooMuch = lengthFault(text);
  if (tooMuch !== undefined) return unreadable(fileName, tooMuch);
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = depthFault(tokens);
  if (tooDeep !== undefined) return unreadable(fileName, tooDeep);
  // Duplicate keys are found below, because the library compares each key with all before it.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens)];
  const document = documents[0];
  const problem = (offset: number, message: string, path: Path = []): Problem => ({
    file: fileName,
    ...at(offset),
    path: printPath(path),
    message,
  });
  const faults = documents.flatMap(({ errors }) =>
    errors.slice(0, faultsMax).map((error) => problem(error.pos[0], yamlFault(error))),
  );
  for (const extra of documents.slice(1, 2))
    faults.push(
      problem(extra.range[0], 'expected one YAML document, found a second one; remove what follows ---'),
    );
  if (document?.directives?.yaml.explicit === true)
    faults.push(problem(0, 'expected no %YAML directive; this is read as YAML 1.2'));
  if (faults.length > 0) return { ok: false, problems: inFileOrder(faults) };
  if (document === undefined || document.contents === null || isNothing(document.contents))
    return unreadable(fileName, `expected ${what}, found an empty file; ${start}`);

  const walk: Walk = { fatal: [], mild: [], problem };
  const value = valueOf(document.contents, [], walk);
  if (walk.fatal.length > 0) return { ok: false, problems: inFileOrder([...walk.fatal, ...walk.mild]) };
  const positionOf = (path: Path, what: 'key' | 'value' = 'value'): Position =>
    at(offsetOf(document, path, what));
  return { ok: true, value: { fileName, text, value, problems: walk.mild, positionOf } };
}

/** Findings with their place in this file. `under` is where the checked part begins. */
export function locate(source: Source, findings: readonly Finding[], under: Path = []): Problem[] {
  return findings.map(({ path, at, message }) => {
    const whole = [...under, ...path];
    return { file: source.fileName, ...source.positionOf(whole, at), path: printPath(whole), message };
  });
}

/** The lexer gives one piece after the other, so that a hostile file is refused before it costs anything. */
function lengthFault(text: string): string | undefined {
  let parts = 0;
  for (const _ of new Lexer().lex(text)) {
    parts += 1;
    if (parts > partsMax) return `expected at most ${partsMax} words and signs, found more`;
  }
  return undefined;
}

/** Before anything recursive sees the tokens, so that none exhausts the stack. */
function depthFault(tokens: readonly CST.Token[]): string | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of tokens) open.push({ token, depth: 0 });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > depthMax) return `expected at most ${depthMax} levels of nesting, found more`;
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth });
    if (!CST.isCollection(token)) continue;
    for (const { key, value } of token.items) {
      if (key !== undefined && key !== null) open.push({ token: key, depth: depth + 1 });
      if (value !== undefined) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

type Walk = {
  readonly fatal: Problem[];
  readonly mild: Problem[];
  readonly problem: (offset: number, message: string, path: Path) => Problem;
};

function valueOf(node: Node | null, path: Path, walk: Walk): unknown {
  if (node === null) return null;
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node)) {
    walk.fatal.push(walk.problem(offset, 'expected the value itself; YAML aliases are not read here', path));
    return null;
  }
  // The library resolves the plain tags by itself and then leaves `tag` unset, unless one was written.
  if (node.tag !== undefined) {
    walk.fatal.push(
      walk.problem(offset, `expected a plain value, found the YAML tag ${describe(node.tag)}`, path),
    );
    return null;
  }
  if (isSeq<Node | null>(node)) return node.items.map((item, index) => valueOf(item, [...path, index], walk));
  if (isMap<Node, Node | null>(node)) return mappingOf(node, path, walk);
  return isScalar(node) ? node.value : null;
}

function mappingOf(node: YAMLMap<Node, Node | null>, path: Path, walk: Walk): Record<string, unknown> {
  const mapping: Record<string, unknown> = Object.create(null);
  for (const pair of node.items) {
    const key = keyOf(pair);
    const offset = pair.key?.range?.[0] ?? node.range?.[0] ?? 0;
    if (key === undefined) {
      walk.fatal.push(walk.problem(offset, 'expected a word as key', path));
    } else if (key === '__proto__') {
      walk.mild.push(walk.problem(offset, 'unknown key "__proto__"; remove it', [...path, key]));
    } else if (key in mapping) {
      walk.mild.push(walk.problem(offset, `duplicate key "${key}"; keep one of them`, [...path, key]));
      valueOf(pair.value, [...path, key], walk);
    } else {
      mapping[key] = valueOf(pair.value, [...path, key], walk);
    }
  }
  return mapping;
}

/** A key as it is written, so that `2.0` stays `2.0`. */
function keyOf({ key }: Pair<Node, unknown>): string | undefined {
  if (!isScalar(key) || key.tag !== undefined) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source === undefined || key.source === '' ? undefined : key.source;
}

function isNothing(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}

function offsetOf(document: Document.Parsed, path: Path, at: 'key' | 'value'): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    let next: Node | null | undefined;
    if (isSeq<Node | null>(node) && typeof part === 'number') next = node.items[part];
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find((item) => keyOf(item) === String(part));
      if (pair === undefined) return offset;
      next = pair.value;
      const emptyValue = next === null || (isScalar(next) && next.source === '' && next.type === 'PLAIN');
      if ((at === 'key' && depth === path.length - 1) || emptyValue) offset = pair.key.range?.[0] ?? offset;
      if (at === 'key' && depth === path.length - 1) return offset;
      if (emptyValue) return offset;
    }
    if (next === undefined || next === null) return offset;
    node = next;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

function yamlFault({ code, message }: { readonly code: string; readonly message: string }): string {
  const said = message.split('\n')[0] ?? message;
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'invalid YAML: found a tab as indentation; indent with spaces';
    case 'MULTIPLE_DOCS':
      return 'expected one YAML document, found a second one; remove what follows ---';
    default:
      return `invalid YAML: ${printable(said, 120)}`;
  }
}
