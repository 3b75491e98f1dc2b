/** What systems of a site answer, for the tests of this folder: one that counts and is lost, and remarks. */
import type { SystemResult, SystemsResult } from '../models/system-result.ts';

const guest: SystemResult = {
  title: 'vTPM of win11',
  machine: 'vtpm',
  readings: ['article', 'vendor'],
  cases: [{ when: '', variant: { release: '8.0', seals: true }, setUp: [] }],
  faultsMax: 2,
  states: 1482,
  complete: true,
  answers: [
    {
      name: 'recoverable',
      kind: 'goal',
      must: 'stays',
      claim: 'The data of the guest can be had back.',
      counts: true,
      verdict: 'broken',
      finding: 'not after 2 steps with 2 faults',
      steps: [
        { event: { type: 'passwordIsLost' }, by: 'fault', text: 'the recovery password is lost' },
        { event: { type: 'removeVtpm' }, by: 'operator', text: 'remove the vTPM of the machine' },
      ],
      confidence: 'official',
    },
    {
      name: 'guestRuns',
      kind: 'goal',
      must: 'reachable',
      claim: 'The guest runs.',
      counts: false,
      verdict: 'holds',
      finding: 'from every state that was reached',
      confidence: 'inferred',
    },
  ],
  sources: [
    {
      id: 'vtpm-rescue',
      fact: 'The disks of a machine with only a vTPM can be attached to another one.',
      source: 'vSphere Security, guide on vTPMs',
      confidence: 'inferred',
    },
  ],
};

export const fixtureSystems: SystemsResult = {
  asked: [guest],
  notes: [
    {
      title: 'licence',
      text: 'standard does not include VM encryption: db stays encrypted',
      sources: [],
      open: false,
    },
  ],
  missing: ['vcenter.release'],
};
