/** What is lost without a practice, as scenario files that play it on model and twin. */
import { stringify } from 'yaml';
import type { Found, PracticeRow, RunStep } from '../../models/proofs/answer.ts';
import type { MachineQuestion, SiteQuestion } from '../../models/proofs/proof.ts';
import type { ReadingName } from '../../models/reading.ts';
import { siteFileOf } from '../site/write-site.ts';

export type ScenarioFile = { readonly name: string; readonly text: string };

type Lost = Extract<Found, { kind: 'lost' }>;
type LostRow = PracticeRow & {
  readonly answer: { readonly question: SiteQuestion | MachineQuestion; readonly dropped: Lost };
};

/** Where the files lie, from the folder of the project. */
export const scenarioFolder = 'examples/practices';

/** The file that plays the loss of a row. Readings that lose by the same run share one. */
export function scenarioNameOf(row: PracticeRow, rows: readonly PracticeRow[]): string | undefined {
  if (!isPlayable(row)) return undefined;
  const runs = new Set(alike(row, rows).map(runOf));
  return `${row.practice.id}-${row.number}${runs.size > 1 ? `-${row.reading}` : ''}.yaml`;
}

/** Every file, once, in the order of the rows. */
export function scenarioFiles(rows: readonly PracticeRow[]): readonly ScenarioFile[] {
  const files = new Map<string, string>();
  for (const row of rows.filter(isPlayable)) {
    const name = scenarioNameOf(row, rows);
    if (name === undefined || files.has(name)) continue;
    const sharing = alike(row, rows).filter((other) => runOf(other) === runOf(row));
    files.set(name, textOf(row, sharing.length > 1 ? 'both' : row.reading));
  }
  return [...files].map(([name, text]) => ({ name, text }));
}

function isPlayable(row: PracticeRow): row is LostRow {
  return row.answer.question.on !== 'law' && row.answer.dropped.kind === 'lost';
}

/** The same question under all readings that lose. */
function alike(row: LostRow, rows: readonly PracticeRow[]): readonly LostRow[] {
  return rows
    .filter(isPlayable)
    .filter(({ practice, number }) => practice === row.practice && number === row.number);
}

function runOf({ answer }: LostRow): string {
  return JSON.stringify(answer.dropped.steps);
}

function textOf(row: LostRow, reading: ReadingName | 'both'): string {
  const { practice, answer } = row;
  const { question, dropped } = answer;
  const head = [
    `# Practice ${practice.id} left out: ${practice.title}.`,
    `# ${question.asks}`,
    '# Written from the proof; npx vitest run properties/practices.property.ts --update writes it anew.',
  ];
  const body = question.on === 'site' ? siteHead(question) : machineHead(row, question);
  const steps = dropped.steps.flatMap((step, at) => [
    ...(at === dropped.prepared && at > 0 ? ['  # The shortest run from there:'] : []),
    `  - ${stepText(step)}`,
  ]);
  const end = question.on === 'site' ? siteEnd(question, dropped) : machineEnd(question, dropped);
  return [...head, body.trimEnd(), `reading: ${reading}`, 'steps:', ...steps, ...end, ''].join('\n');
}

function siteHead({ dropped, claim }: SiteQuestion): string {
  return stringify(
    { site: siteFileOf(dropped, claim.kind === 'secret' ? [claim.loot] : []) },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function machineHead({ practice, number }: LostRow, question: MachineQuestion): string {
  const { machine, variant, dropped, must, leavesOut = [], breaks } = question;
  const never = must === 'reachable' ? [...(dropped.never ?? []), ...leavesOut] : [];
  const about = `${practice.id}, question ${number}. Without the practice: ${breaks}`;
  return stringify(
    { about, machine, variant: dropped.variant ?? variant, ...(never.length > 0 && { without: never }) },
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
