/** What looking at a certificate again came to, line by line. */

export type Outcome =
  /** Looked at again, and it is as the certificate says. */
  | 'confirmed'
  | 'refuted'
  /** Could not be looked at. */
  | 'open';

export type Line = { readonly outcome: Outcome; readonly what: string };

/** Lines as they are found; the same `what` may count many things. */
export type Notes = {
  readonly confirm: (what: string) => void;
  readonly refute: (what: string) => void;
  readonly leave: (what: string) => void;
  readonly lines: readonly Line[];
};

/** @param under what the lines are about, said before each of them */
export function notesOf(under: string, lines: Line[] = []): Notes {
  const note =
    (outcome: Outcome) =>
    (what: string): void =>
      void lines.push({ outcome, what: under === '' ? what : `${under}: ${what}` });
  return { confirm: note('confirmed'), refute: note('refuted'), leave: note('open'), lines };
}
