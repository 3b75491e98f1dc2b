/** What must hold of how a site is protected, whatever a thief has: what goes with what. */
import type { DomainInvariant } from '../domain-machine.ts';
import type { LootSetting, State, Variant } from './state.ts';

type LootInvariant = DomainInvariant<Variant, State>;

/** The invariants about settings that a variant can change. */
export function settingInvariants({ variant }: LootSetting): readonly LootInvariant[] {
  const { architecture, asks } = variant;
  return [
    ...(asks.includes('sealConfiguration') ? [sealedToChip] : []),
    ...(asks.includes('enforceSecureBoot') ? [requiredIsSealed] : []),
    ...(architecture === 'esa' && asks.includes('enableTransit') ? [transitComesWithRest] : []),
  ];
}

const sealedToChip: LootInvariant = {
  name: 'no seal without a TPM',
  claim: 'A configuration is sealed only on a host that has a TPM.',
  sources: ['seal-later', 'boot-device-sealed'],
  reads: () => ['host'],
  always: ({ host }, { variant }) => host.binding === 'file' || variant.tpm,
  sometimes: ({ host }) => host.binding === 'file',
};

const requiredIsSealed: LootInvariant = {
  name: 'what is required is sealed',
  claim: 'Secure boot is required only of a configuration that is sealed: the requirement is in the seal.',
  sources: ['config-enforcement'],
  reads: () => ['host'],
  always: ({ host }) => !host.secureBoot || host.binding === 'tpm',
  sometimes: ({ host }) => host.secureBoot,
};

const transitComesWithRest: LootInvariant = {
  name: 'no encryption in transit by itself',
  claim: 'In the Express Storage Architecture encryption in transit is on exactly when that at rest is.',
  sources: ['vsan-transit'],
  reads: () => ['vsan'],
  always: ({ vsan }) => vsan.transit === vsan.dare,
  sometimes: ({ vsan }) => vsan.transit,
};
