/** Findings about something that a release of vSphere does not have. */
import { factOf } from '../../models/evidence.ts';
import { type Feature, features, hasFeature, type Release } from '../../models/versions.ts';
import type { Finding, Path } from './problem.ts';
import type { Sections } from './site-schema.ts';

export function releaseOf({ vcenter }: Sections): Release | undefined {
  return vcenter === undefined || vcenter === 'outside' ? undefined : vcenter.release;
}

/** A finding when something needs a later release than there is. */
export function tooOld(feature: Feature, release: Release | undefined, path: Path, found: string): Finding[] {
  if (release === undefined || hasFeature(release, feature)) return [];
  const [since, id] = features[feature];
  const { fact } = factOf(id);
  return [
    wrong(
      path,
      `expected release ${since} or later (${fact.replace(/\.$/, '')}), found ${found} on ${release}`,
    ),
  ];
}

export function wrong(path: Path, message: string, at: 'key' | 'value' = 'value'): Finding {
  return { path, at, message };
}
