/** The example sites, and variants of them that properties are asked of. */
import { readFileSync } from 'node:fs';
import { type Reading, type ReadingName, readings } from '../models/reading.ts';
import type { Site } from '../models/site.ts';
import { parseSite } from '../src/site/read-site.ts';

/** @throws when the example does not parse: examples are tested elsewhere too, but nothing works without */
export function exampleSite(name: string): Site {
  const path = new URL(`../examples/${name}.yaml`, import.meta.url);
  const result = parseSite(readFileSync(path, 'utf8'), `examples/${name}.yaml`);
  if (!result.ok) throw new Error(`examples/${name}.yaml does not parse`);
  return result.value.site;
}

export function readingNamed(name: ReadingName): Reading {
  const found = readings.find((reading) => reading.name === name);
  if (found === undefined) throw new Error(`no reading ${name}`);
  return found;
}

/**
 * No TPM, no backup, and vCenter outside the cluster: the site where losing vCenter and rebooting loses
 * everything, under the article's reading.
 */
export function nothingKept(): Site {
  const site = exampleSite('no-tpm');
  const discarded = { name: 'discarded', datastore: null, gone: true };
  return {
    ...site,
    vcenterAt: null,
    places: [discarded],
    p12s: [{ name: 'nkp-discarded.p12', provider: 'nkp', at: 'discarded', passwordAt: null }],
    backups: [],
    recoveryKeysAt: null,
    promise: { ...site.promise, secret: [] },
  };
}
