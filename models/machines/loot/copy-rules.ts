/** The copies that a site makes of keys and data, each as of the time at which it is made. */
import { type Contents, type Copy, copies } from './artefacts.ts';
import type { Event, Practice, PracticeType } from './events.ts';
import { copyOf, isSame, type LootPart, type LootSetting, type RuleOf, type State, when } from './state.ts';
import { closed } from './thief-rules.ts';

/** The events of a practice, in the variants that have it. */
export function asked<Each extends Event>(
  { variant }: LootSetting,
  type: PracticeType,
  events: readonly Each[],
): readonly Each[] {
  return variant.asks.includes(type) ? events : [];
}

/** A part that puts a new copy in place of the one before. */
function renews<Each extends Copy>(copy: Each, made: (state: State) => Contents[Each]): readonly LootPart[] {
  return [
    {
      reads: ['keys', `copy/${copy}`],
      writes: [`copy/${copy}`],
      refusal: (state) => when(isSame(copyOf(state, copy), made(state)), 'copyIsSo'),
      apply: (state) => ({ [`copy/${copy}`]: made(state) }),
    },
  ];
}

export const exportProvider: RuleOf<'exportProvider'> = {
  claim: 'An export opens a link, with a password or without.',
  sources: ['p12-holds-kdk', 'loot-export-link'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'exportProvider',
      (['none', 'beside', 'apart'] as const).map((password) => ({
        type: 'exportProvider' as const,
        password,
      })),
    ),
  parts: (_, { password }) => [
    {
      reads: ['keys', 'link'],
      writes: ['link'],
      refusal: ({ link }) => when(link.state === 'open', 'linkOpen'),
      apply: ({ keys }) => ({ link: { state: 'open', kdk: keys.kdk, password } }),
    },
  ],
};

export const downloadBackup: RuleOf<'downloadBackup'> = {
  claim: 'The download writes the .p12 and uses up the link.',
  sources: ['p12-holds-kdk', 'loot-export-link'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'downloadBackup', [{ type: 'downloadBackup' }]),
  parts: () => [
    {
      reads: ['link', 'loot/exportLink', 'copy/p12'],
      writes: ['link', 'loot/exportLink', 'copy/p12'],
      refusal: ({ link }) => when(link.state !== 'open', 'linkNotOpen'),
      apply: ({ link }) =>
        link.state === 'open' ? { ...closed, 'copy/p12': { kdk: link.kdk, password: link.password } } : {},
    },
  ],
};

export const backUpVcenter: RuleOf<'backUpVcenter'> = {
  claim: 'A file-based vCenter backup holds the KDK, under the password of its job.',
  sources: ['backup-holds-kdk', 'plain-backup-yields-kdk'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'backUpVcenter',
      (['none', 'weak', 'strong'] as const).map((password) => ({
        type: 'backUpVcenter' as const,
        password,
      })),
    ),
  parts: (_, { password }) => renews('vcsaBackup', ({ keys }) => ({ kdk: keys.kdk, password })),
};

export const imageVcenter: RuleOf<'imageVcenter'> = {
  claim: 'An image of the vCenter appliance holds the KDK and is not encrypted.',
  sources: ['loot-image-backup'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'imageVcenter', [{ type: 'imageVcenter' }]),
  parts: () => renews('vcsaImage', ({ keys }) => ({ kdk: keys.kdk })),
};

export const importElsewhere: RuleOf<'importElsewhere'> = {
  claim: 'A .p12 that is imported at another vCenter puts the same KDK there.',
  sources: ['loot-same-provider', 'import-restores-name-and-key'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'importElsewhere', [{ type: 'importElsewhere' }]),
  parts: () => [
    {
      reads: ['copy/p12', 'copy/otherVcenter'],
      writes: ['copy/otherVcenter'],
      refusal: ({ 'copy/p12': p12, 'copy/otherVcenter': other }) =>
        when(p12 === null, 'p12Missing') ?? when(other?.kdk === p12?.kdk, 'copyIsSo'),
      apply: ({ 'copy/p12': p12 }) => (p12 === null ? {} : { 'copy/otherVcenter': { kdk: p12.kdk } }),
    },
  ],
};

export const replicate: RuleOf<'replicate'> = {
  claim: 'A replica is the files as they are, with the data keys wrapped in them.',
  sources: ['dek-travels', 'loot-old-copies'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'replicate', [{ type: 'replicate' }]),
  parts: () => renews('replica', ({ keys }) => keys),
};

export const backUpMachines: RuleOf<'backUpMachines'> = {
  claim: 'A VADP backup reads disks in clear; only the backup product can encrypt its media.',
  sources: ['loot-media'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'backUpMachines',
      (['clear', 'encrypted'] as const).map((protection) => ({
        type: 'backUpMachines' as const,
        protection,
      })),
    ),
  parts: (_, { protection }) => renews('vadpMedia', ({ keys }) => ({ dek: keys.dek, protection })),
};

export const collectBundle: RuleOf<'collectBundle'> = {
  claim: 'The dumps in a support bundle are encrypted with the host key, or with a password for the bundle.',
  sources: ['loot-dumps'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'collectBundle',
      (['hostKey', 'weak', 'strong'] as const).map((protection) => ({
        type: 'collectBundle' as const,
        protection,
      })),
    ),
  parts: (_, { protection }) => renews('supportBundle', ({ keys }) => ({ kdk: keys.kdk, protection })),
};

export const vcenterDumps: RuleOf<'vcenterDumps'> = {
  claim: 'A core dump of vCenter Server is not encrypted.',
  sources: ['loot-vcenter-dump'],
  by: 'system',
  spends: 0,
  candidates: (setting) => asked(setting, 'vcenterDumps', [{ type: 'vcenterDumps' }]),
  parts: () => renews('vcenterDump', ({ keys }) => ({ kdk: keys.kdk })),
};

export const destroyCopy: RuleOf<'destroyCopy'> = {
  claim: 'A site can destroy its own copies, not those that a thief has.',
  sources: ['loot-old-copies'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'destroyCopy',
      copies
        .filter((copy) => setting.variant.artefacts.includes(copy))
        .map((artefact): Extract<Practice, { type: 'destroyCopy' }> => ({ type: 'destroyCopy', artefact })),
    ),
  parts: (_, { artefact }) => [
    {
      reads: [`copy/${artefact}`],
      writes: [`copy/${artefact}`],
      refusal: (state) => when(copyOf(state, artefact) === null, 'notThere'),
      apply: () => ({ [`copy/${artefact}`]: null }),
    },
  ],
};
