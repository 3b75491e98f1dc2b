/** Looks at a certificate again, without searching: what it says is played, not found. Docs: docs/certificate.md. */
import { worst } from '../../models/kernel/verdict.ts';
import { type Reading, readings as allReadings } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import type { ToolVersion } from '../tool.ts';
import { type Certificate, type CertifiedReading, digestOf, isSealed } from './format.ts';
import { groundOf } from './ground.ts';
import { type Line, notesOf } from './report.ts';
import { verifyClaims } from './verify-claims.ts';
import { verifyLosses } from './verify-losses.ts';
import { verifyRunbooks } from './verify-runbooks.ts';

/**
 * `refuted`: something in it is not so. `unchecked`: another version of the tool wrote it, whose models may differ, and
 * something in it is not so under ours.
 */
export type Verification = {
  readonly outcome: 'verified' | 'refuted' | 'unchecked';
  readonly lines: readonly Line[];
};

/**
 * @param site what the text inside the certificate describes
 * @param given the text of the site file that it should be about, where somebody gave one
 */
export function verify(
  certificate: Certificate,
  site: Site,
  tool: ToolVersion,
  given?: string,
): Verification {
  const whole: Line[] = [];
  verifyWhole(certificate, given, whole);
  const replayed: Line[] = [];
  for (const reading of allReadings) {
    const certified = certificate.readings[reading.name];
    if (certified !== undefined) verifyReading(site, reading, certified, replayed);
  }
  const isRefuted = ({ outcome }: Line): boolean => outcome === 'refuted';
  const lines = [...whole, ...replayed];
  if (whole.some(isRefuted)) return { outcome: 'refuted', lines };
  if (!replayed.some(isRefuted)) return { outcome: 'verified', lines };
  const { version, commit } = certificate.tool;
  const same = version === tool.version && commit === tool.commit;
  return { outcome: same ? 'refuted' : 'unchecked', lines };
}

/** What can be said without the models. */
function verifyWhole(certificate: Certificate, given: string | undefined, lines: Line[]): void {
  const notes = notesOf('', lines);
  const { site, verdict, readings } = certificate;
  const say = (isSo: boolean, yes: string, no: string): void =>
    isSo ? notes.confirm(yes) : notes.refute(no);
  say(
    isSealed(certificate),
    'its own hash is right',
    'its own hash is wrong: it was altered after it was written',
  );
  say(
    digestOf(site.text) === site.sha256,
    'the hash of the site inside it is right',
    'the hash of the site inside it is wrong',
  );
  if (given !== undefined) {
    const isSame = digestOf(given) === site.sha256;
    say(
      isSame,
      'it is about this site file',
      'the site file is not the one it is about: it was changed since, or is another',
    );
  }
  const verdicts = [readings.article, readings.vendor].flatMap((reading) => reading?.verdict ?? []);
  say(verdicts.length > 0, `${verdicts.length} readings`, 'it has no reading');
  // The verdict of a check may be worse than its readings: runs by chance count too.
  const least = worst(verdicts);
  say(
    worst([least, verdict]) === verdict,
    `the verdict, ${verdict}, is no better than its readings`,
    `the verdict is ${verdict}, though a reading says ${least}`,
  );
}

function verifyReading(site: Site, reading: Reading, certified: CertifiedReading, lines: Line[]): void {
  const notes = notesOf(`reading ${reading.name}`, lines);
  const least = worst(certified.claims.map(({ verdict }) => verdict));
  if (least !== certified.verdict)
    notes.refute(`its verdict is ${certified.verdict}, though its claims say ${least}`);
  const ground = groundOf(site, reading);
  verifyClaims(ground, certified, notes);
  verifyLosses(site, reading, certified, notes);
  verifyRunbooks(ground, certified, notes);
  const { states, transitions, faultsMax, complete } = certified.search;
  const reach = complete
    ? `are all that ${faultsMax} faults lead to`
    : 'are what was reached before the search stopped';
  notes.leave(
    `that ${states} states and ${transitions} transitions ${reach}, and that no other state breaks a claim`,
  );
}
