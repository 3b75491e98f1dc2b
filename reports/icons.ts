/** Small drawings that say the same as the words beside them. Drawn in the colour of the text. */
import type { Actor } from '../models/kernel/machine.ts';
import type { Verdict } from '../models/kernel/verdict.ts';
import type { RecoveryOutcome } from '../models/result.ts';
import { type Html, html, raw } from './html.ts';

/** Strokes in a square of 16 by 16. */
const drawings = {
  check: '<path d="M3 8.5 6.5 12 13 4.5"/>',
  cross: '<path d="m4 4 8 8M12 4l-8 8"/>',
  question: '<path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.6v.2"/>',
  play: '<path d="M5 3.5v9l7.5-4.5z"/>',
  restart: '<path d="M12.9 6A5.2 5.2 0 1 0 13 9.6M13 2.8V6.2H9.6"/>',
  list: '<path d="M6.5 4h7M6.5 8h7M6.5 12h7M2.8 4h.4M2.8 8h.4M2.8 12h.4"/>',
  disk: '<path d="M2.5 4.3c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2v7.4c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4.3M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2"/>',
  warning: '<path d="M8 2.5 14.3 13.5H1.7zM8 6.5v3.2M8 11.6v.2"/>',
  person:
    '<path d="M8 7.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 14c.3-2.9 2.2-4.3 5-4.3s4.7 1.4 5 4.3"/>',
  gear: '<path d="M8 10.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4"/>',
  bolt: '<path d="M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z"/>',
  key: '<path d="M6.2 9.8a3.2 3.2 0 1 0-2.3.9 3.2 3.2 0 0 0 2.3-.9zM6.4 5.5 13.6 4.9v3M10.4 5.2v2.4" transform="translate(0 1)"/>',
  minus: '<path d="M4 8h8"/>',
} as const;

export type Icon = keyof typeof drawings;

/** All drawings once; the page refers to them. */
export function iconSheet(): Html {
  const symbols = Object.entries(drawings).map(
    ([name, drawing]) => html`<symbol id="icon-${name}" viewBox="0 0 16 16">${raw(drawing)}</symbol>`,
  );
  return html`<svg class="sheet" aria-hidden="true" width="0" height="0">${symbols}</svg>`;
}

/** Hidden from screen readers: the words beside it say it. */
export function icon(name: Icon): Html {
  return html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"/></svg>`;
}

export const verdictIcons: Readonly<Record<Verdict, Icon>> = {
  holds: 'check',
  notTested: 'question',
  broken: 'cross',
};

export const outcomeIcons: Readonly<Record<RecoveryOutcome, Icon>> = {
  runs: 'play',
  starts: 'restart',
  runbook: 'list',
  disksOnly: 'disk',
  luck: 'warning',
  beyondProcedures: 'key',
  lost: 'cross',
  unknown: 'question',
};

export const actorIcons: Readonly<Record<Actor, Icon>> = {
  operator: 'person',
  system: 'gear',
  fault: 'bolt',
};
