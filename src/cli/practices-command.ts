/** `breakglass practices`: what each best practice is worth, with its shortest counterexample. */
import { describe } from '../../models/describe.ts';
import type { Event } from '../../models/events.ts';
import { factOf, sources } from '../../models/evidence.ts';
import type { Tagged } from '../../models/kernel/machine.ts';
import { domainMachines } from '../../models/machines/all.ts';
import { practiceProofs } from '../../models/proofs/practices.ts';
import type { MachineQuestion, PracticeProof, SiteQuestion } from '../../models/proofs/proof.ts';
import type { ReadingName } from '../../models/reading.ts';
import { suggestion } from '../site/suggest.ts';
import { commandName } from '../tool.ts';
import { plural } from '../verdict/claims.ts';
import { type Answer, prove, type Worth } from '../verdict/prove-practice.ts';
import { BadInput, exitCodes } from './exit.ts';
import { json, outputsOf, prepareOutputs, print, progressLine, save } from './output.ts';
import { readingsFrom } from './settings.ts';

export type PracticesOptions = { readonly reading: string; readonly json?: string };

const words: Readonly<Record<Worth, string>> = {
  necessary: 'necessary',
  notNecessary: 'not necessary',
  notEnough: 'not enough',
  unknown: 'not known',
};

type Row = { readonly practice: PracticeProof; readonly reading: ReadingName; readonly answer: Answer };

/** @returns the exit code: 0 when every question was decided, 2 when one was not */
export async function practicesCommand(id: string | undefined, options: PracticesOptions): Promise<number> {
  const chosen = chosenBy(id);
  const readings = readingsFrom(options.reading);
  const outputs = outputsOf(options);
  await prepareOutputs(outputs, []);
  const progress = progressLine();
  const rows = chosen.flatMap((practice) =>
    readings.flatMap((reading): Row[] => {
      progress.show(`${practice.id}, reading ${reading.name}`);
      return prove(practice, reading).map((answer) => ({ practice, reading: reading.name, answer }));
    }),
  );
  progress.done();
  for (const output of outputs) await save(output, json({ schema: 'breakglass/practices/1', rows }));
  for (const practice of chosen) {
    const own = rows.filter((row) => row.practice === practice);
    print(id === undefined ? summaryOf(practice, own) : storyOf(practice, own));
  }
  return rows.some(({ answer }) => answer.worth === 'unknown') ? exitCodes.notTested : exitCodes.holds;
}

function chosenBy(id: string | undefined): readonly PracticeProof[] {
  if (id === undefined) return practiceProofs;
  const found = practiceProofs.filter((practice) => practice.id === id);
  if (found.length > 0) return found;
  const hint = suggestion(
    id,
    practiceProofs.map((practice) => practice.id),
  );
  throw new BadInput([`practices: there is no practice ${JSON.stringify(id)}${hint}`]);
}

function titleOf({ id, title, ofArticle }: PracticeProof): string {
  return `${id}  ${title}${ofArticle === undefined ? '' : `  (the article, practice ${ofArticle})`}`;
}

function summaryOf(practice: PracticeProof, rows: readonly Row[]): string {
  const lines = rows.map(({ reading, answer }) => {
    const { worth, dropped, question } = answer;
    const steps = dropped.kind === 'lost' ? plural(dropped.events.length, 'step') : '';
    const line = `  ${reading.padEnd(8)} ${words[worth].padEnd(14)} ${steps.padEnd(9)} ${question.asks}`;
    if (dropped.kind !== 'lost') return line;
    return `${line}\n           shown by: ${commandName()} practices ${practice.id} --reading ${reading}`;
  });
  return [titleOf(practice), ...lines].join('\n');
}

function storyOf(practice: PracticeProof, rows: readonly Row[]): string {
  const facts = practice.sources.map((id) => {
    const { fact, source, confidence } = factOf(id);
    return `  ${fact}  [${sources[source]}; ${confidence}]`;
  });
  const stories = rows.map(({ reading, answer }) =>
    [
      '',
      `${answer.question.asks}`,
      `  Reading ${reading}: ${words[answer.worth]}. Without it: ${foundText(answer, 'dropped')}. With it: ${foundText(answer, 'kept')}.`,
      ...runOf(answer, 'dropped'),
      ...(answer.kept.kind === 'lost' ? ['  With it, all the same:', ...runOf(answer, 'kept')] : []),
    ].join('\n'),
  );
  return [titleOf(practice), `Protects ${practice.protects}.`, ...facts, ...stories].join('\n');
}

function foundText({ question, ...answer }: Answer, side: 'kept' | 'dropped'): string {
  const found = answer[side];
  switch (found.kind) {
    case 'unknown':
      return `not known, ${found.why}`;
    case 'kept':
      return `nothing is lost within ${plural(question.faultsMax, 'fault')}, in all ${found.states} states`;
    case 'lost':
      return found.events.length === 0
        ? 'it is lost from the start'
        : `it is lost in ${plural(found.events.length, 'step')}`;
  }
}

function runOf({ question, ...answer }: Answer, side: 'kept' | 'dropped'): readonly string[] {
  const found = answer[side];
  if (found.kind !== 'lost') return [];
  return found.events.map((event, at) => `  ${at + 1}. ${sentence(question, event)}`);
}

function sentence(question: SiteQuestion | MachineQuestion, event: Tagged): string {
  // A run on a site is made of events of a site; one on a domain machine is told by that machine.
  if (question.on === 'site') return describe(event as Event);
  return domainMachines.find(({ name }) => name === question.machine)?.describe(event) ?? event.type;
}
