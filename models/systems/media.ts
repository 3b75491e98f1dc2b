/** What a thief reads from the wire and from media, which the promise of secrecy does not name. */
import { loot } from '../machines/loot/loot.ts';
import type { Variant } from '../machines/loot/state.ts';
import { type DatastoreSite, named, type Site, vsanOf } from '../site.ts';
import { type Asked, type Described, nothingAsked, type Question, questionOn, stays } from './question.ts';

export function askedOfMedia({ site, said }: Described): Asked {
  const vsan = vsanOf(site);
  const own = said.datastores[site.datastores.findIndex(({ kind }) => kind === 'vsan')];
  if (vsan === undefined || own?.architecture === undefined) return nothingAsked;
  const { architecture, encryptionInTransit } = own;
  const transit = architecture === 'esa' ? vsan.encryptedBy !== null : encryptionInTransit;
  if (transit === undefined) return nothingAsked;
  return { ...nothingAsked, questions: [wire(site, vsan, { architecture, transit })] };
}

function wire(site: Site, vsan: DatastoreSite, own: Pick<Variant, 'architecture' | 'transit'>): Question {
  const on = site.machines
    .filter(({ datastore }) => datastore === vsan.name)
    .map(({ encryption }) => encryption);
  const kind = vsan.encryptedBy === null ? 'native' : named(site.providers, vsan.encryptedBy).kind;
  const variant: Variant = {
    ...own,
    tpm: site.hosts.every(({ tpm }) => tpm === '2.0'),
    binding: site.hosts.every(({ encryptionMode }) => encryptionMode === 'tpm') ? 'tpm' : 'file',
    secureBoot: false,
    dare: vsan.encryptedBy !== null,
    vsanProvider: kind === 'native' ? 'native' : 'standard',
    hostLogin: 'holds',
    artefacts: ['wireCapture'],
    asks: [],
  };
  return questionOn(loot, {
    title: `the network of ${vsan.name}`,
    cases: [{ variant }],
    faultsMax: 1,
    aims: [
      ...(on.includes('none') ? [stays('plainSecret')] : []),
      ...(on.includes('vtpm') ? [stays('vtpmDiskSecret')] : []),
      ...(on.includes('full') ? [stays('full1Secret')] : []),
    ],
  });
}
