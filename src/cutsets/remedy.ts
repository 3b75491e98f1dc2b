/**
 * The cheapest change of a site that removes a cut set: practices to follow. The structure function of the changed site
 * names it, and a plain search for that set on the changed site says whether it is so.
 */
import { type Practice, practices } from '../../models/practices.ts';
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import type { BasicEvent } from './basic-event.ts';
import { coneOf } from './cone.ts';
import { type Facts, factsOf } from './facts.ts';
import type { LossKind } from './loss.ts';
import { loses, subjectOf } from './oracle.ts';
import type { Remedy } from './result.ts';
import { chosenOf, roleOf } from './role.ts';
import { structureOf } from './structure.ts';
import { hostClasses } from './symmetry.ts';
import { smallSiteOf } from './witness.ts';

/** From what takes an afternoon to what takes a purchase. */
const byCost: readonly string[] = [
  'keep-recovery-keys',
  'password-on-p12',
  'encrypt-vcenter-backups',
  'back-up-the-provider',
  'back-up-vcenter',
  'back-up-the-key-server',
  'no-key-persistence',
  'keep-copies-outside',
  'key-server-outside',
  'one-encryption-per-machine',
  'boot-device-in-every-host',
  'tpm-in-every-host',
];

/**
 * Answers for the cut sets of one machine.
 *
 * @param statesMax how many states a search may take that verifies a remedy; 0 searches for none
 */
export type Remedies = (kind: LossKind, set: readonly BasicEvent[], statesMax: number) => Remedy | undefined;

/** The site after a change, as its machine sees it. */
type Mended = {
  readonly cone: Site;
  readonly alike: readonly (readonly string[])[];
  readonly facts: Facts | undefined;
};

/** Single practices first, then pairs, the cheapest first. Only those that the site departs from. */
export function remediesOf(site: Site, reading: Reading, machine: string): Remedies {
  const open = practices
    .filter(({ departures }) => (departures(site)?.length ?? 0) > 0)
    .toSorted((one, other) => byCost.indexOf(one.id) - byCost.indexOf(other.id));
  const changes = [
    ...open.map((practice) => [practice]),
    ...open.flatMap((one, at) => open.slice(at + 1).map((other) => [one, other])),
  ];
  const known = new Map<readonly Practice[], Mended>();
  const after = (change: readonly Practice[]): Mended => {
    const mended = known.get(change) ?? mendedBy(change, site, reading, machine);
    known.set(change, mended);
    return mended;
  };
  return (kind, set, statesMax) => {
    for (const change of changes) {
      const verifiedBy = removes(after(change), reading, kind, machine, set, statesMax);
      if (verifiedBy !== undefined) return { practices: change.map(({ id }) => id), verifiedBy };
    }
    return undefined;
  };
}

function mendedBy(change: readonly Practice[], site: Site, reading: Reading, machine: string): Mended {
  const mended = change.reduce((current, practice) => practice.mended(current), site);
  const cone = coneOf(mended, machine);
  return { cone, alike: hostClasses(mended, machine), facts: factsOf(cone, reading, machine) };
}

/** Who says that the change removes the set; `undefined` where it does not, or nobody knows. */
function removes(
  { cone, alike, facts }: Mended,
  reading: Reading,
  kind: LossKind,
  machine: string,
  set: readonly BasicEvent[],
  statesMax: number,
): Remedy['verifiedBy'] | undefined {
  if (facts !== undefined) {
    const roles = set.map((basic) => roleOf(facts, kind, basic));
    if (structureOf(facts, kind)(chosenOf(facts, roles))) return undefined;
  }
  const unsearched = facts === undefined ? undefined : 'structure';
  if (statesMax === 0) return unsearched;
  const small = smallSiteOf({ kind, machine, cone, alike }, set);
  try {
    return loses(subjectOf(small, reading), { kind, machine }, set, statesMax) ? undefined : 'search';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unsearched;
  }
}
