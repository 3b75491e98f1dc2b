/** The cheapest change of a site that removes a cut set: practices to follow, verified by asking again. */
import { type Practice, practices } from '../../models/practices.ts';
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import type { BasicEvent } from './basic-event.ts';
import { coneOf } from './cone.ts';
import { type Facts, factsOf } from './facts.ts';
import type { LossKind } from './loss.ts';
import { chosenOf, roleOf } from './role.ts';
import { structureOf } from './structure.ts';

/** From what takes an afternoon to what takes a purchase. */
const byCost: readonly string[] = [
  'keep-recovery-keys',
  'password-on-p12',
  'encrypt-vcenter-backups',
  'back-up-the-provider',
  'back-up-vcenter',
  'keep-copies-outside',
  'one-encryption-per-machine',
  'tpm-in-every-host',
];

/** Answers for the cut sets of one machine. */
export type Remedies = (kind: LossKind, set: readonly BasicEvent[]) => readonly string[] | undefined;

/** Single practices first, then pairs, the cheapest first. Only those that the site departs from. */
export function remediesOf(site: Site, reading: Reading, machine: string): Remedies {
  const open = practices
    .filter(({ departures }) => (departures(site)?.length ?? 0) > 0)
    .toSorted((one, other) => byCost.indexOf(one.id) - byCost.indexOf(other.id));
  const changes = [
    ...open.map((practice) => [practice]),
    ...open.flatMap((one, at) => open.slice(at + 1).map((other) => [one, other])),
  ];
  const known = new Map<readonly Practice[], Facts | undefined>();
  const factsWith = (change: readonly Practice[]): Facts | undefined => {
    if (!known.has(change)) {
      const mended = change.reduce((current, practice) => practice.mended(current), site);
      known.set(change, factsOf(coneOf(mended, machine), reading, machine));
    }
    return known.get(change);
  };
  return (kind, set) =>
    changes
      .find((change) => {
        const facts = factsWith(change);
        if (facts === undefined) return false;
        const roles = set.map((basic) => roleOf(facts, kind, basic));
        return !structureOf(facts, kind)(chosenOf(facts, roles));
      })
      ?.map(({ id }) => id);
}
