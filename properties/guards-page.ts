/** docs/guards.md: what each guard is for, as the tests of properties/guards find it. */
import type { GuardTable } from './guard-table.ts';
import { hostEncryptionGuards } from './guards/host-encryption.ts';
import { lootGuards } from './guards/loot.ts';
import { secureConfigurationGuards } from './guards/secure-configuration.ts';
import { siteGuards } from './guards/site.ts';
import { standardKeyProviderGuards } from './guards/standard-key-provider.ts';
import { trustedKeyProviderGuards } from './guards/trusted-key-provider.ts';
import { vcenterGuards } from './guards/vcenter.ts';
import { vmCopiesGuards } from './guards/vm-copies.ts';
import { vmEncryptionGuards } from './guards/vm-encryption.ts';
import { vsanEncryptionGuards } from './guards/vsan-encryption.ts';
import { vtpmGuards } from './guards/vtpm.ts';

/** By the name of a machine; `site` is that of a whole site. */
export const guardTables: Readonly<Record<string, GuardTable<string>>> = {
  site: siteGuards,
  'host-encryption': hostEncryptionGuards,
  loot: lootGuards,
  'secure-configuration': secureConfigurationGuards,
  'standard-key-provider': standardKeyProviderGuards,
  'trusted-key-provider': trustedKeyProviderGuards,
  vcenter: vcenterGuards,
  'vm-copies': vmCopiesGuards,
  'vm-encryption': vmEncryptionGuards,
  'vsan-encryption': vsanEncryptionGuards,
  vtpm: vtpmGuards,
};

const intro = `# What each guard is for

A *guard* is a rule’s reasons to refuse an event. For each rule of each machine the tests take all its guards away and
search the states again. Written from the tables of \`properties/guards\`, which those tests check; do not edit.

- **keeps**: without its guards some state breaks the invariant that is named, or shows the contradiction that is named.
  That is what they are for.
- **no invariant**: without them there are new states, and none breaks an invariant. Why that does no harm is said; *N more
  faults* means that the tests reach each of those states with the guards as well, at the price of so many more faults, so
  that the guards decide what a state costs and not whether it can be.
- **nothing new**: without them no new state is reached. The refusal is what an administrator is told; it is compared with the
  twin in the lockstep tests.

An event has several reasons to be refused, and they are taken away together: a row says what they are for between them.
A row is tried in one variant within so many faults; *every* is every variant that has the event and is small.
`;

/** The whole page. */
export function guardsPage(): string {
  const tables = Object.entries(guardTables);
  const sum = (count: (table: GuardTable<string>) => number): number =>
    tables.reduce((total, [, table]) => total + count(table), 0);
  const kept = sum(({ breaking }) => breaking.length);
  const without = sum(({ moving }) => moving.length);
  const silent = sum(({ harmless }) => harmless.length);
  const total = `${kept + without + silent} rules: the guards of ${kept} keep an invariant, those of ${without} none, and without those of ${silent} nothing new is reached.`;
  return [intro, `${total}\n`, ...tables.map(([name, table]) => section(name, table))].join('\n');
}

function section(name: string, { breaking, moving, harmless }: GuardTable<string>): string {
  const title = name === 'site' ? 'A whole site' : `[${name}](machines/${name}.md)`;
  const rows = [
    ...breaking.map((row) => line(row, `keeps: *${row[3]}*`)),
    ...moving.map((row) => line(row, `no invariant: ${row[3]}${costs(row[4])}`)),
    ...harmless.map((row) => line(row, `nothing new: ${row[3]}`)),
  ];
  return `## ${title}\n\n| event | tried in | faults | without its guards |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function line(
  [type, variant, faultsMax]: readonly [string, string, number, ...unknown[]],
  found: string,
): string {
  return `| \`${type}\` | ${variant} | ${faultsMax} | ${found} |`;
}

function costs(more: 0 | 1 | 2): string {
  return more === 0 ? '' : ` (${more} more fault${more === 1 ? '' : 's'})`;
}
