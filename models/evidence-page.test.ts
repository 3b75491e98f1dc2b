import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contradictions } from './contradictions.ts';
import { type FactId, factOf, factsBySubject } from './evidence.ts';
import {
  claims,
  domainClaims,
  evidencePage,
  invariantsOfModels,
  promiseClaims,
  restingOn,
} from './evidence-page.ts';
import { tableClaims } from './evidence-tables.ts';
import { licences } from './licences.ts';
import { readings } from './reading.ts';
import { rules } from './rules.ts';
import { type SourceId, sourceTable } from './sources.ts';
import { features } from './versions.ts';

const page = new URL('../docs/evidence.md', import.meta.url);
const ids: readonly FactId[] = factsBySubject.flatMap((subject) => subject.ids);

describe('docs/evidence.md', () => {
  it('is what the tables say; --update writes it anew', async () => {
    expect(existsSync(page)).toBe(true);
    await expect(evidencePage()).toMatchFileSnapshot(page.pathname);
  });

  it('links only to what is there', () => {
    const text = evidencePage();
    const targets = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id));
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((id) => !targets.has(id))).toEqual([]);
  });
});

describe('the facts', () => {
  it('each carry a sentence, and an id of small words', () => {
    for (const id of ids) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(factOf(id).fact).toMatch(/^(vCenter|vSAN|[A-Z]).*[.]$/);
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are all used by a rule, a promise or an invariant', () => {
    expect(ids.filter((id) => restingOn(id).length === 0)).toEqual([]);
  });

  it('stand behind every rule, every promise and every invariant', () => {
    const bare = [
      ...Object.entries(rules).filter(([, { sources }]) => sources.length === 0),
      ...claims()
        .filter(({ facts }) => facts.length === 0)
        .map(({ name }) => [name]),
      ...domainClaims.filter(({ facts }) => facts.length === 0).map(({ machine, name }) => [machine, name]),
    ];
    expect(bare).toEqual([]);
    const named = [
      ...Object.values(rules).flatMap(({ sources }) => sources),
      ...claims().flatMap(({ facts }) => facts),
      ...domainClaims.flatMap(({ facts }) => facts),
    ];
    expect(named.filter((id) => !ids.some((known) => known === id))).toEqual([]);
  });

  it('leave no rule with bounds alone', () => {
    const bounded = Object.entries(rules).filter(([, { sources }]) =>
      sources.every((id) => factOf(id as FactId).confidence === 'bound'),
    );
    expect(bounded.map(([type]) => type)).toEqual([]);
  });

  it('name only sources that there are', () => {
    expect(ids.filter((id) => !Object.hasOwn(sourceTable, factOf(id).source))).toEqual([]);
  });

  it('stand behind every release that brought something, every licence, and what is measured', () => {
    const names = tableClaims.map(({ name }) => name);
    expect(names).toEqual([
      ...Object.keys(features).map((feature) => `release: ${feature}`),
      ...Object.keys(licences).map((licence) => `licence: ${licence}`),
      'storage: osa',
      'storage: esa',
    ]);
    for (const name of names) expect(evidencePage()).toContain(`| ${name} |`);
  });

  it('use every source, and every source has an address, or says that none is known', () => {
    const used = new Set<SourceId>(ids.map((id) => factOf(id).source));
    const all = Object.keys(sourceTable) as SourceId[];
    expect(all.filter((id) => !used.has(id))).toEqual([]);
    const lost = all.filter((id) => sourceTable[id].addresses.length === 0);
    expect(lost).toEqual(['fieldReports', 'modelBound']);
    expect(sourceTable.fieldReports.title).toContain('no address is known');
    // One official manual is only left in a mirror that knows no TLS; its title says what it is.
    for (const id of all.filter((each) => each !== 'manual65')) {
      for (const address of sourceTable[id].addresses) expect(address).toMatch(/^https:\/\/\S+$/);
    }
    expect(sourceTable.manual65.title).toContain('mirror');
  });

  it('are the ones that src/verdict names for the promise', () => {
    const folder = new URL('../src/verdict/', import.meta.url);
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const inVerdict = ids.filter((id) => texts.some((text) => text.includes(`'${id}'`)));
    const here = ids.filter((id) => promiseClaims.some(({ facts }) => facts.includes(id)));
    expect(inVerdict).toEqual(here);
  });
});

describe('the contradictions', () => {
  it('are numbered once each, and C1 to C21 are all told', () => {
    const numbers = contradictions.map(({ id }) => id);
    expect(numbers).toEqual([
      '3.7b',
      '3.29',
      '7.15',
      ...Array.from({ length: 21 }, (_, index) => `C${index + 1}`),
    ]);
  });

  it('explain every switch of the readings', () => {
    const switches = Object.keys(readings[0]?.switches ?? {});
    const explained = new Set(contradictions.map(({ decidedBy }) => decidedBy));
    expect(switches.length).toBeGreaterThan(0);
    expect(switches.filter((name) => ![...explained].some((entry) => entry === name))).toEqual([]);
  });
});

describe('the invariants', () => {
  it('ask a question of each kind of thing', () => {
    expect(invariantsOfModels().length).toBeGreaterThanOrEqual(6);
  });
});
