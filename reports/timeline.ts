/** A counterexample as a drawing: one lane for each thing, one column for each step. The steps say it in words. */
import type { Actor } from '../models/kernel/machine.ts';
import type { StepLine } from '../models/result-lines.ts';
import type { Site } from '../models/site.ts';
import { type Html, html } from './html.ts';
import { type Lane, laneKinds, lanesIn, lanesOf, reaches } from './lanes.ts';
import { stepList } from './parts.ts';
import { actorWords, count } from './words.ts';

const labelWidth = 148;
const columnWidth = 46;
const laneHeight = 28;
const top = 30;
const charsMax = 18;

/** Steps in words, and beside them, or above where there is no room, the drawing. */
export function flow(site: Site, steps: readonly StepLine[], doomStep?: number): Html {
  return html`<div class="flow">${stepList(steps, doomStep)}${timeline(site, steps, doomStep)}</div>`;
}

/** `undefined` where a drawing would say no more than the list: a single step, or none. */
function timeline(site: Site, steps: readonly StepLine[], doomStep?: number): Html | undefined {
  const touches = steps.map(({ event }) => lanesOf(site, event));
  const lanes = lanesIn(touches);
  if (steps.length < 2 || lanes.length === 0) return undefined;
  const width = labelWidth + steps.length * columnWidth + 12;
  const height = top + lanes.length * laneHeight + 8;
  return html`<figure class="timeline"><div class="scroll" role="region" aria-label="Which step touched what" tabindex="0">
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Timeline of ${count(steps.length, 'step')} over ${count(lanes.length, 'lane')}; the list of steps says the same in words">
${doomStep === undefined ? undefined : doomArea(doomStep, width, height)}
${lanes.map((lane, index) => laneLine(lane, index, width))}
${steps.map((step, index) => column(step, index, touches[index] ?? [], lanes))}
</svg></div>${caption(steps, doomStep)}</figure>`;
}

function laneLine({ kind, name }: Lane, index: number, width: number): Html {
  const y = laneY(index);
  const label = name.length > charsMax ? `${name.slice(0, charsMax - 1)}…` : name;
  return html`<g class="lane lane-${laneKinds.indexOf(kind) % 2}"><text x="${labelWidth - 14}" y="${y + 4}" text-anchor="end">${label}<title>${name}</title></text><path d="M${labelWidth} ${y}H${width - 8}"/></g>
`;
}

function column(
  { by, text }: StepLine,
  index: number,
  touched: readonly Lane[],
  lanes: readonly Lane[],
): Html {
  const x = labelWidth + index * columnWidth + columnWidth / 2;
  const rows = lanes.flatMap((lane, at) =>
    touched.some((touch) => reaches(touch, lane)) ? [laneY(at)] : [],
  );
  const first = rows[0];
  const last = rows.at(-1);
  const link =
    first === undefined || last === undefined || first === last
      ? undefined
      : html`<path class="link" d="M${x} ${first}V${last}"/>`;
  return html`<g class="by-${by}"><title>${index + 1}. ${text}</title><text class="number" x="${x}" y="16" text-anchor="middle">${index + 1}</text>${link}${rows.map((y) => mark(by, x, y))}</g>
`;
}

/** A shape for each actor, so that colour is not needed to tell them apart. */
function mark(by: Actor, x: number, y: number): Html {
  switch (by) {
    case 'fault':
      return html`<path class="mark" d="M${x} ${y - 8}l8 8-8 8-8-8z"/>`;
    case 'operator':
      return html`<rect class="mark" x="${x - 6}" y="${y - 6}" width="12" height="12" rx="2"/>`;
    case 'system':
      return html`<circle class="mark" cx="${x}" cy="${y}" r="6"/>`;
  }
}

function doomArea(doomStep: number, width: number, height: number): Html {
  const x = labelWidth + (doomStep + 1) * columnWidth;
  return html`<rect class="doomed" x="${x}" y="4" width="${width - x - 4}" height="${height - 8}" rx="4"/><path class="doom-line" d="M${x} 4V${height - 4}"/>`;
}

function caption(steps: readonly StepLine[], doomStep?: number): Html {
  const actors = (['fault', 'operator', 'system'] as const).filter((actor) =>
    steps.some(({ by }) => by === actor),
  );
  return html`<figcaption>${actors.map(
    (actor) =>
      html`<span class="key by-${actor}"><svg width="18" height="18" aria-hidden="true">${mark(actor, 9, 9)}</svg>${actorWords[actor]}</span>`,
  )}${doomStep === undefined ? undefined : html`<span class="key"><span class="swatch"></span>the promise cannot be kept any more</span>`}</figcaption>`;
}

function laneY(index: number): number {
  return top + index * laneHeight + laneHeight / 2;
}
