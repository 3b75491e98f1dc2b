/** What is published beside the code: the JSON Schemas and the tables of the documentation. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { argumentsOf, eventTypes } from './event-arguments.ts';
import { printJsonSchema, scenarioJsonSchema, siteJsonSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { refusals } from '../../models/describe.ts';

/** Every field below a schema: `hosts.count`, `machines[].name`, … */
function fieldsOf(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const part = (key: string): unknown => Reflect.get(schema, key);
  const branches = part('anyOf');
  const found = Array.isArray(branches) ? branches.flatMap((branch) => fieldsOf(branch, path)) : [];
  found.push(...fieldsOf(part('items'), `${path}[]`));
  if (typeof part('propertyNames') === 'object')
    found.push(...fieldsOf(part('additionalProperties'), `${path}.*`));
  for (const [name, below] of Object.entries(Object(part('properties')))) {
    const field = path === '' ? name : `${path}.${name}`;
    found.push(field, ...fieldsOf(below, field));
  }
  return [...new Set(found)];
}

async function rowsOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field = '']) => field);
}

// `npx vitest run src/site -u` writes them anew.
describe('the committed schemas are those of the code', () => {
  test('docs/site.schema.json', async () => {
    await expect(printJsonSchema(siteJsonSchema())).toMatchFileSnapshot('../../docs/site.schema.json');
  });

  test('docs/scenario.schema.json', async () => {
    await expect(printJsonSchema(scenarioJsonSchema())).toMatchFileSnapshot(
      '../../docs/scenario.schema.json',
    );
  });
});

describe('the schemas by themselves, as an editor uses them', () => {
  const accepts = (schema: JsonSchema, value: unknown): boolean =>
    z.fromJSONSchema(JSON.parse(JSON.stringify(schema))).safeParse(value).success;

  test.each(['article', 'minimal', 'no-tpm', 'no-backup', 'double-encryption'])(
    'examples/%s.yaml',
    async (name) => {
      const site: unknown = parse(await readFile(`examples/${name}.yaml`, 'utf8'));
      expect(accepts(siteJsonSchema(), site)).toBe(true);
    },
  );

  test.each(['dark-start-without-tpm', 'I09-board-swapped-without-key', 'I01-same-name-recreated'])(
    'examples/incidents/%s.yaml',
    async (name) => {
      const scenario: unknown = parse(await readFile(`examples/incidents/${name}.yaml`, 'utf8'));
      expect(accepts(scenarioJsonSchema(), scenario)).toBe(true);
    },
  );

  test('what the reader refuses, they refuse', () => {
    const hosts = { count: 3, tpm: 2 };
    const site = {
      hosts,
      vcenter: 'outside',
      datastores: [{ name: 'a', kind: 'vsan' }],
      machines: [{ name: 'b' }],
    };
    expect(accepts(siteJsonSchema(), site)).toBe(true);
    expect(accepts(siteJsonSchema(), { ...site, hosts: { ...hosts, tpm: '2.1' } })).toBe(false);
    expect(accepts(siteJsonSchema(), { ...site, machines: [{ name: 'constructor' }] })).toBe(false);
    expect(accepts(siteJsonSchema(), { ...site, machines: [] })).toBe(false);
    expect(accepts(siteJsonSchema(), { ...site, name: undefined, nam: 'x' })).toBe(false);
    expect(accepts(scenarioJsonSchema(), { site, steps: ['sitePowerFails'] })).toBe(true);
    expect(accepts(scenarioJsonSchema(), { site, steps: ['siteFails'] })).toBe(false);
    expect(accepts(scenarioJsonSchema(), { site: { ...site, hosts: 3 }, steps: ['sitePowerFails'] })).toBe(
      false,
    );
  });
});

describe('the documentation has a line for everything', () => {
  test('docs/site-file.md: each field, and no other', async () => {
    const fields = fieldsOf(siteJsonSchema(), '').toSorted();
    expect(fields.length).toBeGreaterThan(40);
    const words = ['disk', 'bootDevice', 'backupTarget', 'p12'];
    const rows = await rowsOf('docs/site-file.md');
    expect(rows.filter((row) => !words.includes(row)).toSorted()).toEqual(fields);
    expect(rows).toEqual(expect.arrayContaining(words));
  });

  test('docs/scenario-file.md: each field, event with its arguments, and reason', async () => {
    const text = await readFile('docs/scenario-file.md', 'utf8');
    const isEvent = (field: string): boolean =>
      eventTypes.some((type) => field.startsWith(`steps[].${type}`));
    // What stands under a reading is said once; the site has a page of its own.
    const isElsewhere = (field: string): boolean =>
      field.startsWith('site.') || /^steps\[\]\.expect\.(article|vendor)\./.test(field);
    const fields = fieldsOf(scenarioJsonSchema(), '').filter(
      (field) => !isEvent(field) && !isElsewhere(field),
    );
    expect(fields.length).toBeGreaterThan(15);
    expect(await rowsOf('docs/scenario-file.md')).toEqual(
      expect.arrayContaining([...fields, ...eventTypes, ...refusals]),
    );
    for (const type of eventTypes) {
      const fieldNames = argumentsOf(type).map(([name]) => `\`${name}\``);
      expect(text).toContain(`| \`${type}\` | ${fieldNames.length === 0 ? 'none' : fieldNames.join(', ')} |`);
    }
  });

  test('each event and each reason is also in docs/events.md', async () => {
    const text = await readFile('docs/events.md', 'utf8');
    for (const word of [...eventTypes, ...refusals]) expect(text).toContain(`\`${word}\``);
  });
});
