/** The whole space of copies: its invariants in every state, and what each guard is for. */
import { vmCopies } from '../../models/machines/vm-copies/vm-copies.ts';
import { vmCopiesGuards } from '../guards/vm-copies.ts';
import { testGuards, testSpaces } from './suite.ts';

testSpaces(vmCopies, [
  ['clones-8.0', 2, { article: 196, vendor: 196 }],
  ['retirement-8.0', 1, { article: 3_840, vendor: 3_840 }],
  ['thief-8.0', 3, { article: 1_524, vendor: 1_524 }],
  ['recovery-site-8.0', 2, { article: 1_752, vendor: 1_752 }],
  ['site-lost-8.0', 2, { article: 2_244, vendor: 2_244 }],
  ['backup-8.0', 2, { article: 3_060, vendor: 3_060 }],
  ['backup-encrypted-8.0', 2, { article: 52, vendor: 52 }],
]);

testGuards(vmCopies, vmCopiesGuards);
