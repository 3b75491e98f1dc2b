/** Decides what a best practice is worth, by searching with it and without it. Nothing is guessed. */
import type { Answer, Found, Worth } from '../../models/proofs/answer.ts';
import type { Encryption, LawQuestion, PracticeProof, Question } from '../../models/proofs/proof.ts';
import type { Reading } from '../../models/reading.ts';
import { predict } from '../workload/law.ts';
import { stackOf } from '../workload/layers.ts';
import { siteLayout } from '../workload/site-layout.ts';
import { foundOnMachine } from './practice-on-machine.ts';
import { type Explorations, foundOnSite } from './practice-on-site.ts';

export type Side = 'kept' | 'dropped';

/** Answers the questions of a practice under one reading. */
export type Prover = (practice: PracticeProof) => readonly Answer[];

/** @param searched under this reading; what several practices search is searched once */
export function proverOf(reading: Reading, searched: Explorations): Prover {
  return ({ questions }) =>
    questions.map((question) => {
      const [dropped, kept] = [found(question, 'dropped'), found(question, 'kept')];
      return { question, worth: worthOf(dropped, kept), dropped, kept };
    });

  function found(question: Question, side: Side): Found {
    return foundBy(question, side, reading, searched);
  }
}

function foundBy(question: Question, side: Side, reading: Reading, searched: Explorations): Found {
  switch (question.on) {
    case 'site':
      return foundOnSite(question, side, searched);
    case 'machine':
      return foundOnMachine(question, side, reading);
    case 'law':
      return foundByLaw(question, side);
  }
}

function worthOf(dropped: Found, kept: Found): Worth {
  if (dropped.kind === 'unknown' || kept.kind === 'unknown') return 'unknown';
  if (kept.kind === 'lost') return dropped.kind === 'lost' ? 'notEnough' : 'costs';
  return dropped.kind === 'lost' ? 'necessary' : 'notNecessary';
}

/** A golden image of the usual size and shares: the ratio is that of any, up to these. */
const image = {
  seed: 'practice',
  blockBytes: 4096,
  blocks: 4096,
  domains: 1,
  divergenceShare: 0.05,
  zeroShare: 0.1,
};

function foundByLaw(question: LawQuestion, side: Side): Found {
  const { machines, leastShare } = question;
  const classes = [{ name: 'clones', count: machines, diskIsEncrypted: true }];
  const layout = siteLayout(image, classes, [machines]);
  const ratioOf = (layers: Encryption): number => predict(layout, stackOf[layers]).ratio;
  const [plain, ratio] = [ratioOf('plain'), ratioOf(question[side])];
  const says = `${machines} clones deduplicate by ${ratio.toFixed(2)}, in plain by ${plain.toFixed(2)}`;
  return ratio >= leastShare * plain
    ? { kind: 'kept', states: 1, says }
    : { kind: 'lost', steps: [], prepared: 0, says };
}
