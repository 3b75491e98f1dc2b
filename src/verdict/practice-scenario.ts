/** What is lost without a practice, or by it, as scenario files that play it on model and twin. */
import { stringify } from 'yaml';
import { type Lost, lossOf, type PracticeRow, type RunStep } from '../../models/proofs/answer.ts';
import type { MachineQuestion, SiteQuestion } from '../../models/proofs/proof.ts';
import type { ReadingName } from '../../models/reading.ts';
import { siteFileOf } from '../site/write-site.ts';

export type ScenarioFile = { readonly name: string; readonly text: string };

/** A row whose loss can be played. */
type Played = {
  readonly row: PracticeRow;
  readonly question: SiteQuestion | MachineQuestion;
  readonly side: 'kept' | 'dropped';
  readonly lost: Lost;
};

/** Where the files lie, from the folder of the project. */
export const scenarioFolder = 'examples/practices';

/** The file that plays the loss of a row. Readings that lose by the same run share one. */
export function scenarioNameOf(row: PracticeRow, rows: readonly PracticeRow[]): string | undefined {
  const played = playedBy(row);
  return played === undefined ? undefined : nameOf(played, alike(played, rows));
}

/** Every file, once, in the order of the rows. */
export function scenarioFiles(rows: readonly PracticeRow[]): readonly ScenarioFile[] {
  const files = new Map<string, string>();
  for (const played of rows.flatMap((row) => playedBy(row) ?? [])) {
    const asked = alike(played, rows);
    const name = nameOf(played, asked);
    const sharing = asked.filter((other) => runOf(other) === runOf(played));
    if (!files.has(name)) files.set(name, textOf(played, sharing.length > 1 ? 'both' : played.row.reading));
  }
  return [...files].map(([name, text]) => ({ name, text }));
}

function playedBy(row: PracticeRow): Played | undefined {
  const { question } = row.answer;
  const loss = lossOf(row.answer);
  return question.on === 'law' || loss === undefined ? undefined : { row, question, ...loss };
}

/** The same question under all readings that lose. */
function alike({ row }: Played, rows: readonly PracticeRow[]): readonly Played[] {
  return rows
    .filter(({ practice, number }) => practice === row.practice && number === row.number)
    .flatMap((other) => playedBy(other) ?? []);
}

function nameOf({ row }: Played, asked: readonly Played[]): string {
  const differ = new Set(asked.map(runOf)).size > 1;
  return `${row.practice.id}-${row.number}${differ ? `-${row.reading}` : ''}.yaml`;
}

function runOf({ side, lost }: Played): string {
  return JSON.stringify([side, lost.steps]);
}

function textOf(played: Played, reading: ReadingName | 'both'): string {
  const { row, question, side, lost } = played;
  const head = [
    `# Practice ${row.practice.id} ${side === 'dropped' ? 'left out' : 'kept'}: ${row.practice.title}.`,
    `# ${question.asks}`,
    '# Written from the proof; npx vitest run properties/practices.property.ts --update writes it anew.',
  ];
  const body = question.on === 'site' ? siteHead(question, side) : machineHead(played, question);
  const steps = lost.steps.flatMap((step, at) => [
    ...(at === lost.prepared && at > 0 ? ['  # The shortest run from there:'] : []),
    `  - ${stepText(step)}`,
  ]);
  const end = question.on === 'site' ? siteEnd(question, lost) : machineEnd(question, lost);
  return [...head, body.trimEnd(), `reading: ${reading}`, 'steps:', ...steps, ...end, ''].join('\n');
}

function siteHead(question: SiteQuestion, side: Played['side']): string {
  const { claim } = question;
  return stringify(
    { site: siteFileOf(question[side], claim.kind === 'secret' ? [claim.loot] : []) },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function machineHead({ row, side }: Played, question: MachineQuestion): string {
  const { machine, must, leavesOut = [], breaks } = question;
  const conduct = question[side];
  const variant = conduct.variant ?? question.variant;
  const never = must === 'reachable' ? [...(conduct.never ?? []), ...leavesOut] : [];
  const how = side === 'dropped' ? 'Without the practice' : 'With the practice';
  const about = `${row.practice.id}, question ${row.number}. ${how}: ${breaks}`;
  return stringify(
    { about, machine, variant, ...(never.length > 0 && { without: never }) },
    { lineWidth: 0 },
  );
}

function stepText({ event, refused }: RunStep): string {
  const { type, ...given } = event;
  const bare = Object.keys(given).length === 0;
  if (bare && refused === undefined) return type;
  return flow({ [type]: bare ? null : given, ...(refused !== undefined && { refused }) });
}

/** On one line, without the braces of the outermost mapping where one key is all there is. */
function flow(value: Readonly<Record<string, unknown>>): string {
  const text = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  }).trimEnd();
  return Object.keys(value).length > 1 ? text : text.replace(/^\{ (.*) \}$/s, '$1');
}

function siteEnd({ claim }: SiteQuestion, { reads = [] }: Lost): readonly string[] {
  const machines =
    claim.kind === 'secret'
      ? Object.fromEntries(reads.map((name) => [name, { secret: false }]))
      : { [claim.machine]: { [claim.kind]: false } };
  return [`  - ${flow({ expect: { machines } })}`];
}

function machineEnd({ goal, must }: MachineQuestion, { refusal }: Lost): readonly string[] {
  if (typeof goal !== 'string') return [`  - ${stepText({ event: goal, refused: refusal ?? '' })}`];
  const so = { [goal]: false };
  return [`  - ${flow({ expect: must === 'stays' ? { now: so } : { now: so, reachable: so } })}`];
}
