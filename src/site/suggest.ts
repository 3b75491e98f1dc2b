/** "Did you mean …": the known word that a mistyped one stands for. */
import { distance } from 'fastest-levenshtein';

/** Longer words are not typing errors, and comparing them costs time. */
const lengthMax = 64;

/** The nearest of the known words, or nothing when none is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > lengthMax) return undefined;
  let best: { readonly word: string; readonly far: number } | undefined;
  for (const candidate of known) {
    const far = farApart(plain(word), plain(candidate));
    if (far <= Math.max(1, Math.floor(candidate.length / 3)) && (best === undefined || far < best.far))
      best = { word: candidate, far };
  }
  return best?.word;
}

/** `; did you mean "tpm"?`, or the whole short list, or nothing to add. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `; did you mean "${near}"?`;
  if (known.length === 0) return '';
  const shown = known.slice(0, 12).join(' | ');
  return `; known here: ${shown}${known.length > 12 ? ' | …' : ''}`;
}

/** The edits between them; two letters in the wrong order are one slip. */
function farApart(word: string, candidate: string): number {
  const edits = distance(word, candidate);
  return edits === 2 && letters(word) === letters(candidate) ? 1 : edits;
}

function letters(word: string): string {
  return word.split('').toSorted().join('');
}

/** Case and separators are the commonest slips: `tpm_required` for `tpmRequired`. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}
