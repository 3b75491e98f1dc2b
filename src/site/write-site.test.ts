/** A site that was written reads as the same site. */
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { practiceProofs } from '../../models/proofs/practices.ts';
import type { Site } from '../../models/site.ts';
import { parseSite } from './read-site.ts';
import { siteFileOf } from './write-site.ts';

const sites = practiceProofs.flatMap(({ id, questions }) =>
  questions.flatMap((question): readonly (readonly [string, Site])[] =>
    question.on === 'site' ? [[id, question.kept] as const, [id, question.dropped] as const] : [],
  ),
);

test.each(sites)('the sites of %s', (_, site) => {
  const read = parseSite(stringify(siteFileOf(site, site.promise.secret)), 'site.yaml');
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('; '));
  expect(comparable(read.value.site)).toEqual(comparable(site));
});

/** A file does not tell the order of places, and its promise speaks of every boot device at once. */
function comparable(site: Site): unknown {
  const places = site.places.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return { ...site, promise: undefined, places };
}
