/** The whole space of the vTPM: its invariants in every state, and what each guard is for. */
import { vtpm } from '../../models/machines/vtpm/vtpm.ts';
import { vtpmGuards } from '../guards/vtpm.ts';
import { testGuards, testSpaces } from './suite.ts';

testSpaces(vtpm, [
  ['plain-guest', 2, { article: 5_796, vendor: 5_796 }],
  ['bitlocker-8.0', 1, { article: 2_231, vendor: 2_231 }],
  ['bitlocker-7.0', 1, { article: 7_506, vendor: 7_506 }],
  ['windows-11', 1, { article: 2_027, vendor: 2_027 }],
  ['standalone-8.0', 2, { article: 798, vendor: 798 }],
]);

testGuards(vtpm, vtpmGuards);
