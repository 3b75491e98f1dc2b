/** The published JSON Schemas, with which editors complete and check site and scenario files while they are written. */
import * as z from 'zod';
import { scenarioSchema } from './scenario-schema.ts';
import { siteSchema } from './site-schema.ts';

/** Plain data of a JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown };

export function siteJsonSchema(): JsonSchema {
  return { ...jsonSchemaOf(siteSchema), title: 'breakglass site file' };
}

/** The site inside a scenario is described in full, so that editors complete it there too. */
export function scenarioJsonSchema(): JsonSchema {
  const { $schema: _, ...site } = jsonSchemaOf(siteSchema);
  const schema = jsonSchemaOf(scenarioSchema);
  const properties = Object(schema['properties']);
  const path = { type: 'string', minLength: 1, maxLength: 1024 };
  const description = 'The path of a site file, relative to this one; or the site itself';
  return {
    ...schema,
    title: 'breakglass scenario file',
    properties: { ...properties, site: { description, anyOf: [path, site] } },
  };
}

/** As it is committed: lists of plain values on one line where they fit, the way the formatter has them. */
export function printJsonSchema(schema: JsonSchema): string {
  const printed = JSON.stringify(schema, null, 2).replace(
    /^( *)(.*)\[\n([^[\]{}]*)\n *\](,?)$/gm,
    (whole, indent: string, before: string, inside: string, comma: string) => {
      const line = `${indent}${before}[${inside.replaceAll(/\n\s*/g, ' ').trim()}]${comma}`;
      return line.length <= 110 ? line : whole;
    },
  );
  return `${printed}\n`;
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input' }) };
}
