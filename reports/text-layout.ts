/** Lines of text for a terminal: wrapped, indented, in columns. */
import type { Verdict } from '../models/kernel/verdict.ts';
import { visible } from './html.ts';

export type Paint = (verdict: Verdict | 'muted' | 'strong', text: string) => string;

const codes: Readonly<Record<Verdict | 'muted' | 'strong', number>> = {
  holds: 32,
  notTested: 33,
  broken: 31,
  muted: 2,
  strong: 1,
};

/** Colours when asked for; the words say the same without. */
export function painter(colour: boolean): Paint {
  return (kind, text) => (colour ? `\u001b[${codes[kind]}m${text}\u001b[0m` : text);
}

/**
 * Words in lines of at most `width` columns. A word longer than a line, such as a path, is left whole.
 * @param first what the first line begins with; the others are indented by as much
 */
export function wrapped(text: string, first: string = '', width: number = 96): readonly string[] {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of visible(text)
    .split(/\s+/)
    .filter((part) => part !== '')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

/** Rows in columns as wide as they need to be: the first to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => (cells[at] ?? '').length)));
  return rows.map((cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
