/** The practices about ESXi hosts: TPM, recovery key, secure boot, boot device. */
import type { Event as LootEvent } from '../machines/loot/events.ts';
import type { Event } from '../machines/secure-configuration/events.ts';
import { practiceTitle } from '../practices.ts';
import type { Site } from '../site.ts';
import { goodSite } from './good-site.ts';
import { eventsOf } from './on-machine.ts';
import { ask, recoverable, starts, withHosts } from './on-site.ts';
import type { MachineQuestion, PracticeProof } from './proof.ts';

const host = eventsOf<Event>();
const loot = eventsOf<LootEvent>();
const withoutTpm = { tpm: 'none', encryptionMode: 'none' } as const;
const bootDeviceSecret = { kind: 'secret', loot: { kind: 'bootDevice', host: 'esx-01' } } as const;

/** Plain vSAN, so that it can be set up with a host that receives no key; all machines at home on the other one. */
const onOneHost: Site = {
  ...goodSite,
  datastores: goodSite.datastores.map((datastore) => ({ ...datastore, encryptedBy: null })),
  machines: goodSite.machines.map((machine) => ({ ...machine, host: 'esx-02' })),
};

/** Installed with secure boot off, so that the seal does not ask for it; turned on afterwards. */
const securedLater = host(
  { type: 'settingIsTurnedOff', setting: 'secureBoot' },
  { type: 'reinstallHost' },
  { type: 'bootHost' },
  { type: 'addHost' },
  { type: 'vcenterPushesKdk' },
  { type: 'shutDownHost' },
  { type: 'turnOn', setting: 'secureBoot' },
  { type: 'bootHost' },
);

const tamperedBoot = {
  on: 'machine',
  machine: 'secure-configuration',
  variant: 'tpm-2.0',
  faultsMax: 1,
  goal: 'tamperedBootSecret',
  must: 'stays',
} as const satisfies Partial<MachineQuestion>;

const optionIsOff = host({ type: 'settingIsTurnedOff', setting: 'execInstalledOnly' });
const optionOff = {
  on: 'machine',
  machine: 'secure-configuration',
  variant: 'tpm-2.0',
  faultsMax: 0,
  kept: { before: [...host({ type: 'requireExecInstalledOnly' }), ...optionIsOff] },
  dropped: { before: optionIsOff },
} as const satisfies Partial<MachineQuestion>;

