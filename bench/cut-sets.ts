/**
 * Minimal cut sets, measured: large sites against the bar, and small random sites against the search with the
 * real rules.
 *
 *     node bench/cut-sets.ts                      the large sites
 *     node bench/cut-sets.ts agree SITES ORDER SEED FROM    so many random sites, all sets of at most ORDER events,
 *                                                           and what else is asked of them; without the first FROM
 */
import fc from 'fast-check';
import { type Reading, readings } from '../models/reading.ts';
import type { Site } from '../models/site.ts';
import { agreementOf } from '../src/cutsets/agreement.ts';
import { cutSetsOf } from '../src/cutsets/cut-sets.ts';
import { largeSite } from '../src/cutsets/large-site.ts';
import { drawnSites, siteOf } from '../src/cutsets/random-site.ts';
import { numbersOf } from './arguments.ts';
import { doomOf, runbooksOf } from './random-sites.ts';
import { type BenchRow, rowOf, textOf } from './row.ts';

const orderMax = 4;

type Measured = { readonly seconds: number; readonly lines: readonly string[] };

/** Both readings of one site. */
async function measure(hosts: number, machines: number, order: number): Promise<Measured> {
  const site = largeSite(hosts, machines);
  const start = performance.now();
  const lines: string[] = [];
  for (const reading of readings) {
    const result = await cutSetsOf(site, reading, { orderMax: order });
    const orders = result.losses.flatMap((loss) => loss.orders);
    const sum = (of: (entry: (typeof orders)[number]) => number): number =>
      orders.reduce((total, entry) => total + of(entry), 0);
    lines.push(
      `${site.name}, ${reading.name}, order ${result.completeTo}: ${result.events.length} basic events, ` +
        `${sum(({ minimal }) => minimal)} cut sets up to symmetry (${sum(({ minimalExpanded }) => minimalExpanded)} one by one), ` +
        `${sum(({ examined }) => examined)} orbits examined of ${sum(({ orbits }) => orbits)}, ` +
        `${sum(({ oracleCalls }) => oracleCalls)} oracle calls, ` +
        `${result.monotonicity.violations.length} of ${result.monotonicity.tested} additions break monotonicity`,
    );
  }
  return { seconds: (performance.now() - start) / 1000, lines };
}

export async function rows(): Promise<BenchRow[]> {
  const order2 = await measure(16, 200, 2);
  const small = await measure(16, 200, orderMax);
  const large = await measure(64, 1000, orderMax);
  const memoryMib = process.resourceUsage().maxRSS / 1024;
  for (const line of [...order2.lines, ...small.lines, ...large.lines]) process.stderr.write(`${line}\n`);
  const row = (name: string, against: string, unit: string, ours: number, theirs: number): BenchRow =>
    rowOf(name, against, unit, [{ ours, theirs }]);
  return [
    row('cut sets, 16 hosts, order 2', 'bar of 1 s', 's', order2.seconds, 1),
    row('cut sets, 16 hosts, order 4', 'bar of 30 s', 's', small.seconds, 30),
    row('cut sets, 64 hosts, order 4', '1.5 times 16 hosts', 's', large.seconds, 1.5 * small.seconds),
    row('cut sets, memory', 'bar of 1 GiB', 'MiB', memoryMib, 1024),
  ];
}

type Tally = {
  compared: number;
  skipped: number;
  sets: number;
  dooms: number;
  runbooks: number;
  wrong: number;
};

/** Random small sites, each under both readings: sets with and without symmetry, dooms, runbooks. */
function agree(sites: number, order: number, seed: number, from: number): number {
  const start = process.cpuUsage();
  const tally: Tally = { compared: 0, skipped: 0, sets: 0, dooms: 0, runbooks: 0, wrong: 0 };
  const drawn = fc.sample(drawnSites(2), { numRuns: sites, seed });
  for (const [index, entry] of drawn.entries()) {
    if (index < from) continue;
    for (const reading of readings) {
      for (const found of compareSite(siteOf(entry), reading, order, index, tally)) {
        tally.wrong++;
        process.stdout.write(`${index} ${reading.name} ${found} ${JSON.stringify(entry)}\n`);
      }
    }
    if (index % tellEvery === tellEvery - 1) tell(`${index + 1} of ${sites}`, order, seed, start, tally);
  }
  tell(`${sites}`, order, seed, start, tally);
  return tally.wrong;
}

const nodesMax = 600_000;
const tellEvery = 10;
/** Of the disasters of a site, one in so many is tried: another one for each site. */
const disasterEvery = 4;

function compareSite(
  site: Site,
  reading: Reading,
  order: number,
  index: number,
  tally: Tally,
): readonly string[] {
  try {
    const agreement = agreementOf(site, reading, 'vm', order, nodesMax);
    tally.compared++;
    tally.sets += agreement.sets;
    const doom = doomOf(site, reading, 1, order);
    tally.dooms += doom.asked;
    const runbooks = runbooksOf(site, reading, index, disasterEvery);
    tally.runbooks += runbooks.asked;
    return [
      ...agreement.disagreements.map((found) => JSON.stringify(found)),
      ...doom.wrong.map((found) => `doom: ${found}`),
      ...runbooks.wrong.map((found) => `runbook: ${found}`),
    ];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tally.skipped++;
    return [];
  }
}

function tell(sites: string, order: number, seed: number, start: NodeJS.CpuUsage, tally: Tally): void {
  const { user, system } = process.cpuUsage(start);
  const { compared, skipped, sets, dooms, runbooks, wrong } = tally;
  process.stdout.write(
    `${sites} random sites, order ${order}, seed ${seed}: ${compared} comparisons, ${sets} cut sets, ` +
      `${dooms} doom steps, ${runbooks} runbooks performed, ${wrong} disagreements, ` +
      `${skipped} too large to be searched, ${((user + system) / 1e6).toFixed(0)} CPU s\n`,
  );
}

if (import.meta.main) {
  const [mode, ...given] = process.argv.slice(2);
  if (mode === 'agree') {
    const [sites = 0, order = 0, seed = 0, from = 0] = numbersOf(
      'node bench/cut-sets.ts agree',
      [
        { name: 'SITES', otherwise: 20, least: 1 },
        { name: 'ORDER', otherwise: 2, least: 0 },
        { name: 'SEED', otherwise: 1, least: 0 },
        { name: 'FROM', otherwise: 0, least: 0 },
      ],
      given,
    );
    process.exitCode = agree(sites, order, seed, from) > 0 ? 1 : 0;
  } else {
    numbersOf('node bench/cut-sets.ts', []);
    for (const row of await rows()) process.stdout.write(textOf(row));
  }
}
