/** What the proofs of practices say, in words: shared by the terminal and by docs/practices.md. */
import { describe, describeRefusal } from '../models/describe.ts';
import type { Event, Refusal } from '../models/events.ts';
import { factOf, sources } from '../models/evidence.ts';
import { domainMachines } from '../models/machines/all.ts';
import {
  type AllKept,
  type Found,
  lossOf,
  type Lost,
  type PracticeRow,
  type RunStep,
  type Worth,
} from '../models/proofs/answer.ts';
import { eventOf, type PracticeProof, type Question } from '../models/proofs/proof.ts';
import type { ReadingName } from '../models/reading.ts';
import { restsOnCount } from './rests-on.ts';
import { confidenceWords, count, grouped } from './words.ts';

export const worthWords: Readonly<Record<Worth, string>> = {
  necessary: 'necessary',
  notNecessary: 'not necessary',
  notEnough: 'not enough',
  costs: 'costs something',
  unknown: 'not known',
};

/** The rows of one question that say the same, under one reading or under both. */
export type SaidAlike = { readonly row: PracticeRow; readonly readings: readonly ReadingName[] };

export function alike(rows: readonly PracticeRow[]): readonly SaidAlike[] {
  const said = new Map<string, SaidAlike>();
  for (const row of rows) {
    const key = JSON.stringify([row.answer.worth, lossOf(row.answer)?.lost.steps, row.replay]);
    const known = said.get(key);
    said.set(key, { row: known?.row ?? row, readings: [...(known?.readings ?? []), row.reading] });
  }
  return [...said.values()];
}

/** The rows of each question of a practice, one for each reading. */
export function questionsOf(
  practice: PracticeProof,
  rows: readonly PracticeRow[],
): readonly (readonly PracticeRow[])[] {
  const own = rows.filter((row) => row.practice === practice);
  return practice.questions.map((_, at) => own.filter(({ number }) => number === at + 1));
}

export function readingsText(readings: readonly ReadingName[]): string {
  return readings.length > 1 ? 'both readings' : `reading ${readings.join()}`;
}

export function practiceTitle({ id, title, ofArticle }: PracticeProof): string {
  return `${id}  ${title}${ofArticle === undefined ? '' : ` (the article, practice ${ofArticle})`}`;
}

/** How long the run is that a row tells, such as `in 3 steps after 2 of set-up`. */
export function lengthText({ answer }: PracticeRow): string | undefined {
  const loss = lossOf(answer);
  return loss === undefined ? undefined : lengthOf(loss.lost);
}

function lengthOf({ steps, prepared }: Lost): string {
  const own = steps.length - prepared;
  if (own > 0) return `in ${count(own, 'step')}${prepared > 0 ? ` after ${prepared} of set-up` : ''}`;
  return prepared === 0 ? 'from the start' : `at once after ${count(prepared, 'step')} of set-up`;
}

/** What breaks without the practice; or why nothing does, with who says so. */
export function whyText({ answer: { question, worth, dropped, kept } }: PracticeRow): string {
  switch (worth) {
    case 'necessary':
    case 'costs':
    case 'notEnough':
      return `${question.breaks}${saysText(dropped)}`;
    case 'notNecessary': {
      const said = question.otherwise;
      if (said === undefined) return 'Nothing is lost without it either.';
      const { source, confidence } = factOf(said.source);
      return `${said.says}${saysText(dropped)} (${sources[source]}; ${confidenceWords[confidence]})`;
    }
    case 'unknown':
      return [dropped, kept].map((found) => (found.kind === 'unknown' ? `${found.why}.` : '')).join(' ');
  }
}

function saysText(found: Found): string {
  return found.kind !== 'unknown' && found.says !== undefined ? ` ${found.says}.` : '';
}

/** With the practice: how far the search went in which nothing is lost. */
export function keptText({ answer: { question, kept, dropped } }: PracticeRow): string {
  if (kept.kind === 'unknown') return 'With it: not known.';
  if (kept.kind === 'lost') return `With it, it is lost${dropped.kind === 'lost' ? ' as well' : ''}.`;
  if (question.on === 'law') return `With it: ${kept.says ?? ''}.`;
  const budget =
    question.faultsMax === 0
      ? 'whatever happens without a fault'
      : `with up to ${count(question.faultsMax, 'fault')}`;
  return `With it nothing is lost ${budget}: all ${grouped(kept.states)} states were searched.`;
}

/** What people who keep the practice have done before, where it is not what the others did. */
export function keptStart({ answer: { question } }: PracticeRow): string | undefined {
  if (question.on !== 'machine') return undefined;
  const { kept, dropped } = question;
  const own = kept.before ?? [];
  if (own.length === 0 || JSON.stringify(own) === JSON.stringify(dropped.before)) return undefined;
  const steps = own.map((done) =>
    sentence(question, 'event' in done ? { event: eventOf(done), refused: done.refused } : { event: done }),
  );
  return `Set-up with the practice: ${steps.join('; ')}.`;
}

/** The run as sentences, in order. */
export function runLines({ answer }: PracticeRow): readonly string[] {
  const { question } = answer;
  const lost = lossOf(answer)?.lost;
  if (lost === undefined) return [];
  const steps = lost.steps.map((step, at) => {
    const mark = at < lost.prepared ? ' (set-up)' : '';
    return `${sentence(question, step)}${mark}`;
  });
  if (question.on !== 'machine' || typeof question.goal === 'string') return steps;
  return [...steps, sentence(question, { event: question.goal, refused: lost.refusal ?? '' })];
}

function sentence(question: Question, { event, refused }: RunStep): string {
  // A run on a site is made of events of a site; one on a domain machine is told by that machine.
  if (question.on !== 'machine') {
    const text = describe(event as Event);
    return refused === undefined ? text : `${text}: refused, ${describeRefusal(refused as Refusal)}`;
  }
  const machine = domainMachines.find(({ name }) => name === question.machine);
  const text = machine?.describe(event) ?? event.type;
  return refused === undefined ? text : `${text}: refused, ${machine?.describeRefusal(refused) ?? refused}`;
}

/** What a question leaves out, so that nobody reads more into its answer than it says. */
export function scopeText(question: Question): string | undefined {
  if (question.on !== 'machine' || question.leavesOut === undefined) return undefined;
  return `Left out of the question, of the events in docs/machines/${question.machine}.md: ${question.leavesOut.join(', ')}.`;
}

export function allKeptText({ reading, found, claims, restsOn }: AllKept): string {
  const start = `All practices kept, reading ${reading}:`;
  if (found.kind === 'kept')
    return `${start} the whole promise holds. With any 2 faults every machine can be brought back, with any 1 it starts without anything kept outside, and neither a disk, a boot device, the backup target nor the .p12 alone shows a thief any data (${claims} claims, ${grouped(found.states)} states, searched to the end)${restsOn.length === 0 ? '' : `; it ${restsOnCount(restsOn)}`}.`;
  if (found.kind === 'unknown') return `${start} not known, ${found.why}.`;
  return `${start} the promise is broken, ${lengthOf(found)}.`;
}
