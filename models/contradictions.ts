/**
 * Where the sources disagree or are silent, and what the models do about it: a switch of models/reading.ts, or
 * one side taken for good. Numbers as in docs/evidence.md.
 */
import type { FactId } from './evidence.ts';
import type { Switches } from './reading.ts';

export type Contradiction = {
  readonly id: string;
  readonly question: string;
  /** Who says what, in our own words. */
  readonly sides: string;
  /** The switch that both sides are settings of, or `null` when the models take one side or do not ask. */
  readonly decidedBy: keyof Switches | null;
  /** What the models take to be so, and why. */
  readonly taken: string;
  readonly facts: readonly FactId[];
};

type Row = readonly [
  id: string,
  question: string,
  sides: string,
  decidedBy: keyof Switches | null,
  taken: string,
  facts: readonly FactId[],
];

const hosts: readonly Row[] = [
  [
    'C1',
    'Does a host without a TPM keep the KDK over a reboot?',
    'The vendor’s guides and documentation: yes, insecurely. The article’s fourth practice, a practitioner and a government guide imply: no.',
    'noTpmRetention',
    '`volatile` in the reading `article`, `persists` in `vendor`. With a sealed configuration both keep it.',
    ['keys-survive-reboot', 'persists-insecurely', 'article-needs-tpm'],
  ],
  [
    'C2',
    'What does the TPM hold?',
    'The article and one documentation page: the keys. The vendor’s guides: the key of the encrypted configuration.',
    null,
    'The configuration key is sealed, and the KDK lies in the configuration; what the article says then follows.',
    ['kdk-in-configuration'],
  ],
  [
    'C3',
    'Can a thief read the configuration of a host with mode NONE?',
    'The documentation: the archive is encrypted and cannot be read. The guides: its key lies in a file on the same device.',
    'noTpmArchive',
    '`readable` in both readings: the guides are newer and say where the key is.',
    ['boot-device-mode-none'],
  ],
  [
    'C4',
    'What does a provider that requires TPMs ask of a host?',
    'The guides: a TPM, to take part at all. None says whether a chip is enough or its mode is looked at.',
    'tpmGate',
    '`present` in both readings. Field reports of chips that are there and cannot be used suggest a third setting, which does not exist yet.',
    ['tpm-required-gates-push'],
  ],
  [
    'C10',
    'Which hosts receive a provider?',
    'Those of the cluster, of the datacenter, or of the whole vCenter, depending on the page.',
    null,
    'All hosts of the site that are in the inventory; a site is one cluster.',
    ['in-cluster-only'],
  ],
  [
    'C14',
    'Does an upgrade break the seal?',
    'The documentation: the policy is about settings, so no. The hardening guide: a firmware update may.',
    'firmwareUpdateUnseal',
    '`nondet` in both readings: a firmware update may break the seal, an update of ESXi does not. For a whole site a seal that broke is `tpmIsCleared`.',
    ['halted-without-tpm', 'config-firmware-update', 'config-esxi-update'],
  ],
  [
    '3.29',
    'How long does a change of the configuration wait before it is on the boot device?',
    'The hardening guide: it is written from time to time, at a clean shutdown and on demand. Two articles of the vendor: every hour, and an unclean end loses what came since.',
    'cfgDirtyWindow',
    '`hourly` in both readings: a crash may come before. A whole site is always taken so.',
    ['configuration-written-later', 'config-hourly'],
  ],
  [
    '7.15',
    'Can a TPM lock itself out, so that the configuration is not unsealed for a while?',
    'No vendor text was found; policies without a password are usually exempt from the lockout.',
    'tpmLockout',
    '`off` in both readings; `transient` can be tried.',
    ['config-lockout'],
  ],
  [
    'C15',
    'How long is a recovery key?',
    'The documentation and one article: sixteen groups of six digits. Other texts: other lengths.',
    null,
    'The models do not ask for its form.',
    [],
  ],
];

