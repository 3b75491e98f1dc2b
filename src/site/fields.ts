/** The kinds of fields that files are made of. Each says what it expects in the words of its own message. */
import * as z from 'zod';
import { describe, quoteWord } from './problem.ts';
import { suggestion } from './suggest.ts';

/** Exactly the fields of `T`: leaving one out, or adding one that `T` does not know, does not compile. */
export type Shape<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

type Issue = {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly keys?: readonly string[];
};

/** Names travel into paths, state keys and reports, so they are simple, and never a property of every object. */
const namePattern =
  /^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** A complete message: what was expected, what was found, and how to go on. */
export function expected(
  what: string,
  hint: (input: unknown) => string = () => '',
): (issue: Issue) => string {
  return ({ input }) =>
    input === undefined
      ? `missing; expected ${what}`
      : `expected ${what}, found ${describe(input)}${hint(input)}`;
}

export function simpleName(description: string): z.ZodType<string> {
  const error = expected(
    'a name of letters, digits, ".", "_" and "-", at most 63, the first a letter or digit',
    nameHint,
  );
  return z.string({ error }).regex(namePattern, { error }).meta({ description });
}

function nameHint(input: unknown): string {
  if (typeof input === 'number' || typeof input === 'boolean') return '; put it in quotes';
  return typeof input === 'string' && input in Object.prototype ? '; this word is reserved' : '';
}

/** One of a few words. */
export function oneOf<T extends string>(words: readonly T[], description: string): z.ZodType<T> {
  const what = words.length > 8 ? `one of ${words.length} words` : words.join(' | ');
  const hint = (input: unknown): string => {
    if (typeof input !== 'string') return '';
    const said = suggestion(input, words);
    return words.length > 8 || said.startsWith('; did') ? said : '';
  };
  return z.enum(words, { error: expected(what, hint) }).meta({ description });
}

/** What happened and where it is told, as the author of a scenario puts it. */
export const aboutField: z.ZodType<string> = z
  .string({ error: expected('a text: what happened, and where it is told') })
  .min(1)
  .max(2000)
  .meta({ description: 'What happened, and where it is told' });

/** A part of what can be seen, in mappings as deep as it is. */
export const seenField: z.ZodType<Readonly<Record<string, unknown>>> = z
  .record(z.string(), z.unknown(), { error: expected('a part of what can be seen, such as { hosts: … }') })
  .meta({ description: 'What can be seen at this point: any part of it' });

export function flag(description: string): z.ZodType<boolean> {
  return z.boolean({ error: expected('true | false') }).meta({ description });
}

export function wholeNumber(min: number, max: number, description: string): z.ZodType<number> {
  const error = expected(`a whole number from ${min} to ${max}`);
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error }).meta({ description });
}

export function share(description: string): z.ZodType<number> {
  const error = expected('a number from 0 to 1');
  return z.number({ error }).min(0, { error }).max(1, { error }).meta({ description });
}

export function listOf<T>(
  what: string,
  entry: z.ZodType<T>,
  [min, max]: readonly [number, number],
  description: string,
): z.ZodType<readonly T[]> {
  const error = expected(`a list of ${min === 0 ? 'at most' : `${min} to`} ${max} ${what}`);
  return z.array(entry, { error }).min(min, { error }).max(max, { error }).meta({ description });
}

/** Fields by name, and no others. */
export function mapping<T>(what: string, shape: Shape<T>, description?: string): z.ZodType<T> {
  const known = Object.keys(shape);
  const wrong = expected(what);
  const error = (issue: Issue): string =>
    issue.code === 'unrecognized_keys'
      ? // One message for all of them is what zod offers; one line per key takes it apart again.
        (issue.keys ?? []).map((key) => `unknown key ${quoteWord(key)}${suggestion(key, known)}`).join('\n')
      : wrong(issue);
  const schema = z.strictObject(shape, { error });
  // zod makes the type from each field again, with question marks where `T` says `| undefined`.
  return (description === undefined ? schema : schema.meta({ description })) as unknown as z.ZodType<T>;
}
