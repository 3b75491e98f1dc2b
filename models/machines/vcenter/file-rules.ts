/** The .p12 of a provider: exported, downloaded, tried, imported, lost. */
import { when } from '../rule-of.ts';
import {
  onNative,
  slot,
  absence,
  changed,
  readsVcenter,
  readsP12,
  numberOf,
  withSaved,
} from './provider-words.ts';
import { nativeNames, rule, type RuleFor, set, slice } from './state.ts';
import { runningRefusal } from './words.ts';

export const exportProvider: RuleFor<'exportProvider'> = rule({
  claim: 'An export opens a link, for those who logged in by FQDN; only the download is a backup.',
  sources: ['export-is-no-backup', 'ip-login-refused'],
  by: 'operator',
  spends: 0,
  groups: ['export'],
  events: (variant) =>
    onNative(variant, 'exportProvider').flatMap((event) => [
      { ...event, login: 'fqdn' as const },
      { ...event, login: 'ip' as const },
    ]),
  reads: readsVcenter,
  writes: (event) => [slot(event)],
  refusal: (state, event) => absence(state, event) ?? when(event.login === 'ip', 'ipLogin'),
  apply: (state, event) => changed(state, event, { link: true }),
});

export const linkExpires: RuleFor<'linkExpires'> = rule({
  claim: 'The link of an export expires by itself.',
  sources: ['link-expires'],
  by: 'system',
  spends: 0,
  groups: ['export'],
  events: (variant) => onNative(variant, 'linkExpires'),
  reads: () => [],
  writes: (event) => [slot(event)],
  refusal: (state, event) => when(slice(state, slot(event))?.link !== true, 'notExported'),
  apply: (state, event) => changed(state, event, { link: false }),
});

export const downloadBackup: RuleFor<'downloadBackup'> = rule({
  claim: 'The .p12 that was downloaded is the backup, with a password or without.',
  sources: ['export-is-no-backup', 'p12-holds-kdk', 'gate-checks-nothing-else'],
  by: 'operator',
  spends: 0,
  groups: ['export'],
  events: (variant) =>
    onNative(variant, 'downloadBackup').flatMap((event) =>
      [true, false].map((password) => ({ ...event, password })),
    ),
  reads: readsVcenter,
  writes: (event) => [slot(event), `p12/${event.provider}`, 'made'],
  refusal: (state, event) =>
    absence(state, event) ?? when(slice(state, slot(event))?.link !== true, 'notExported'),
  apply: (state, event) => {
    const present = slice(state, slot(event));
    if (present === null) return {};
    const { key, id, tpm } = present;
    return {
      ...changed(state, event, { link: false, backedUp: true, acknowledged: false }),
      ...set(`p12/${event.provider}`, { key, id, tpm, password: event.password ? 'known' : 'none' }),
      ...withSaved(state, event.provider, numberOf(key)),
    };
  },
});

export const verifyP12: RuleFor<'verifyP12'> = rule({
  claim: 'A dry run of the import shows whether a .p12 opens, and which key it holds.',
  sources: ['dry-run-verifies', 'key-id-update'],
  by: 'operator',
  spends: 0,
  groups: ['import'],
  events: (variant) => onNative(variant, 'verifyP12'),
  reads: (event) => [...readsP12(event), slot(event)],
  writes: () => [],
  refusal: (state, event) => {
    const file = slice(state, `p12/${event.provider}`);
    const present = slice(state, slot(event));
    return (
      runningRefusal(state, event.vcenter) ??
      when(file === null, 'p12Missing') ??
      when(file?.password === 'forgotten', 'passwordForgotten') ??
      when(present !== null && (present.key !== file?.key || present.id !== file?.id), 'keyIdDiffers')
    );
  },
  apply: () => ({}),
});

export const importProvider: RuleFor<'importProvider'> = rule({
  claim:
    'An import brings a provider back with name, key and key id; its TPM requirement may be set otherwise.',
  sources: [
    'import-restores-name-and-key',
    'import-counts-as-backup',
    'constraint-override',
    'new-vcenter-import',
  ],
  by: 'operator',
  spends: 0,
  groups: ['import'],
  events: (variant) =>
    onNative(variant, 'importProvider').flatMap((event) => [
      { ...event, constraint: 'asExported' as const },
      { ...event, constraint: 'notRequired' as const },
    ]),
  reads: readsP12,
  writes: (event) => [slot(event), 'made'],
  refusal: (state, event) => {
    const file = slice(state, `p12/${event.provider}`);
    return (
      runningRefusal(state, event.vcenter) ??
      when(slice(state, slot(event)) !== null, 'providerExists') ??
      when(file === null, 'p12Missing') ??
      when(file?.password === 'forgotten', 'passwordForgotten')
    );
  },
  apply: (state, event, { switches }) => {
    const file = slice(state, `p12/${event.provider}`);
    if (file === null) return {};
    return {
      ...set(slot(event), {
        key: file.key,
        id: file.id,
        tpm: event.constraint === 'asExported' && file.tpm,
        backedUp: switches.importCountsAsBackup,
        link: false,
        acknowledged: false,
      }),
      ...withSaved(state, event.provider, numberOf(file.key)),
    };
  },
});

export const passwordIsForgotten: RuleFor<'passwordIsForgotten'> = rule({
  claim: 'A .p12 whose password is forgotten is no backup.',
  sources: ['p12-holds-kdk', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['files'],
  events: (variant) =>
    nativeNames(variant).map((provider) => ({ type: 'passwordIsForgotten' as const, provider })),
  reads: () => [],
  writes: ({ provider }) => [`p12/${provider}`],
  refusal: (state, { provider }) => {
    const file = slice(state, `p12/${provider}`);
    return when(file === null, 'p12Missing') ?? when(file?.password !== 'known', 'noPassword');
  },
  apply: (state, { provider }) => {
    const file = slice(state, `p12/${provider}`);
    return set(`p12/${provider}`, file === null ? null : { ...file, password: 'forgotten' });
  },
});

export const p12IsLost: RuleFor<'p12IsLost'> = rule({
  claim: 'Nobody checks that a .p12 is still there.',
  sources: ['gate-checks-nothing-else', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['files'],
  events: (variant) => nativeNames(variant).map((provider) => ({ type: 'p12IsLost' as const, provider })),
  reads: () => [],
  writes: ({ provider }) => [`p12/${provider}`],
  refusal: (state, { provider }) => when(slice(state, `p12/${provider}`) === null, 'p12Missing'),
  apply: (_, { provider }) => set(`p12/${provider}`, null),
});