const providers: readonly Row[] = [
  [
    'C5',
    'When does the deletion of a provider take effect on a host?',
    'One guide: the host goes on with its copy until a later power-on. Another: a power-off is enough to strand a machine.',
    'remediation',
    '`prunes`: the next remediation takes the key away, at any time the system likes. With `addsOnly` a host keeps it.',
    ['deleted-then-locked', 'remediation-replaces'],
  ],
  [
    'C6',
    'Is vCenter critical with a Native Key Provider?',
    'A government guide: yes. The vendor’s guide: no.',
    null,
    'Both follow: not for running and rebooting hosts that have their keys, but for every host that has lost them.',
    ['vcenter-down-is-harmless', 'repush-after-reinstall'],
  ],
  [
    'C7',
    'Who derives the key-encrypting key?',
    'One practitioner: vCenter. The documentation and the guide: the host.',
    null,
    'The host.',
    ['kdk-is-root'],
  ],
  [
    'C8',
    'What does an encrypted machine refer to?',
    'One lab: the host key. The vendor: provider and key.',
    null,
    'The provider’s name, and the very key; the host key is a thing of its own.',
    ['dek-travels', 'bound-by-name'],
  ],
  [
    'C9',
    'Does a vCenter restored from an older backup take keys away from hosts?',
    'No source says so; it follows from what happens to a host that changes its vCenter.',
    'remediation',
    '`prunes`, the pessimistic side; the fact is tagged as inferred.',
    ['restore-of-old-backup-prunes', 'remediation-replaces'],
  ],
  [
    'C19',
    'Must a Native Key Provider be backed up regularly?',
    'The article: yes. The KDK does not change by itself, so a second export holds what the first did.',
    null,
    'A .p12 is judged by its key, not by its age.',
    ['p12-holds-kdk'],
  ],
  [
    'C20',
    'Does an imported provider have to be backed up again before it is used?',
    'Not documented; the engineers’ sample run does not show the health after the import.',
    'importCountsAsBackup',
    '`true` in both readings.',
    ['import-counts-as-backup'],
  ],
  [
    'C21',
    'Does a file-based backup of vCenter open the gate?',
    'The documentation and the article: no, although it contains the provider.',
    null,
    'No.',
    ['file-backup-is-no-gate'],
  ],
  [
    '3.7b',
    'Do hosts receive a provider before it was backed up?',
    'The documentation describes the push as what follows the backup, and does not rule it out before.',
    'pushBeforeActivation',
    '`false` in both readings.',
    ['no-push-before-activation'],
  ],
];

const otherRows: readonly Row[] = [
  [
    'C11',
    'What does encryption cost?',
    'One page gives two to five per cent of CPU and, on the same page, says that no number can be given; a white paper has more on fast devices.',
    null,
    'No number is built in; what a report says was measured.',
    ['encrypted-before-dedup'],
  ],
  [
    'C12',
    'Do core dumps contain keys?',
    'Official texts say both.',
    'coredumpHasKeys',
    '`may` in both readings: what may be there is taken to be there.',
    ['dumps-may-hold-keys'],
  ],
  [
    'C13',
    'Which licence has VM encryption?',
    'Enterprise Plus in the perpetual era; every edition of the subscription era that the newer guide names.',
    null,
    'What the site file says in `licence` is asked of one vCenter Server by itself; the machine of a site takes every feature to be licensed.',
    ['licence-vm-perpetual', 'licence-vm-subscription'],
  ],
  [
    'C16',
    'Can a running machine be encrypted?',
    'One guide says that some operations work online and that the first encryption does not.',
    null,
    'The first encryption, a decryption and a deep rekey need the machine off; a shallow rekey does not.',
    ['encrypt-powered-off', 'vm-decrypt-powered-off', 'vm-shallow-any-power'],
  ],
  [
    'C17',
    'Does vSAN ESA have one data key for each device or for the cluster?',
    'The text: for each device. The fields of the interface suggest: for the cluster.',
    'esaDekScope',
    '`cluster` in both readings. For a whole site it makes no difference to who can mount; the key of the datastore is one.',
    ['vsan-kek-gate', 'vsan-esa-dek-scope'],
  ],
  [
    'C18',
    'Does global deduplication go together with encryption at rest?',
    'Only lists of capabilities speak of it: not in 9.0, in 9.1.',
    null,
    'For a site deduplication is what its file says. One vSAN cluster by itself excludes the pair in 9.0 and has it in 9.1.',
    ['vsan-dedup-with-dare'],
  ],
];

export const contradictions: readonly Contradiction[] = [...hosts, ...providers, ...otherRows]
  .map(([id, question, sides, decidedBy, taken, facts]) => ({ id, question, sides, decidedBy, taken, facts }))
  .toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
