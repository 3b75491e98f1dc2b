/** The practices whose worth a whole site decides. */
import { practiceTitle } from '../practices.ts';
import type { Site } from '../site.ts';
import { goodSite } from './good-site.ts';
import type { PracticeProof, SiteQuestion } from './proof.ts';

const recoverable = { kind: 'recoverable', machine: 'db' } as const;
const starts = { kind: 'starts', machine: 'db' } as const;

/** A question that the good site answers, without one thing. */
function ask(
  asks: string,
  claim: SiteQuestion['claim'],
  faultsMax: number,
  dropped: (site: Site) => Site,
  kept: Site = goodSite,
): SiteQuestion {
  return { on: 'site', asks, kept, dropped: dropped(kept), faultsMax, claim };
}

function without(place: string): (site: Site) => Site {
  return (site) => ({
    ...site,
    places: site.places.map((one) => (one.name === place ? { ...one, gone: true } : one)),
  });
}

const withoutBackup: Site = { ...goodSite, backups: [] };

/** Plain vSAN, so that it can be set up with a host that receives no key; all machines at home on the other one. */
const onOneHost: Site = {
  ...goodSite,
  datastores: goodSite.datastores.map((datastore) => ({ ...datastore, encryptedBy: null })),
  machines: goodSite.machines.map((machine) => ({ ...machine, host: 'esx-02' })),
};

const withOpenBackup = (site: Site): Site => ({
  ...site,
  backups: site.backups.map((backup) => ({ ...backup, passwordAt: null })),
});

const withoutTpm = (site: Site): Site => ({
  ...site,
  hosts: site.hosts.map((host) => ({ ...host, tpm: 'none', encryptionMode: 'none' })),
  providers: site.providers.map((provider) => ({ ...provider, tpmRequired: false })),
});

export const sitePractices: readonly PracticeProof[] = [
  {
    id: 'S1',
    ofArticle: 1,
    title: practiceTitle('back-up-the-provider'),
    sources: ['p12-holds-kdk', 'no-escrow', 'new-vcenter-import'],
    protects: 'the keys, when vCenter Server is lost and hosts lose their configuration',
    questions: [
      ask(
        'The .p12 is the only backup: does the data come back after two faults?',
        recoverable,
        2,
        without('safe'),
        withoutBackup,
      ),
    ],
  },
  {
    id: 'S2',
    ofArticle: 2,
    title: practiceTitle('encrypt-vcenter-backups'),
    sources: ['backup-holds-kdk', 'plain-backup-yields-kdk'],
    protects: 'the data from a thief at the backup target',
    questions: [
      ask(
        'Does what lies at the backup target stay useless to a thief?',
        { kind: 'secret', loot: { kind: 'place', place: 'backup-server' } },
        0,
        withOpenBackup,
      ),
      ask('Does the data come back after two faults?', recoverable, 2, withOpenBackup),
    ],
  },
  {
    id: 'S4',
    ofArticle: 4,
    title: practiceTitle('tpm-in-every-host'),
    sources: ['article-needs-tpm', 'persists-insecurely', 'keys-survive-reboot', 'boot-device-mode-none'],
    protects:
      'availability after a dark start, as the article has it; the data on a stolen boot device, as the vendor has it',
    questions: [
      ask('Do machines start again after one fault, without anything kept outside?', starts, 1, withoutTpm),
      ask(
        'Does a stolen boot device stay useless to a thief?',
        { kind: 'secret', loot: { kind: 'bootDevice', host: 'esx-01' } },
        0,
        withoutTpm,
      ),
    ],
  },
  {
    id: 'S6',
    title: practiceTitle('password-on-p12'),
    sources: ['plain-p12-yields-kdk'],
    protects: 'the data from whoever finds the .p12',
    questions: [
      ask(
        'Does a found .p12 stay useless to a thief?',
        { kind: 'secret', loot: { kind: 'place', place: 'safe' } },
        0,
        (site) => ({ ...site, p12s: site.p12s.map((p12) => ({ ...p12, passwordAt: null })) }),
      ),
    ],
  },
  {
    id: 'S7',
    title: practiceTitle('keep-copies-outside'),
    sources: ['circular-location'],
    protects: 'the keys, in exactly the disaster that the copies were made for',
    questions: [
      ask(
        'Every copy lies on the encrypted vSAN: does the data come back after two faults?',
        recoverable,
        2,
        (site) => ({
          ...site,
          places: site.places.map((place) => ({ ...place, datastore: 'vsan' })),
        }),
      ),
    ],
  },
  {
    id: 'S9',
    title: practiceTitle('keep-recovery-keys'),
    sources: ['halted-without-tpm', 'no-recovery-key-reinstall', 'recovery-key-not-kept'],
    protects: 'the configuration of a host whose TPM was cleared, or whose board was swapped',
    questions: [
      ask('Does the data come back after two faults?', recoverable, 2, (site) => ({
        ...site,
        recoveryKeysAt: null,
      })),
    ],
  },
  {
    id: 'S21',
    title: 'Require TPMs only where every host has one',
    sources: ['tpm-required-gates-push'],
    protects: 'machines from being placed on hosts that never receive the key',
    questions: [
      {
        ...ask(
          'One host has no TPM: do machines start again after one fault?',
          starts,
          1,
          (site) => ({
            ...site,
            hosts: site.hosts.map((host) =>
              host.name === 'esx-01' ? { ...host, tpm: 'none', encryptionMode: 'none' } : host,
            ),
          }),
          onOneHost,
        ),
        refusesSetup: 'enableHostEncryption',
      },
    ],
  },
];
