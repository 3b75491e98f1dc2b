/** How far a search came, and how large a site is, in words. */
import type { SearchFigures, SearchStop, SizeEstimate } from '../models/search-result.ts';
import { count, grouped, listed, shellWord } from './words.ts';

const why: Readonly<Record<SearchStop['by'], string>> = {
  states: 'more than --states-max come next',
  memory: 'more would not fit into --memory-max',
  interruption: 'it was interrupted',
  values: 'a part of the site takes more values than the search can tell apart',
};

/** Sentences without a capital or a full stop; the first one always says whether it was complete. */
export function reachWords(search: SearchFigures): readonly string[] {
  const { stopped, faultsMax, states, transitions, depth } = search;
  const found = `${count(states, 'state')}, ${count(transitions, 'transition')}`;
  if (stopped === undefined)
    return [
      `${search.complete ? 'searched completely within' : 'search stopped before the end of'} ${count(faultsMax, 'fault')}: ${found}`,
    ];
  const { by, allFound, complete, estimate } = stopped;
  return [
    allFound
      ? `stopped, not complete: all ${found} within ${count(faultsMax, 'fault')} were found, but not every way back was looked at; ${why[by]}`
      : `stopped at ${found}, not complete: ${why[by]}`,
    ...(allFound
      ? []
      : [
          `every run of at most ${count(depth, 'event')}, ${count(faultsMax, 'fault')} among them, was looked at`,
        ]),
    ...(complete === undefined
      ? []
      : [`within ${count(complete.faultsMax, 'fault')} it is complete: ${count(complete.states, 'state')}`]),
    ...(estimate === undefined ? [] : [sizeWords(estimate)]),
  ];
}

/** How many states are likely, and what makes them so many. */
export function sizeWords({ states, faultsMax, perHost, perMachine }: SizeEstimate): string {
  const causes = [
    ...(perHost > 1 ? [`each more host multiplies them by about ${perHost}`] : []),
    ...(perMachine > 1 ? [`each more class of machines by about ${perMachine}`] : []),
  ];
  const because = causes.length === 0 ? '' : `; ${listed(causes)}`;
  return `within ${count(faultsMax, 'fault')} about ${largeCount(states)} states are likely${because}`;
}

/** What to do about a site that is too large to be searched, to whoever checks this file. */
export function adviceWords(
  { fits, machines, machineKinds }: SizeEstimate,
  siteFile: string,
): readonly string[] {
  const file = shellWord(siteFile);
  return [
    ...(machineKinds < machines
      ? [
          `${machines} entries of machines are ${machineKinds} kinds: write alike ones as one entry with a count`,
        ]
      : []),
    ...fits.map(
      (fit) =>
        `could be searched to the end: ${count(fit.hosts, 'host')} of these kinds, ${count(fit.machines, 'entry', 'entries')} of machines and ${count(fit.faultsMax, 'fault')}, about ${largeCount(fit.states)} states`,
    ),
    `for the site as it is, breakglass cutsets ${file} lists every combination of faults that loses something; with one key provider its size is no matter there`,
  ];
}

/** 1234 as `1,234`, 4.3e22 as `4.3 × 10^22`. */
function largeCount(states: number): string {
  if (states < 1e9) return grouped(Math.round(states));
  const [digits, power] = states.toExponential(1).split('e+');
  return `${digits} × 10^${power}`;
}
