/** The whole space of VM encryption: its invariants in every state, and what each guard is for. */
import { vmEncryption } from '../../models/machines/vm-encryption/vm-encryption.ts';
import { vmEncryptionGuards } from '../guards/vm-encryption.ts';
import { testGuards, testSpaces } from './suite.ts';

testSpaces(vmEncryption, [
  ['locked-8.0', 2, { article: 796, vendor: 760 }],
  ['encrypt-8.0', 2, { article: 4_844, vendor: 4_844 }],
  ['deep-8.0', 1, { article: 8_118, vendor: 8_118 }],
  ['disks-8.0', 2, { article: 1_884, vendor: 1_884 }],
  ['shallow-8.0U3e', 2, { article: 3_026, vendor: 3_026 }],
  ['shallow-7.0', 2, { article: 962, vendor: 962 }],
  ['cbt-8.0', 1, { article: 2_116, vendor: 2_116 }],
]);

testGuards(vmEncryption, vmEncryptionGuards);
