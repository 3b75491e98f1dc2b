/** What the thief does, and time. */
import { presentOf, presentReads } from './present.ts';
import { isSame, type LootSetting, lootOf, type RuleOf, type State, when, withOne } from './state.ts';

export const thiefTakes: RuleOf<'thiefTakes'> = {
  claim: 'A thief takes what is there as it is then; nothing that the site does later changes it.',
  sources: ['loot-old-copies', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ variant }) =>
    variant.artefacts.map((artefact) => ({ type: 'thiefTakes' as const, artefact })),
  parts: (_, { artefact }) => [
    {
      reads: [`loot/${artefact}`, ...presentReads(artefact)],
      writes: [`loot/${artefact}`],
      refusal: (state) => {
        const present = presentOf(state, artefact);
        return (
          when(present === undefined, 'notThere') ??
          when(
            lootOf(state, artefact).some((one) => isSame(one, present)),
            'alreadyTaken',
          )
        );
      },
      apply: (state) => {
        const present = presentOf(state, artefact);
        const taken = lootOf(state, artefact);
        // Without its guards the rule takes the same thing twice, or nothing; neither is new.
        if (present === undefined || taken.some((one) => isSame(one, present))) return {};
        return { [`loot/${artefact}`]: withOne(taken, present) };
      },
    },
  ],
};

function withLinks<Each>({ variant }: LootSetting, event: Each): readonly Each[] {
  return variant.artefacts.includes('exportLink') ? [event] : [];
}

export const thiefDownloads: RuleOf<'thiefDownloads'> = {
  claim: 'Whoever has address and token downloads the .p12, once.',
  sources: ['loot-export-link'],
  by: 'system',
  spends: 0,
  candidates: (setting) => withLinks(setting, { type: 'thiefDownloads' as const }),
  parts: () => [
    {
      reads: ['link', 'loot/exportLink', 'loot/p12'],
      writes: ['link', 'loot/exportLink', 'loot/p12'],
      refusal: ({ link, 'loot/exportLink': links }) =>
        when(link.state !== 'open', 'linkNotOpen') ?? when(links.length === 0, 'linkNotTaken'),
      apply: ({ link, 'loot/p12': taken }) => {
        if (link.state !== 'open') return {};
        // The text file with the password is not part of the download.
        const password = link.password === 'none' ? ('none' as const) : ('apart' as const);
        const file = { kdk: link.kdk, password };
        const has = taken.some((one) => isSame(one, file));
        return { ...closed, 'loot/p12': has ? taken : withOne(taken, file) };
      },
    },
  ],
};

/** The link is of no use any more, neither to the site nor to the thief. */
export const closed: Pick<State, 'link' | 'loot/exportLink'> = {
  link: { state: 'closed' },
  'loot/exportLink': [],
};

export const linkExpires: RuleOf<'linkExpires'> = {
  claim: 'An export link is good for a limited time.',
  sources: ['loot-export-link'],
  by: 'system',
  spends: 0,
  candidates: ({ variant }) =>
    variant.asks.includes('exportProvider') ? [{ type: 'linkExpires' as const }] : [],
  parts: () => [
    {
      reads: ['link', 'loot/exportLink'],
      writes: ['link', 'loot/exportLink'],
      refusal: ({ link }) => when(link.state !== 'open', 'linkNotOpen'),
      apply: () => closed,
    },
  ],
};
