/** What makes a search large: how many values each part of a site takes, and which events bring them about. */
import type { SearchProfile } from '../models/search-result.ts';
import { type Html, html } from './html.ts';
import { row, table } from './parts.ts';
import { columns } from './text-layout.ts';
import type { View } from './view.ts';
import { grouped } from './words.ts';

/** More rows than this say nothing about what makes a site large; the result file has them all. */
const rowsMax = 16;
const typesMax = 4;

type SliceProfile = SearchProfile['slices'][number];

export function profileTables({ readings }: View): Html | undefined {
  const asked = readings.flatMap(({ name, profile }) => (profile === undefined ? [] : [{ name, profile }]));
  if (asked.length === 0) return undefined;
  return html`<h3>What makes the states so many</h3>
<p>A state is one value of each part of the site. Parts with many values, of which there are many, make a site large; an event that brings about many values is what they come from.</p>
${asked.map(({ name, profile }) => html`<h4>Reading ${name}</h4>${sliceTable(profile)}${eventTable(profile)}`)}`;
}

function sliceTable({ slices }: SearchProfile): Html {
  const most = Math.max(1, ...slices.map(({ values }) => values));
  return table(
    'Values of each part of the site',
    ['Part', 'Values', 'Of the most', 'Brought about first by'],
    slices
      .slice(0, rowsMax)
      .map((slice) =>
        row(
          slice.name,
          grouped(slice.values),
          html`<meter min="0" max="${most}" value="${slice.values}">${slice.values}</meter>`,
          makersOf(slice),
        ),
      ),
  );
}

function eventTable({ events }: SearchProfile): Html {
  const most = Math.max(1, ...events.map(({ transitions }) => transitions));
  return table(
    'Transitions of each event',
    ['Event', 'Transitions', 'Of the most'],
    events
      .slice(0, rowsMax)
      .map(({ type, transitions }) =>
        row(
          type,
          grouped(transitions),
          html`<meter min="0" max="${most}" value="${transitions}">${transitions}</meter>`,
        ),
      ),
  );
}

/** The same for a terminal. */
export function profileLines({ slices, events }: SearchProfile): readonly string[] {
  const parts = slices
    .slice(0, rowsMax)
    .map((slice) => [slice.name, grouped(slice.values), `  ${makersOf(slice)}`]);
  const moves = events.slice(0, rowsMax).map(({ type, transitions }) => [type, grouped(transitions)]);
  return [
    ...leftAligned([['part of the site', 'values', '  brought about first by'], ...parts]),
    '',
    ...columns([['event', 'transitions'], ...moves]),
  ];
}

/** As `columns`, but the last one begins where it does. */
function leftAligned(rows: readonly (readonly string[])[]): readonly string[] {
  const front = columns(rows.map((cells) => cells.slice(0, -1)));
  return rows.map((cells, at) => `${front[at] ?? ''}${cells.at(-1) ?? ''}`);
}

function makersOf({ firstBy }: SliceProfile): string {
  const makers = Object.entries(firstBy).toSorted(([, one], [, other]) => other - one);
  const shown = makers.slice(0, typesMax).map(([type, values]) => `${type} ${values}`);
  const rest = makers.slice(typesMax).reduce((sum, [, values]) => sum + values, 0);
  return [...shown, ...(rest > 0 ? [`others ${rest}`] : [])].join(', ');
}
