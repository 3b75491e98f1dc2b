/** The Trust Authority: its hosts, its own vCenter, what it trusts, and the KMS behind it. */
import { when } from '../rule-of.ts';
import { taHostNames } from './names.ts';
import { onHosts, rule, type RuleFor } from './state.ts';

export const taHostStops: RuleFor<'taHostStops'> = rule({
  claim: 'One Trust Authority host that is up is enough.',
  sources: ['trusted-released', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['taHosts'],
  events: () => taHostNames.map((taHost) => ({ type: 'taHostStops' as const, taHost })),
  reads: () => [],
  writes: () => ['taHosts'],
  refusal: ({ taHosts }, { taHost }) => when(!taHosts.includes(taHost), 'taHostDown'),
  apply: ({ taHosts }, { taHost }) => ({ taHosts: taHosts.filter((name) => name !== taHost) }),
});

export const startTaHost: RuleFor<'startTaHost'> = rule({
  claim: 'With a Trust Authority host back hosts are attested again.',
  sources: ['trusted-released'],
  by: 'operator',
  spends: 0,
  groups: ['taHosts'],
  events: () => taHostNames.map((taHost) => ({ type: 'startTaHost' as const, taHost })),
  reads: () => [],
  writes: () => ['taHosts'],
  refusal: ({ taHosts }, { taHost }) => when(taHosts.includes(taHost), 'taHostUp'),
  apply: ({ taHosts }, { taHost }) => ({
    taHosts: taHostNames.filter((name) => name === taHost || taHosts.includes(name)),
  }),
});

export const taVcenterStops: RuleFor<'taVcenterStops'> = rule({
  claim: 'Without its vCenter the Trust Authority goes on; only what it trusts cannot be changed.',
  sources: ['trust-authority-apart', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['taVcenter'],
  events: () => [{ type: 'taVcenterStops' }],
  reads: () => [],
  writes: () => ['authority'],
  refusal: ({ authority }) => when(authority.vcenter === 'stopped', 'taVcenterNotRunning'),
  apply: ({ authority }) => ({ authority: { ...authority, vcenter: 'stopped' } }),
});

export const startTaVcenter: RuleFor<'startTaVcenter'> = rule({
  claim: 'The Trust Authority has a vCenter of its own.',
  sources: ['trust-authority-apart'],
  by: 'operator',
  spends: 0,
  groups: ['taVcenter'],
  events: () => [{ type: 'startTaVcenter' }],
  reads: () => [],
  writes: () => ['authority'],
  refusal: ({ authority }) => when(authority.vcenter === 'running', 'taVcenterRunning'),
  apply: ({ authority }) => ({ authority: { ...authority, vcenter: 'running' } }),
});

const releases = [1, 2] as const;

export const importBaseImage: RuleFor<'importBaseImage'> = rule({
  claim: 'Every release of ESXi must be imported as a base image before hosts run it.',
  sources: ['base-image-first'],
  by: 'operator',
  spends: 0,
  groups: ['images'],
  events: () => releases.map((release) => ({ type: 'importBaseImage' as const, release })),
  reads: () => [],
  writes: () => ['authority'],
  refusal: ({ authority }, { release }) =>
    when(authority.vcenter === 'stopped', 'taVcenterNotRunning') ??
    when(authority.images.includes(release), 'imageImported'),
  apply: ({ authority }, { release }) => ({
    authority: {
      ...authority,
      images: releases.filter((image) => image === release || authority.images.includes(image)),
    },
  }),
});

export const removeBaseImage: RuleFor<'removeBaseImage'> = rule({
  claim: 'Hosts of a release whose image was removed are not attested again.',
  sources: ['base-image-first', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['images'],
  events: () => releases.map((release) => ({ type: 'removeBaseImage' as const, release })),
  reads: () => [],
  writes: () => ['authority'],
  refusal: ({ authority }, { release }) =>
    when(authority.vcenter === 'stopped', 'taVcenterNotRunning') ??
    when(!authority.images.includes(release), 'imageNotImported'),
  apply: ({ authority }, { release }) => ({
    authority: { ...authority, images: authority.images.filter((image) => image !== release) },
  }),
});

export const trustTpm: RuleFor<'trustTpm'> = rule({
  claim: 'A new TPM must be trusted by the Trust Authority before its host is attested.',
  sources: ['trusted-attested'],
  by: 'operator',
  spends: 0,
  groups: ['tpm'],
  events: () => onHosts('trustTpm'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['authority'],
  refusal: (state, { host }) =>
    when(state.authority.vcenter === 'stopped', 'taVcenterNotRunning') ??
    when(state[`host/${host}`].power === 'off', 'hostNotOn') ??
    when(state.authority.tpms.includes(host), 'tpmTrusted'),
  apply: ({ authority }, { host }) => ({
    authority: { ...authority, tpms: [...authority.tpms, host].toSorted() },
  }),
});

export const kmsStops: RuleFor<'kmsStops'> = rule({
  claim: 'While the KMS is down the Key Provider Service releases no key.',
  sources: ['primary-key-wraps', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['kms'],
  events: () => [{ type: 'kmsStops' }],
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }) => when(!kms.up, 'kmsDown'),
  apply: ({ kms }) => ({ kms: { ...kms, up: false } }),
});

export const startKms: RuleFor<'startKms'> = rule({
  claim: 'With the KMS back keys are released again.',
  sources: ['primary-key-wraps'],
  by: 'operator',
  spends: 0,
  groups: ['kms'],
  events: () => [{ type: 'startKms' }],
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }) => when(kms.up, 'kmsUp'),
  apply: ({ kms }) => ({ kms: { ...kms, up: true } }),
});

export const changePrimaryKey: RuleFor<'changePrimaryKey'> = rule({
  claim: 'A new primary key wraps what comes later; earlier ciphertext still needs the old one.',
  sources: ['primary-key-wraps'],
  by: 'operator',
  spends: 0,
  groups: ['primaryKey'],
  events: () => [{ type: 'changePrimaryKey' }],
  reads: () => ['authority'],
  writes: () => ['kms'],
  refusal: ({ authority, kms }) =>
    when(authority.vcenter === 'stopped', 'taVcenterNotRunning') ??
    when(!kms.up, 'kmsDown') ??
    when(kms.present === 2, 'keyLimit'),
  apply: ({ kms }) => ({ kms: { ...kms, present: 2, there: [...kms.there, 2] } }),
});

export const primaryKeyIsDestroyed: RuleFor<'primaryKeyIsDestroyed'> = rule({
  claim: 'With its primary key every key that it wraps is lost.',
  sources: ['primary-key-wraps', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['primaryKey'],
  events: () => releases.map((key) => ({ type: 'primaryKeyIsDestroyed' as const, key })),
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }, { key }) => when(!kms.there.includes(key), 'primaryKeyMissing'),
  apply: ({ kms }, { key }) => ({ kms: { ...kms, there: kms.there.filter((there) => there !== key) } }),
});
