/** docs/evidence.md, written from the facts, the rules, the invariants and the contradictions. Pure. */
import { contradictions } from './contradictions.ts';
import type { Event } from './events.ts';
import { type Confidence, type FactId, factOf, factsBySubject } from './evidence.ts';
import { type Claim, tableClaims } from './evidence-tables.ts';
import { productInvariants, secrecyOf, type SiteInvariant } from './invariants.ts';
import type { Actor } from './kernel/machine.ts';
import { domainMachines } from './machines/all.ts';
import { readings } from './reading.ts';
import { rules } from './rules.ts';
import type { Loot, Site } from './site.ts';
import { type SourceId, sourceTable } from './sources.ts';

/** The parts of a promise that are judged by search or by measuring; src/verdict names the same facts. */
export const promiseClaims: readonly Claim[] = [
  {
    name: 'recoverable',
    claim: 'The data of every machine can be had back.',
    facts: ['kdk-is-root', 'no-escrow', 'vtpm-rescue', 'bound-faults'],
  },
  {
    name: 'starts',
    claim: 'Every machine starts again without anything kept outside.',
    facts: ['keys-survive-reboot', 'no-loop-on-vsan', 'bound-faults'],
  },
  {
    name: 'deduplication',
    claim: 'Enough of the plain data’s deduplication ratio remains.',
    facts: ['encrypted-before-dedup'],
  },
];

const example: Site = {
  name: 'example',
  hosts: [],
  vcenterAt: null,
  providers: [
    {
      name: 'a native provider',
      kind: 'native',
      tpmRequired: false,
      keyServerAt: null,
      keyServerBackupAt: null,
    },
    {
      name: 'a standard provider',
      kind: 'standard',
      tpmRequired: false,
      keyServerAt: 'a datastore',
      keyServerBackupAt: null,
    },
  ],
  datastores: [],
  machines: [
    {
      name: 'a machine',
      count: 1,
      encryption: 'none',
      provider: null,
      datastore: 'a datastore',
      host: 'a host',
    },
  ],
  places: [],
  p12s: [],
  backups: [],
  recoveryKeysAt: null,
  promise: { recoverable: 0, starts: 0, secret: [], deduplication: null },
};

const loots: readonly Loot[] = [
  { kind: 'disk', datastore: 'a datastore' },
  { kind: 'bootDevice', host: 'a host' },
  { kind: 'place', place: 'a place' },
];

/** All invariants of the models, as they read for a site with one machine and each kind of loot. */
export function invariantsOfModels(): readonly SiteInvariant[] {
  const [reading] = readings;
  if (reading === undefined) throw new Error('there is no reading');
  const deployment = { site: example, switches: reading.switches };
  return [...productInvariants(deployment), ...loots.map(secrecyOf)];
}

/** Everything but rules that rests on facts. */
export function claims(): readonly Claim[] {
  return [...judgedClaims(), ...tableClaims];
}

/** What is judged in every state: the parts of a promise, and the invariants. */
function judgedClaims(): readonly Claim[] {
  const invariants = invariantsOfModels().map(({ name, claim, sources }) => ({
    name,
    claim,
    facts: sources,
  }));
  return [...promiseClaims, ...invariants];
}

const ruleTypes = Object.keys(rules) as Event['type'][];

/** A rule or an invariant of a machine of its own. */
export type DomainClaim = Claim & { readonly machine: string; readonly who: string };

/** Everything of the domain machines that rests on facts, each once, whichever variants have it. */
export const domainClaims: readonly DomainClaim[] = claimsOfDomainMachines();

function claimsOfDomainMachines(): readonly DomainClaim[] {
  const found = domainMachines.flatMap((domain) => {
    const settings = Object.values(domain.variants).flatMap((variant) =>
      readings.map(({ switches }) => ({ variant, switches })),
    );
    return settings.flatMap((setting) => {
      const byRules = Object.entries(domain.machine(setting).rules).map(
        ([type, { claim, sources: named, by, spends }]) => ({
          machine: domain.name,
          name: `\`${type}\``,
          claim,
          who: whoOf(by, spends),
          // A test says that rules name only facts that there are.
          facts: named as readonly FactId[],
        }),
      );
      const byInvariants = domain
        .invariants(setting)
        .map(({ name, claim, sources: facts }) => ({ machine: domain.name, name, claim, who: '–', facts }));
      return [...byRules, ...byInvariants];
    });
  });
  return [...new Map(found.map((claim) => [`${claim.machine} ${claim.name}`, claim])).values()];
}

