/** `breakglass practices`: what each best practice is worth, with its shortest counterexample. */
import { lossOf, type PracticeRow, type PracticeTable } from '../../models/proofs/answer.ts';
import { practiceProofs } from '../../models/proofs/practices.ts';
import type { PracticeProof } from '../../models/proofs/proof.ts';
import { practiceStory, practicesText } from '../../reports/practices-text.ts';
import { lengthText, runLines, whyText } from '../../reports/practices-words.ts';
import { suggestion } from '../site/suggest.ts';
import { commandName } from '../tool.ts';
import { practiceTable } from '../verdict/practice-table.ts';
import { BadInput, exitCodes } from './exit.ts';
import { json, outputsOf, prepareOutputs, print, progressLine, save } from './output.ts';
import { readingsFrom } from './settings.ts';

export type PracticesOptions = { readonly reading: string; readonly json?: string };

/** @returns the exit code: 0 when every question was decided, 2 when one was not */
export async function practicesCommand(id: string | undefined, options: PracticesOptions): Promise<number> {
  const chosen = chosenBy(id);
  const readings = readingsFrom(options.reading);
  const outputs = outputsOf(options);
  await prepareOutputs(outputs, []);
  const progress = progressLine();
  const table = practiceTable(chosen, readings, {
    wholeToo: id === undefined,
    onPractice: (practice, reading) => progress.show(`${practice.id}, reading ${reading.name}`),
  });
  progress.done();
  for (const output of outputs) await save(output, json(resultOf(chosen, table)));
  const [only] = chosen;
  print(
    id === undefined || only === undefined
      ? practicesText(chosen, table, commandName())
      : practiceStory(only, table, commandName()),
  );
  const open =
    table.rows.some(({ answer }) => answer.worth === 'unknown') ||
    table.allKept.some(({ found }) => found.kind === 'unknown');
  return open ? exitCodes.notTested : exitCodes.holds;
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

function resultOf(chosen: readonly PracticeProof[], { rows, allKept }: PracticeTable): unknown {
  const undecided = chosen.flatMap(({ id, undecided: open }) =>
    open === undefined ? [] : [{ practice: id, ...open }],
  );
  return { schema: 'breakglass/practices/2', rows: rows.map(jsonRow), allKept, undecided };
}

function jsonRow(row: PracticeRow): unknown {
  const { practice, number, reading, answer, restsOn, replay } = row;
  const { question, worth, kept } = answer;
  const loss = lossOf(answer);
  return {
    practice: practice.id,
    title: practice.title,
    ofArticle: practice.ofArticle ?? null,
    question: number,
    asks: question.asks,
    reading,
    worth,
    why: whyText(row),
    faultsMax: question.on === 'law' ? 0 : question.faultsMax,
    lost: loss === undefined ? null : { ...loss, length: lengthText(row), text: runLines(row) },
    kept,
    restsOn,
    replay: replay === undefined ? null : `${commandName()} ${replay}`,
  };
}
