/** What holds in every state of the secure-configuration machine. */
import type { DomainInvariant } from '../domain-machine.ts';
import { type ConfigurationSetting, policyIsMet, sealsKey, type State, type Variant } from './state.ts';

type ConfigurationInvariant = DomainInvariant<Variant, State>;

export function invariantsOf({ variant, switches }: ConfigurationSetting): readonly ConfigurationInvariant[] {
  const canSeal = variant.tpm === '2.0' && !variant.stateless;
  return [
    downHoldsNothing,
    ...(canSeal ? ofSeals : []),
    ...(variant.tpm === '1.2' ? [oldChipIsNeverUsed] : []),
    ...(switches.noTpmRetention === 'volatile' && !variant.stateless ? [volatileKeepsNothing] : []),
    ...(variant.stateless ? [statelessKeepsNothing] : []),
  ];
}

const downHoldsNothing: ConfigurationInvariant = {
  name: 'downHoldsNothing',
  claim: 'A host that is not on has nothing in memory: no KDK, and no change that waits to be written.',
  sources: ['kdk-in-configuration', 'configuration-written-later'],
  reads: () => ['host'],
  always: ({ host }) => host.power === 'on' || (!host.kdk && !host.sealPending),
  sometimes: ({ host }) => host.power === 'off',
};

const ofSeals: readonly ConfigurationInvariant[] = [
  {
    name: 'haltedSaysWhy',
    claim: 'A host that stopped at boot says why, and no other does.',
    sources: ['config-error-policy', 'config-error-others'],
    reads: () => ['host'],
    always: ({ host }) => (host.power === 'halted') === (host.error !== 'none'),
    sometimes: ({ host }) => host.power === 'halted',
  },
  {
    name: 'haltsOnlyWhenSealed',
    claim: 'Only a host whose configuration is sealed stops at boot.',
    sources: ['halted-without-tpm', 'mode-none'],
    reads: () => ['host', 'bootDevice'],
    always: ({ host, bootDevice }) =>
      host.power !== 'halted' || bootDevice.mode === 'tpm' || bootDevice.state === 'gone',
    sometimes: ({ host }) => host.power === 'halted',
  },
  {
    name: 'usedChipSeals',
    claim: 'A TPM that seals this host’s configuration goes with mode TPM.',
    sources: ['kdk-in-configuration', 'mode-none'],
    reads: () => ['bootDevice', 'tpm'],
    always: ({ bootDevice, tpm }) => !sealsKey(tpm) || bootDevice.mode === 'tpm',
    sometimes: ({ bootDevice }) => bootDevice.mode === 'tpm',
  },
  {
    name: 'recoveryKeyNeedsTpm',
    claim: 'There is a recovery key exactly where the configuration is sealed.',
    sources: ['config-recovery-key'],
    reads: () => ['bootDevice', 'recovery'],
    always: ({ bootDevice, recovery }) => (recovery.current !== 'none') === (bootDevice.mode === 'tpm'),
    sometimes: ({ bootDevice }) => bootDevice.mode === 'tpm',
  },
  {
    name: 'badKeyIsNotTheKey',
    claim: 'A host that could not be recovered was given another key than the one that opens its archive.',
    sources: ['config-error-others', 'config-recovery-key'],
    reads: () => ['host', 'recovery'],
    always: ({ host, recovery: { kept, current } }) =>
      host.error !== 'C' || kept === 'none' || kept !== current,
    sometimes: ({ host }) => host.error === 'C',
  },
  {
    name: 'runsInsidePolicy',
    claim: 'A host that runs on a sealed configuration has the settings that its policy wants.',
    sources: ['config-policy-secure-boot', 'config-enforcement', 'config-error-policy'],
    reads: () => ['host', 'bootDevice', 'settings'],
    always: ({ host, bootDevice, settings }) =>
      host.power !== 'on' || bootDevice.mode === 'none' || policyIsMet({ bootDevice, settings }),
    sometimes: ({ bootDevice, settings }) =>
      bootDevice.mode === 'tpm' && !policyIsMet({ bootDevice, settings }),
  },
];

const oldChipIsNeverUsed: ConfigurationInvariant = {
  name: 'oldChipIsNeverUsed',
  claim: 'A TPM 1.2 seals nothing, on no board, and nothing makes it a chip that could.',
  sources: ['tpm-2-only', 'config-hardware'],
  reads: () => ['tpm', 'host'],
  always: ({ tpm }) => tpm.state === 'unusable' || tpm.state === 'failed',
  sometimes: ({ host }) => host.power === 'off',
};

const volatileKeepsNothing: ConfigurationInvariant = {
  name: 'volatileKeepsNothing',
  claim: 'A configuration that is not sealed keeps no KDK, as the article implies.',
  sources: ['article-needs-tpm'],
  reads: () => ['bootDevice'],
  always: ({ bootDevice }) => bootDevice.mode === 'tpm' || !bootDevice.kdk,
  sometimes: ({ bootDevice }) => bootDevice.mode === 'none',
};

const statelessKeepsNothing: ConfigurationInvariant = {
  name: 'statelessKeepsNothing',
  claim: 'A stateless host has no boot device that could fail, keeps no KDK and seals nothing.',
  sources: ['config-stateless'],
  reads: () => ['bootDevice', 'host'],
  always: ({ bootDevice: { state, kdk, mode } }) => state === 'none' && !kdk && mode === 'none',
  sometimes: ({ host }) => host.power === 'on' && !host.kdk,
};
