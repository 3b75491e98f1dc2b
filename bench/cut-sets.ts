/** Minimal cut sets of large sites, measured against the bar. */
import { readings } from '../models/reading.ts';
import { cutSetsOf } from '../src/cutsets/cut-sets.ts';
import { largeSite } from '../src/cutsets/large-site.ts';
import { numbersOf } from './arguments.ts';
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

if (import.meta.main) {
  numbersOf('node bench/cut-sets.ts', []);
  for (const row of await rows()) process.stdout.write(textOf(row));
}
