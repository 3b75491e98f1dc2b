/** `breakglass verify`: a certificate looked at again, without redoing the search. */
import { readings as allReadings } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { restingOn, restsOnCount } from '../../reports/rests-on.ts';
import type { Certificate } from '../certificate/format.ts';
import { readCertificate } from '../certificate/read.ts';
import type { Line, Outcome } from '../certificate/report.ts';
import { verify } from '../certificate/verify.ts';
import { stopwatch } from '../clock.ts';
import { restsOnIn } from '../cutsets/rests-on.ts';
import { printable, printProblem } from '../site/problem.ts';
import { parseSite } from '../site/read-site.ts';
import { toolVersion } from '../tool.ts';
import { siteFrom } from './check-command.ts';
import { BadInput, exitCodes } from './exit.ts';
import { print, tell } from './output.ts';

export type VerifyOptions = { readonly site?: string };

const exits = {
  verified: exitCodes.holds,
  refuted: exitCodes.broken,
  unchecked: exitCodes.notTested,
} as const;

/** @returns the exit code: 1 when something is refuted, 2 when this version cannot check it */
export async function verifyCommand(path: string, options: VerifyOptions): Promise<number> {
  const elapsed = stopwatch();
  const read = await readCertificate(path);
  if (read.ok === 'otherSchema') {
    tell(`${path}: not checked: it is of schema ${read.schema}; use the version of breakglass that wrote it`);
    return exitCodes.notTested;
  }
  if (!read.ok) throw new BadInput(read.problems.map(printProblem));
  const certificate = read.value;
  const inside = parseSite(certificate.site.text, `${path} (site.text)`);
  if (!inside.ok) throw new BadInput(inside.problems.map(printProblem));
  const given = options.site === undefined ? undefined : (await siteFrom(options.site)).text;
  const { outcome, lines } = verify(certificate, inside.value.site, toolVersion(), given);
  const { version, commit } = certificate.tool;
  print(
    [
      `${path}: ${headline[outcome]} (${lines.filter((line) => line.outcome === 'confirmed').length} points looked at again, ${elapsed().toFixed(1)} s)`,
      `  written by breakglass ${printable(version, 40)} (${printable(commit, 40)}) about ${printable(inside.value.site.name, 80)}, verdict ${certificate.verdict}`,
      ...part(lines, 'refuted', 'Not so:'),
      ...part(lines, 'confirmed', 'Looked at again, and so:'),
      ...part(lines, 'open', 'Taken on the word of the search:'),
      ...behindLines(inside.value.site, certificate),
    ].join('\n'),
  );
  return exits[outcome];
}

const headline = {
  verified: 'verified',
  refuted: 'REFUTED',
  unchecked:
    'not checked: another version wrote it, and under the models of this one something in it is not so',
} as const;

function part(lines: readonly Line[], wanted: Outcome, title: string): readonly string[] {
  const found = lines.filter(({ outcome }) => outcome === wanted);
  return found.length === 0 ? [] : [`  ${title}`, ...found.map(({ what }) => `    ${printable(what, 400)}`)];
}

/** What no source says, and what the certificate says of losses rests on. */
function behindLines(site: Site, { readings: told }: Certificate): readonly string[] {
  const verdicts = allReadings.flatMap((reading) => {
    const restsOn = restsOnIn(site, reading);
    return (told[reading.name]?.losses ?? []).flatMap(({ kind, machines: [machine] }) =>
      machine === undefined ? [] : [{ restsOn: restsOn({ kind, machine }) }],
    );
  });
  const facts = restingOn(verdicts);
  return facts.length === 0
    ? []
    : [`  What it says of losses ${restsOnCount(facts)}:`, ...facts.map(({ fact }) => `    ${fact}`)];
}
