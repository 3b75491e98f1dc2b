/** The trusted cluster: its vCenter, its hosts, their attestation and their keys. */
import { when } from '../rule-of.ts';
import { hostNames } from './names.ts';
import {
  booted,
  hostSlices,
  onHosts,
  passRefusal,
  releaseRefusal,
  rule,
  type RuleFor,
  withHostsDown,
  withMachinesOff,
} from './state.ts';

export const vcenterStops: RuleFor<'vcenterStops'> = rule({
  claim: 'vCenter is not on the way of the keys: without it hosts still get them.',
  sources: ['trusted-released', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['vcenter'],
  events: () => [{ type: 'vcenterStops' }],
  reads: () => [],
  writes: () => ['vcenter'],
  refusal: ({ vcenter }) => when(vcenter.state === 'stopped', 'vcenterNotRunning'),
  apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'stopped' } }),
});

export const startVcenter: RuleFor<'startVcenter'> = rule({
  claim: 'With vCenter back machines can be rekeyed again.',
  sources: ['trusted-released'],
  by: 'operator',
  spends: 0,
  groups: ['vcenter'],
  events: () => [{ type: 'startVcenter' }],
  reads: () => [],
  writes: () => ['vcenter'],
  refusal: ({ vcenter }) => when(vcenter.state === 'running', 'vcenterRunning'),
  apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'running' } }),
});

export const joinLinkedMode: RuleFor<'joinLinkedMode'> = rule({
  claim: 'The trusted vCenter may be linked with another, never with that of the Trust Authority.',
  sources: ['trust-authority-apart'],
  by: 'operator',
  spends: 0,
  groups: ['vcenter'],
  events: () => [
    { type: 'joinLinkedMode', vcenter: 'trustAuthority' },
    { type: 'joinLinkedMode', vcenter: 'other' },
  ],
  reads: () => [],
  writes: () => ['vcenter'],
  refusal: ({ vcenter }, event) =>
    when(vcenter.state === 'stopped', 'vcenterNotRunning') ??
    when(vcenter.linkedWith !== 'none', 'alreadyLinked') ??
    when(event.vcenter === 'trustAuthority', 'trustAuthorityStaysApart'),
  apply: ({ vcenter }, event) => ({
    vcenter: { ...vcenter, linkedWith: event.vcenter === 'other' ? 'other' : vcenter.linkedWith },
  }),
});

export const hostCrashes: RuleFor<'hostCrashes'> = rule({
  claim: 'A reboot clears the keys of a host and its attestation.',
  sources: ['trusted-cache-only', 'bound-faults'],
  by: 'fault',
  spends: 1,
  events: () => onHosts('hostCrashes'),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`, 'db', 'web'],
  refusal: (state, { host }) => when(state[`host/${host}`].power === 'off', 'hostNotOn'),
  apply: (state, { host }) => withHostsDown(state, [host]),
});

export const sitePowerFails: RuleFor<'sitePowerFails'> = rule({
  claim: 'The Trust Authority is elsewhere and goes on.',
  sources: ['trusted-cache-only', 'trust-authority-apart', 'bound-faults'],
  by: 'fault',
  spends: 1,
  events: () => [{ type: 'sitePowerFails' }],
  reads: () => [],
  writes: () => [...hostSlices, 'db', 'web'],
  refusal: (state) =>
    when(
      hostSlices.every((slice) => state[slice].power === 'off'),
      'siteDark',
    ),
  apply: (state) => withHostsDown(state, hostNames),
});

export const bootHost: RuleFor<'bootHost'> = rule({
  claim: 'A host boots unattested and without keys, and asks for both.',
  sources: ['trusted-cache-only'],
  by: 'operator',
  spends: 0,
  events: () => onHosts('bootHost'),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => when(state[`host/${host}`].power === 'on', 'hostOn'),
  apply: (state, { host }) => ({ [`host/${host}`]: booted(state[`host/${host}`].release) }),
});

export const patchHost: RuleFor<'patchHost'> = rule({
  claim: 'A host that was patched before the image was imported boots, and is not attested.',
  sources: ['base-image-first', 'trusted-cache-only', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['patch'],
  events: () => onHosts('patchHost'),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`, 'db', 'web'],
  refusal: (state, { host }) => {
    const { power, release } = state[`host/${host}`];
    return when(power === 'off', 'hostNotOn') ?? when(release === 2, 'hostPatched');
  },
  apply: (state, { host }) => ({ [`host/${host}`]: booted(2), ...withMachinesOff(state, [host]) }),
});

