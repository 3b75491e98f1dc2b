/** docs/practices.md: what each practice is worth, for somebody who runs the clusters. Pure. */
import { factOf, sources } from '../models/evidence.ts';
import type { PracticeRow, PracticeTable } from '../models/proofs/answer.ts';
import type { PracticeProof } from '../models/proofs/proof.ts';
import { type ReadingName, readings } from '../models/reading.ts';
import {
  alike,
  allKeptText,
  keptStart,
  keptText,
  lengthText,
  questionsOf,
  readingsText,
  runLines,
  scopeText,
  whyText,
  worthWords,
} from './practices-words.ts';
import { restsOnCount } from './rests-on.ts';
import { confidenceWords } from './words.ts';

const intro = `# What the best practices are worth

Each practice of the article on the Native Key Provider, and of the vendor's and other people's advice, was left out
alone, with all the others in place, and everything that can then happen was searched. **Necessary**: something is lost
without the practice that is kept with it; the shortest way there is told. **Not necessary**: nothing is lost without it
either, and why. **Costs something**: something is lost with the practice that is kept without it, its price. The answer can depend on the reading of the sources, because they disagree on what an ESXi host without
a TPM still knows after a reboot. **Not decided**: the models do not know.

A fault is a failure, a loss or a mistake; each question says how many it allows. *Set-up* is what was done before, such as
a provider that was changed. This page is written from the proofs, and a test holds it against them:
\`npx vitest run properties/practices.property.ts --update\` writes it anew. \`breakglass practices\` proves it on your machine, and
\`breakglass practices S4\` tells one practice in full. The replay commands play the loss step by step on model and twin, with
real keys and ciphertext.
`;

/** The replay command as it can be pasted, in a checkout of the project. */
function replayCode(replay: string): string {
  return `\`npm run breakglass -- ${replay}\``;
}

export function practicesPage(practices: readonly PracticeProof[], table: PracticeTable): string {
  const head =
    '| | question | article | vendor | shortest loss | replay |\n| --- | --- | --- | --- | --- | --- |';
  const lines = practices.flatMap((practice) => [
    `| **[${practice.id}](#${practice.id.toLowerCase()})** | **${practice.title}**${ofArticle(practice)} | | | | |`,
    ...questionsOf(practice, table.rows).map((asked) => rowOf(asked)),
    ...undecidedRow(practice),
  ]);
  const kept = table.allKept.map((each) => `- ${allKeptText(each)}`);
  const sections = practices.map((practice) => sectionOf(practice, table.rows));
  return `${intro}\n## The table\n\n${head}\n${lines.join('\n')}\n\n## All of them kept\n\n${kept.join('\n')}\n\n${sections.join('\n\n')}\n`;
}

function undecidedRow({ undecided }: PracticeProof): readonly string[] {
  return undecided === undefined
    ? []
    : [`| | *${undecided.what}*: ${undecided.why}. | not decided | not decided | | |`];
}

function ofArticle({ ofArticle: number }: PracticeProof): string {
  return number === undefined ? '' : ` (the article, practice ${number})`;
}

function rowOf(asked: readonly PracticeRow[]): string {
  const worthIn = (name: ReadingName): string => {
    const row = asked.find(({ reading }) => reading === name);
    return row === undefined ? '' : worthWords[row.answer.worth];
  };
  const lengths = new Set(asked.flatMap((row) => lengthText(row) ?? []));
  const replays = new Set(asked.flatMap(({ replay }) => (replay === undefined ? [] : [replayCode(replay)])));
  const cells = [
    asked[0]?.answer.question.asks,
    ...readings.map(({ name }) => worthIn(name)),
    [...lengths].join('; '),
    [...replays].join(' '),
  ];
  return `| | ${cells.join(' | ')} |`;
}

function sectionOf(practice: PracticeProof, rows: readonly PracticeRow[]): string {
  const facts = practice.sources.map((id) => {
    const { fact, source, confidence } = factOf(id);
    return `- ${fact} *${sources[source]}; ${confidenceWords[confidence]}.*`;
  });
  const asked = questionsOf(practice, rows).map(questionOf);
  const undecided =
    practice.undecided === undefined
      ? []
      : [`**Not decided by the models.** ${practice.undecided.what}: ${practice.undecided.why}.`];
  return [
    `<a id="${practice.id.toLowerCase()}"></a>\n\n## ${practice.id}. ${practice.title}`,
    `Protects ${practice.protects}.`,
    facts.join('\n'),
    ...asked,
    ...undecided,
  ].join('\n\n');
}

function questionOf(asked: readonly PracticeRow[]): string {
  const question = asked[0]?.answer.question;
  const scope = question === undefined ? undefined : scopeText(question);
  const answers = alike(asked).map(({ row, readings: named }) => {
    const { worth } = row.answer;
    const length = lengthText(row);
    const start = keptStart(row);
    const head = `**${worthWords[worth]}** (${readingsText(named)}${length === undefined ? '' : `; lost ${length}`})`;
    const run = runLines(row).map((line, at) => `${at + 1}. ${line}`);
    return [
      `${head}: ${whyText(row)} ${keptText(row)}`,
      ...(run.length > 0 ? [run.join('\n')] : []),
      ...(start === undefined ? [] : [start]),
      ...restsOnParagraph(row),
      ...(row.replay === undefined ? [] : [`Replay: ${replayCode(row.replay)}`]),
    ].join('\n\n');
  });
  return [`### ${question?.asks ?? ''}`, ...(scope === undefined ? [] : [scope]), ...answers].join('\n\n');
}

function restsOnParagraph({ restsOn }: PracticeRow): readonly string[] {
  if (restsOn.length === 0) return [];
  const links = restsOn.map(({ id }) => `[${id}](evidence.md#${id})`);
  return [`It ${restsOnCount(restsOn)}: ${links.join(', ')}.`];
}