/** The rules and claims that rest on a fact. */
export function restingOn(id: FactId): readonly string[] {
  const byRules = ruleTypes.filter((type) => rules[type].sources.includes(id)).map((type) => `\`${type}\``);
  const byClaims = claims()
    .filter(({ facts }) => facts.includes(id))
    .map(({ name }) => name);
  const byMachines = domainClaims
    .filter(({ facts }) => facts.includes(id))
    .map(({ machine, name }) => `${machine}: ${name}`);
  return [...byRules, ...byClaims, ...byMachines];
}

function whoOf(by: Actor, spends: 0 | 1): string {
  return spends === 1 && by === 'operator' ? 'operator, spends 1' : by;
}

const ranks: readonly Confidence[] = ['official', 'practitioner', 'inferred', 'recalled'];

/** The least certain of some facts; bounds do not count. */
function weakest(ids: readonly FactId[]): Confidence {
  const found = ids.map((id) => ranks.indexOf(factOf(id).confidence)).filter((rank) => rank >= 0);
  return ranks[Math.max(-1, ...found)] ?? 'bound';
}

const intro = `# Evidence

What the models rest on. This page is written from the tables in \`models/facts/\`, \`models/sources/\`,
\`models/rules/\`, \`models/versions.ts\`, \`models/licences.ts\`, \`models/storage.ts\` and \`models/contradictions.ts\`; a test fails
when it is stale, and \`npx vitest run models/evidence-page.test.ts --update\` writes it anew.

How sure we are of a fact:

- **official**: vendor text, which was read.
- **practitioner**: somebody’s published experience, which was read.
- **inferred**: our own conclusion from the source that is named.
- **recalled**: general knowledge that was not verified again.
- **bound**: not a fact about the product but a bound of the models; see [model-limits](model-limits.md).

A verdict is as sure as the least sure of its facts, and the report says which those are.
`;

/** The whole page. */
export function evidencePage(): string {
  return [
    intro,
    ...factSections(),
    ruleSection(),
    claimSection('Promises and invariants', judgedClaims()),
    claimSection('Releases, licences and storage', tableClaims),
    domainSection(),
    contradictionSection(),
    sourceSection(),
  ].join('\n');
}

function factSections(): readonly string[] {
  return factsBySubject.map(({ title, ids }) =>
    section(
      title,
      ['id', 'fact', 'source', 'confidence', 'what rests on it'],
      ids.map((id) => {
        const { fact, source, confidence } = factOf(id);
        return [`<a id="${id}"></a>${id}`, fact, sourceLink(source), confidence, restingOn(id).join(', ')];
      }),
    ),
  );
}

function ruleSection(): string {
  const rows = ruleTypes.map((type) => {
    const { claim, by, spends } = rules[type];
    const facts = rules[type].sources as readonly FactId[];
    return [`\`${type}\``, claim, whoOf(by, spends), facts.map(factLink).join(', '), weakest(facts)];
  });
  return section('Rules', ['rule', 'claim', 'who', 'facts', 'least sure'], rows);
}

function claimSection(title: string, list: readonly Claim[]): string {
  const rows = list.map(({ name, claim, facts }) => [
    name,
    claim,
    facts.map(factLink).join(', '),
    weakest(facts),
  ]);
  return section(title, ['name', 'claim', 'facts', 'least sure'], rows);
}

function domainSection(): string {
  const rows = domainClaims.map(({ machine, name, claim, who, facts }) => [
    machine,
    name,
    claim,
    who,
    facts.map(factLink).join(', '),
    weakest(facts),
  ]);
  const head = ['machine', 'rule or invariant', 'claim', 'who', 'facts', 'least sure'];
  return section('Machines of their own', head, rows);
}

function contradictionSection(): string {
  const rows = contradictions.map(({ id, question, sides, decidedBy, taken, facts }) => [
    id,
    question,
    sides,
    decidedBy === null ? '–' : `\`${decidedBy}\``,
    taken,
    facts.map(factLink).join(', '),
  ]);
  const head = ['no.', 'question', 'what the sources say', 'switch', 'what the models take', 'facts'];
  return section('Where the sources disagree or are silent', head, rows);
}

function sourceSection(): string {
  const rows = (Object.keys(sourceTable) as SourceId[]).map((id) => {
    const { title, addresses } = sourceTable[id];
    return [`<a id="source-${id}"></a>${id}`, title, addresses.map((address) => `<${address}>`).join(', ')];
  });
  return section('Sources', ['id', 'title', 'address'], rows);
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function factLink(id: FactId): string {
  return `[${id}](#${id})`;
}

function sourceLink(id: SourceId): string {
  return `[${id}](#source-${id})`;
}
