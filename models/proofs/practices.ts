/** Every practice of the article and of the other sources, each with the questions that decide what it is worth. */
import { backupPractices } from './backup-practices.ts';
import { changePractices } from './change-practices.ts';
import { hostPractices } from './host-practices.ts';
import { keyServerPractices } from './key-server-practices.ts';
import { machinePractices } from './machine-practices.ts';
import type { PracticeProof } from './proof.ts';
import { providerPractices } from './provider-practices.ts';

/** In the order of their ids. */
export const practiceProofs: readonly PracticeProof[] = [
  ...backupPractices,
  ...hostPractices,
  ...providerPractices,
  ...changePractices,
  ...machinePractices,
  ...keyServerPractices,
].toSorted((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
