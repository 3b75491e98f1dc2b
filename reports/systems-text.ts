/** The systems of a site for a terminal: what counts with its run, remarks in a line each, what was not asked. */
import { isUnproven } from '../models/evidence.ts';
import type { Verdict } from '../models/kernel/verdict.ts';
import type { ReadingName } from '../models/reading.ts';
import type { SystemAnswer, SystemResult, SystemsResult } from '../models/system-result.ts';
import { visible } from './html.ts';
import { type Paint, wrapped } from './text-layout.ts';
import { actorWords, confidenceWords, count, sentenceOf, verdictWords } from './words.ts';

/** @param readingsTotal how many readings were checked: an answer under fewer names them */
export function systemLines(
  { asked, notes, missing }: SystemsResult,
  readingsTotal: number,
  paint: Paint,
): readonly string[] {
  const answers = asked.flatMap((system) => system.answers.map((answer) => ({ system, answer })));
  const of = (verdict: Verdict): typeof answers => answers.filter(({ answer }) => answer.verdict === verdict);
  const titles = [...new Set(asked.map(({ title }) => title))];
  const untested = of('notTested').length;
  const told = `${count(of('holds').length, 'answer')} hold, ${of('broken').length} do not${untested === 0 ? '' : `, ${untested} never came up`}`;
  const open = [...of('broken'), ...of('notTested')].filter(({ answer }) => answer.counts);
  const remarks = of('broken').filter(({ answer }) => !answer.counts);
  return [
    '',
    paint('strong', `Systems of the site: ${titles.length === 0 ? 'none asked' : told}`),
    ...(titles.length === 0 ? [] : wrapped(`asked: ${titles.join('; ')}`, '  ')),
    ...open.flatMap(({ system, answer }) => openLines(system, answer, readingsTotal, paint)),
    ...remarkLines(remarks, readingsTotal),
    ...notes.flatMap(({ title, text, open: isOpen }) =>
      wrapped(`${isOpen ? 'Not tested' : 'Remark'}, ${title}: ${text}`, isOpen ? '  ? ' : '  - '),
    ),
    ...(missing.length === 0
      ? []
      : wrapped(`not asked, because the file does not say: ${missing.join(', ')}`, '  ')),
  ];
}

type Answer = { readonly system: SystemResult; readonly answer: SystemAnswer };

/** What several readings say alike, in one line. */
function remarkLines(remarks: readonly Answer[], readingsTotal: number): readonly string[] {
  const byText = new Map<string, ReadingName[]>();
  for (const { system, answer } of remarks) {
    const text = `${system.title}: ${answer.claim} ${capital(answer.finding)}`;
    byText.set(text, [...(byText.get(text) ?? []), ...system.readings]);
  }
  return [...byText].flatMap(([text, readings]) =>
    wrapped(`Remark, ${text}${readingsOf(readings, readingsTotal)}.`, '  - '),
  );
}

function openLines(
  system: SystemResult,
  answer: SystemAnswer,
  readingsTotal: number,
  paint: Paint,
): readonly string[] {
  const { verdict, claim, finding, confidence, steps = [] } = answer;
  return [
    paint(
      verdict,
      `  ${verdict === 'broken' ? 'x' : '?'} ${visible(system.title)}${readingsOf(system.readings, readingsTotal)}`,
    ),
    ...wrapped(`${verdictWords[verdict]}: ${claim}`, '      '),
    ...wrapped(`Seen: ${finding}`, '      '),
    ...wrapped(`Model: docs/machines/${system.machine}.md; names in it stand for yours`, '      '),
    ...(isUnproven(confidence)
      ? wrapped(`Rests on something that no source says (${confidenceWords[confidence]}).`, '    ! ')
      : []),
    ...steps.flatMap((step, at) =>
      wrapped(sentenceOf(step), `      ${String(at + 1).padStart(2)}. ${actorWords[step.by].padEnd(9)} `),
    ),
  ];
}

function readingsOf(readings: readonly ReadingName[], readingsTotal: number): string {
  return readings.length < readingsTotal ? ` (reading ${readings.join()})` : '';
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
