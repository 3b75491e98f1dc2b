/** The words of the report for the values of a result. One table each, so that no renderer says it otherwise. */
import type { Confidence } from '../models/evidence.ts';
import type { Actor } from '../models/kernel/machine.ts';
import type { Verdict } from '../models/kernel/verdict.ts';
import type {
  ClaimResult,
  DedupLayers,
  PracticeResult,
  PromisePart,
  RecoveryOutcome,
  RecoveryResult,
} from '../models/result.ts';
import type { Coverage } from '../models/search-result.ts';
import type { StepWords } from '../models/result-lines.ts';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'Holds',
  notTested: 'Not tested',
  broken: 'Broken',
};

/** The verdict about a whole site. */
export const promiseWords: Readonly<Record<Verdict, string>> = {
  holds: 'Promise kept',
  notTested: 'Promise not fully tested',
  broken: 'Promise broken',
};

export const partWords: Readonly<Record<PromisePart, string>> = {
  recoverable: 'Recoverable',
  starts: 'Starts without help',
  secret: 'Secret',
  deduplication: 'Deduplication pays',
};

const brokenTitles: Readonly<Record<PromisePart, string>> = {
  recoverable: 'Virtual machines can be lost for good',
  starts: 'Virtual machines do not start without something kept outside',
  secret: 'A thief can read data',
  deduplication: 'Deduplication no longer pays',
};

/** A plain title: what is wrong rather than which rule says so. */
export function titleOf({ part, verdict, name }: ClaimResult): string {
  if (verdict === 'broken')
    return part === undefined ? `The models break their own rule ${name}` : brokenTitles[part];
  if (verdict === 'notTested') return `Not tested: ${part === undefined ? name : partWords[part]}`;
  return part === undefined ? name : partWords[part];
}

export const actorWords: Readonly<Record<Actor, string>> = {
  operator: 'Operator',
  system: 'By itself',
  fault: 'Fault',
};

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  official: 'vendor text',
  practitioner: 'practitioner',
  inferred: 'inferred by us',
  recalled: 'from memory, not re-verified',
  bound: 'bound of this model',
};

export const confidenceMeanings: Readonly<Record<Confidence, string>> = {
  official: 'The vendor’s own documentation, knowledge base or interface says so.',
  practitioner: 'Somebody who runs it says so; the vendor does not, or says otherwise.',
  inferred: 'No source says so outright. We concluded it from the source named.',
  recalled: 'We know it from experience and have not checked it again.',
  bound: 'A limit that we chose for the model. It says nothing about the product.',
};

/** An outcome by itself, where no recovery is at hand. */
export const outcomeNames: Readonly<Record<RecoveryOutcome, string>> = {
  runs: 'Keeps running',
  starts: 'Starts again',
  runbook: 'Runbook',
  disksOnly: 'Disks only',
  luck: 'Only with luck',
  beyondProcedures: 'No procedure of the product',
  lost: 'Lost',
  unknown: 'Not known',
};

/** An outcome with what this way back adds to it. */
export function outcomeWords({ outcome, steps }: Pick<RecoveryResult, 'outcome' | 'steps'>): string {
  if (outcome === 'runbook') return `Runbook, ${count(steps.length, 'step')}`;
  if (outcome !== 'starts') return outcomeNames[outcome];
  return steps.some(({ by }) => by === 'operator')
    ? 'Starts again, nothing needed from outside'
    : 'Starts again by itself';
}

export const outcomeMeanings: Readonly<Record<RecoveryOutcome, string>> = {
  runs: 'It never stopped.',
  starts: 'It starts again with what vCenter Server and the hosts still hold.',
  runbook: 'It starts again by a runbook that uses something kept outside the cluster.',
  disksOnly: 'Its disks can be read; what its vTPM held is lost.',
  luck: 'Only if the operator acts before the system does. Not to be relied on.',
  beyondProcedures:
    'No procedure of the product brings it back, though its key still exists somewhere as bytes. A case for the vendor’s support.',
  lost: 'No sequence of steps brings it back.',
  unknown: 'The search stopped before it knew.',
};

export const performedWords: Readonly<Record<RecoveryResult['performed'], string>> = {
  equalBytes: 'Performed on the twin: the decrypted bytes equal the originals',
  notPerformed: 'Not performed on the twin',
  differs: 'Performed on the twin with different bytes: a defect of this tool, do not rely on these steps',
};

export const followedWords: Readonly<Record<PracticeResult['followed'], string>> = {
  yes: 'Followed',
  no: 'Not followed',
  notApplicable: 'Does not apply',
};

export const layerWords: Readonly<Record<DedupLayers, string>> = {
  plain: 'No encryption',
  vsan: 'vSAN encryption',
  vm: 'VM encryption',
  both: 'VM and vSAN encryption',
  sameKeySamePlace: 'VM encryption, clones with one key at the same place',
  sameKeyShifted: 'VM encryption, clones with one key at a shifted place',
};

/** `3 steps`, `1 step`. */
export function count(number: number, noun: string, nouns: string = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : nouns}`;
}

/** 10790 as `10,790`, without asking the machine where it stands. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** A step as a sentence. Names keep their spelling: only a verb or an article of ours is made a capital. */
export function sentenceOf({ text, by }: StepWords): string {
  const startsWithOurs = by === 'operator' || /^(?:the|everything|only) /.test(text);
  return startsWithOurs ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** An argument as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command that makes this result again. */
export function checkCommand({ siteFile, seed }: { siteFile: string; seed: string }): string {
  return `breakglass check ${shellWord(siteFile)} --seed ${shellWord(seed)}`;
}

/** How much of the exact space runs by chance met: `12,410 of 37,204 states within 2 faults, 33 %`. */
export function coverageWords({ met, states, faultsMax, runs }: Coverage, all: number): string {
  const within = `within ${count(faultsMax, 'fault')}`;
  const looked = runs < all ? `, looking at the first ${count(runs, 'run')} only` : '';
  if (states === undefined)
    return `${count(met, 'state')} ${within}${looked}; of how many is not known, since the search for all did not come to its end`;
  const percent = (100 * met) / states;
  return `${grouped(met)} of ${count(states, 'state')} ${within}, ${percent < 10 ? Number(percent.toPrecision(2)) : percent.toFixed(0)} %${looked}`;
}
