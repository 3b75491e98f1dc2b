/** Every practice of the article and of the other sources, each with the questions that decide what it is worth. */
import type { PracticeProof } from './proof.ts';
import { sitePractices } from './site-practices.ts';

export const practiceProofs: readonly PracticeProof[] = [...sitePractices];
