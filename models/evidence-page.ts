/** docs/evidence.md, written from the facts, the rules, the invariants and the contradictions. Pure. */
import { contradictions } from './contradictions.ts';
import type { Event } from './events.ts';
import { type Confidence, type FactId, factOf, factsBySubject } from './evidence.ts';
import { productInvariants, secrecyOf, type SiteInvariant } from './invariants.ts';
import { readings } from './reading.ts';
import { rules } from './rules.ts';
import type { Loot, Site } from './site.ts';
import { type SourceId, sourceTable } from './sources.ts';

/** What rests on facts, besides the rules. */
export type Claim = { readonly name: string; readonly claim: string; readonly facts: readonly FactId[] };

/** The parts of a promise that are judged by search or by measuring; src/verdict names the same facts. */
export const promiseClaims: readonly Claim[] = [
  {
    name: 'recoverable',
    claim: 'The data of every machine can be had back.',
    facts: ['kdk-is-root', 'no-escrow', 'bound-faults'],
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
  providers: [],
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
  const invariants = invariantsOfModels().map(({ name, claim, sources }) => ({
    name,
    claim,
    facts: sources,
  }));
  return [...promiseClaims, ...invariants];
}

const ruleTypes = Object.keys(rules) as Event['type'][];

/** The rules and claims that rest on a fact. */
export function restingOn(id: FactId): readonly string[] {
  const byRules = ruleTypes.filter((type) => rules[type].sources.includes(id)).map((type) => `\`${type}\``);
  const byClaims = claims()
    .filter(({ facts }) => facts.includes(id))
    .map(({ name }) => name);
  return [...byRules, ...byClaims];
}

const ranks: readonly Confidence[] = ['official', 'practitioner', 'inferred', 'recalled'];

/** The least certain of some facts; bounds do not count. */
function weakest(ids: readonly FactId[]): Confidence {
  const found = ids.map((id) => ranks.indexOf(factOf(id).confidence)).filter((rank) => rank >= 0);
  return ranks[Math.max(-1, ...found)] ?? 'bound';
}

const intro = `# Evidence

What the models rest on. This page is written from the tables in \`models/facts/\`, \`models/sources.ts\`,
\`models/rules/\` and \`models/contradictions.ts\`; a test fails when it is stale, and
\`npx vitest run models/evidence-page.test.ts --update\` writes it anew.

How sure we are of a fact:

- **official**: vendor text, which was read.
- **practitioner**: somebody’s published experience, which was read.
- **inferred**: our own conclusion from the source that is named.
- **recalled**: general knowledge that was not verified again. No rule rests on one at present.
- **bound**: not a fact about the product but a bound of the models; see [model-limits](model-limits.md).

A verdict is as sure as the least sure of its facts, and the report says which those are.
`;

/** The whole page. */
export function evidencePage(): string {
  return [
    intro,
    ...factSections(),
    ruleSection(),
    claimSection(),
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
    const who = spends === 1 && by === 'operator' ? 'operator, spends 1' : by;
    return [`\`${type}\``, claim, who, facts.map(factLink).join(', '), weakest(facts)];
  });
  return section('Rules', ['rule', 'claim', 'who', 'facts', 'least sure'], rows);
}

function claimSection(): string {
  const rows = claims().map(({ name, claim, facts }) => [
    name,
    claim,
    facts.map(factLink).join(', '),
    weakest(facts),
  ]);
  return section('Promises and invariants', ['name', 'claim', 'facts', 'least sure'], rows);
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