export const hostPractices: readonly PracticeProof[] = [
  {
    id: 'S4',
    ofArticle: 4,
    title: practiceTitle('tpm-in-every-host'),
    sources: [
      'article-needs-tpm',
      'persists-insecurely',
      'keys-survive-reboot',
      'boot-device-mode-none',
      'config-root-password',
    ],
    protects:
      'availability after a dark start, as the article has it; the data on a stolen boot device, as the vendor has it',
    questions: [
      ask(
        {
          asks: 'Do machines start again after one fault, without anything kept outside?',
          breaks:
            'After a power failure the hosts are back without the key: vSAN stays locked and no encrypted machine starts until somebody fetches the .p12.',
          otherwise: {
            says: 'The article has the hosts pull their keys from the TPM. The vendor’s guide says that keys survive a reboot because they are part of the configuration of the host, with a TPM or without. So a TPM is not what brings the machines back; what it does is make the kept keys safe from a thief.',
            source: 'keys-survive-reboot',
          },
        },
        starts,
        1,
        (site) => withHosts(site, withoutTpm),
      ),
      ask(
        {
          asks: 'Does a stolen boot device stay useless to a thief?',
          breaks:
            'The key of the configuration lies in a file on the same boot device, so a thief has the KDK and every machine whose files he gets.',
          otherwise: {
            says: 'If a host without a TPM kept no key over a reboot, as the article implies, there would be none on its boot device to steal.',
            source: 'article-needs-tpm',
          },
        },
        bootDeviceSecret,
        0,
        (site) => withHosts(site, withoutTpm),
      ),
      ask(
        {
          asks: 'The host has a TPM that is not in use (mode NONE): does a stolen boot device stay useless?',
          breaks:
            'A chip that is not in use seals nothing: the thief reads the configuration as if there were none. Nothing warned of it at installation.',
          otherwise: {
            says: 'The same: under the article’s reading a host whose configuration is not sealed kept no key that could be stolen.',
            source: 'article-needs-tpm',
          },
        },
        bootDeviceSecret,
        0,
        (site) => withHosts(site, { encryptionMode: 'none' }),
      ),
      {
        on: 'machine',
        asks: 'The root password of a host is lost: can it be recovered by editing the configuration?',
        breaks:
          'A sealed configuration cannot be edited from outside, so that the classic recovery of a root password does not work any more.',
        machine: 'secure-configuration',
        variant: 'tpm-2.0',
        kept: {},
        dropped: { variant: 'no-tpm' },
        faultsMax: 0,
        goal: 'rootPasswordRecoverable',
        must: 'stays',
      },
    ],
  },
  {
    id: 'S9',
    title: practiceTitle('keep-recovery-keys'),
    sources: ['halted-without-tpm', 'no-recovery-key-reinstall', 'recovery-key-not-kept'],
    protects: 'the configuration of a host whose TPM was cleared, or whose board was swapped',
    questions: [
      ask(
        {
          asks: 'Do the data come back after two faults?',
          breaks: 'They do not.',
          otherwise: {
            says: 'A host without its configuration is reinstalled and receives the key again from vCenter Server, or from the .p12. What is lost is the host’s configuration, not the data.',
            source: 'repush-after-reinstall',
          },
        },
        recoverable,
        2,
        (site) => ({ ...site, recoveryKeysAt: null }),
      ),
      {
        on: 'machine',
        asks: 'vCenter is away and one fault hits the TPM or the board: does the host come back with its keys?',
        breaks:
          'The host stops at boot and its configuration cannot be opened: it is reinstalled, and has no keys until vCenter is there again.',
        machine: 'secure-configuration',
        variant: 'tpm-2.0',
        kept: { before: host({ type: 'vcenterStops' }) },
        dropped: { before: host({ type: 'vcenterStops' }, { type: 'keptKeyIsLost' }) },
        faultsMax: 1,
        goal: 'holdsKdk',
        must: 'reachable',
        leavesOut: [
          'startVcenter',
          'bootDeviceFails',
          'reinstallHost',
          'noteRecoveryKey',
          'rotateRecoveryKey',
        ],
      },
    ],
  },
  {
    id: 'S17',
    title: 'Require secure boot and execInstalledOnly, sealed into the configuration',
    sources: ['config-enforcement', 'config-policy-secure-boot', 'config-tampered-boot', 'loot-unasked-seal'],
    protects: 'the keys from a thief who boots the stolen host with something else',
    undecided: {
      what: 'What execInstalledOnly keeps secret where secure boot is sealed',
      why: 'the sources say that it can be sealed and must then be on at boot, and none says what a thief reads without it',
    },
    questions: [
      {
        asks: 'ESXi was installed with secure boot off: does the TPM refuse a boot of something else?',
        breaks:
          'The seal does not ask for secure boot, although it was turned on since: a thief turns it off, boots a changed boot device in the stolen host, and the TPM gives the key.',
        ...tamperedBoot,
        kept: { before: [...securedLater, ...host({ type: 'requireSecureBoot' })] },
        dropped: { before: securedLater },
      },
      {
        asks: 'ESXi was installed with secure boot on: does the TPM refuse a boot of something else?',
        breaks: 'It gives the key.',
        otherwise: {
          says: 'A configuration that was sealed while secure boot was on opens only while it is on, required or not. What the hardening guide says of a boot past the checks then concerns seals that were made while it was off.',
          source: 'config-policy-secure-boot',
        },
        ...tamperedBoot,
        kept: { before: host({ type: 'requireSecureBoot' }) },
        dropped: {},
      },
      {
        on: 'machine',
        asks: 'ESXi was sealed with secure boot off, and its login holds: does a stolen host keep its key to itself?',
        breaks:
          'A thief boots something else on the stolen host with secure boot off, past all checks, and the chip gives the key to whatever was booted.',
        machine: 'loot',
        variant: 'login-holds',
        kept: { before: loot({ type: 'sealConfiguration' }, { type: 'enforceSecureBoot' }) },
        dropped: { before: loot({ type: 'sealConfiguration' }) },
        faultsMax: 1,
        goal: 'kdk1Secret',
        must: 'stays',
        leavesOut: ['enforceSecureBoot', 'rotateKdk'],
      },
      {
        asks: 'execInstalledOnly alone, secure boot not sealed: does the TPM refuse a boot of something else?',
        breaks:
          'With secure boot off nothing checks what is booted: a changed boot device only has to say that the option is on.',
        ...tamperedBoot,
        kept: { before: [...securedLater, ...host({ type: 'requireExecInstalledOnly' })] },
        dropped: { before: securedLater },
      },
      {
        asks: 'execInstalledOnly is off at a boot, as after a change of the boot options: does the host start?',
        breaks:
          'Where it is sealed into the policy, the host stops with a security violation until the option is put back.',
        ...optionOff,
        goal: 'startsWithKdk',
        must: 'stays',
      },
      {
        asks: 'The same: does it have its keys again, with no recovery key?',
        breaks: 'It does not.',
        otherwise: { says: 'The option is put back; no key is asked for.', source: 'config-put-back' },
        ...optionOff,
        goal: 'holdsKdk',
        must: 'reachable',
        leavesOut: ['enterRecoveryKey'],
      },
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
          {
            asks: 'One host has no TPM: do machines start again after one fault?',
            breaks:
              'The host without a TPM never receives the key: when the other one fails, there is no host to start encrypted machines on.',
          },
          starts,
          1,
          (site) => ({
            ...site,
            hosts: site.hosts.map((host) => (host.name === 'esx-01' ? { ...host, ...withoutTpm } : host)),
          }),
          onOneHost,
        ),
        refusesSetup: 'enableHostEncryption',
      },
    ],
  },
  {
    id: 'S27',
    title: practiceTitle('boot-device-in-every-host'),
    sources: ['stateless-host', 'no-loop-on-vsan'],
    protects: 'the keys of a host over a reboot',
    questions: [
      ask(
        {
          asks: 'Do machines start again after one fault, without anything kept outside?',
          breaks:
            'Hosts that boot from the network come back without the key; vCenter Server, which would push it, lies on the vSAN datastore that waits for it.',
        },
        starts,
        1,
        (site) => withHosts(site, { boot: 'network', encryptionMode: 'none' }),
      ),
    ],
  },
];
