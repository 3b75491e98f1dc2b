/** Small sites, and what their systems answer, for tests. */
import { readings } from '../../models/reading.ts';
import type { SystemAnswer, SystemsResult } from '../../models/system-result.ts';
import { questionsOf } from '../../models/systems/questions.ts';
import { parseSite } from '../site/read-site.ts';
import { systemsResult } from './systems.ts';

/** A site with what is put into it. */
function siteWith(changes: Readonly<Record<string, string>> = {}): string {
  const lines: Readonly<Record<string, string>> = {
    hosts: '{ count: 3, tpm: 2.0 }',
    vcenter: 'outside',
    keyProviders: '[{ name: nkp, backups: [{ at: safe, passwordAt: vault }] }]',
    datastores: '[{ name: san, kind: external }]',
    machines: '[{ name: db }]',
    promise: '{ recoverable: 1 }',
    ...changes,
  };
  return Object.entries(lines)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('');
}

/** @param title asks only the question of this title */
export function asked(
  changes: Readonly<Record<string, string>>,
  title?: string,
  statesMax: number = 100_000,
): SystemsResult {
  const read = parseSite(siteWith(changes), 'site.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const all = questionsOf(read.value);
  const questions = all.questions.filter((question) => title === undefined || question.title === title);
  return systemsResult({ ...all, questions }, readings, statesMax);
}

/** An answer of the system with this title. */
export function answerOf(
  { asked: systems }: SystemsResult,
  title: string,
  name: string,
): SystemAnswer | undefined {
  return systems.find((system) => system.title === title)?.answers.find((answer) => answer.name === name);
}

export function shown(answer: SystemAnswer | undefined): unknown {
  return answer && [answer.verdict, answer.counts, (answer.steps ?? []).map(({ event }) => event.type)];
}