export const rollBackHost: RuleFor<'rollBackHost'> = rule({
  claim: 'A host of the earlier release is attested by the earlier image.',
  sources: ['base-image-first', 'trusted-cache-only', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['patch'],
  events: () => onHosts('rollBackHost'),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`, 'db', 'web'],
  refusal: (state, { host }) => {
    const { power, release } = state[`host/${host}`];
    return when(power === 'off', 'hostNotOn') ?? when(release === 1, 'hostNotPatched');
  },
  apply: (state, { host }) => ({ [`host/${host}`]: booted(1), ...withMachinesOff(state, [host]) }),
});

export const boardIsSwapped: RuleFor<'boardIsSwapped'> = rule({
  claim: 'The TPM of a new board is not trusted yet.',
  sources: ['trusted-attested', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['tpm'],
  events: () => onHosts('boardIsSwapped'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['authority'],
  refusal: (state, { host }) => when(state[`host/${host}`].power === 'on', 'hostOn'),
  apply: ({ authority }, { host }) => ({
    authority: { ...authority, tpms: authority.tpms.filter((name) => name !== host) },
  }),
});

export const hostIsAttested: RuleFor<'hostIsAttested'> = rule({
  claim: 'A host is attested when its image is imported and its TPM is trusted.',
  sources: ['trusted-attested', 'base-image-first'],
  by: 'system',
  spends: 0,
  events: () => onHosts('hostIsAttested'),
  reads: () => ['taHosts', 'authority'],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { power, attested } = state[`host/${host}`];
    return (
      when(power === 'off', 'hostNotOn') ??
      when(attested, 'hostAttested') ??
      when(state.taHosts.length === 0, 'noTrustAuthorityHost') ??
      passRefusal(state, host)
    );
  },
  apply: (state, { host }) => ({ [`host/${host}`]: { ...state[`host/${host}`], attested: true } }),
});

export const attestationLapses: RuleFor<'attestationLapses'> = rule({
  claim: 'An attestation that would not be given again lapses; running machines go on.',
  sources: ['trusted-attested', 'unattested-starts-nothing', 'attestation-lapses'],
  by: 'system',
  spends: 0,
  events: () => onHosts('attestationLapses'),
  reads: () => ['taHosts', 'authority'],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { power, attested } = state[`host/${host}`];
    return (
      when(power === 'off', 'hostNotOn') ??
      when(!attested, 'hostNotAttested') ??
      when(state.taHosts.length > 0 && passRefusal(state, host) === undefined, 'attestationGood')
    );
  },
  apply: (state, { host }) => ({ [`host/${host}`]: { ...state[`host/${host}`], attested: false } }),
});

export const hostGetsKey: RuleFor<'hostGetsKey'> = rule({
  claim: 'An attested host is given the key by the Key Provider Service, without any vCenter.',
  sources: ['trusted-released', 'primary-key-wraps'],
  by: 'system',
  spends: 0,
  events: () => onHosts('hostGetsKey'),
  reads: () => ['taHosts', 'kms', 'db'],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { power, attested, cache } = state[`host/${host}`];
    return (
      when(power === 'off', 'hostNotOn') ??
      when(!attested, 'hostNotAttested') ??
      when(cache.includes(state.db.kek), 'keyCached') ??
      releaseRefusal(state, state.db.wrappedBy)
    );
  },
  apply: (state, { host }) => {
    const present = state[`host/${host}`];
    return { [`host/${host}`]: { ...present, cache: [...present.cache, state.db.kek] } };
  },
});
