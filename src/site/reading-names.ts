/** The word that chooses readings, on the command line and in scenarios. */
import { readings } from '../../models/reading.ts';
import type { ReadingName } from '../../models/reading.ts';
import { describe } from './problem.ts';
import { suggestion } from './suggest.ts';

export type ReadingWord = ReadingName | 'both';

const readingNames: readonly ReadingName[] = readings.map(({ name }) => name);

export const readingWords: readonly ReadingWord[] = [...readingNames, 'both'];

/** `article`, `vendor` or `both` as the readings that it stands for, or a message on what was expected. */
export function readingsNamed(
  word: string,
):
  | { readonly ok: true; readonly value: readonly ReadingName[] }
  | { readonly ok: false; readonly message: string } {
  if (word === 'both') return { ok: true, value: readingNames };
  const name = readingNames.find((known) => known === word);
  if (name !== undefined) return { ok: true, value: [name] };
  const said = suggestion(word, readingWords);
  const hint = said.startsWith('; did') ? said : '';
  return { ok: false, message: `expected ${readingWords.join(' | ')}, found ${describe(word)}${hint}` };
}
