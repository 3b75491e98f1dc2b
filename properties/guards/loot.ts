/** What the guards of loot are for. */
import type { Event } from '../../models/machines/loot/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const lootGuards: GuardTable<Event['type']> = {
  breaking: [
    ['sealConfiguration', 'no-tpm', 0, 'no seal without a TPM'],
    ['enforceSecureBoot', 'login-holds', 0, 'what is required is sealed'],
    ['enableTransit', 'wire-esa', 0, 'no encryption in transit by itself'],
  ],
  moving: [
    [
      'thiefDownloads',
      'copies',
      0,
      'a thief downloads without the link: otherwise the link and the file are two thefts',
      2,
    ],
    ['rotateKdk', 'devices', 0, 'more KDKs than the bound of this machine', 0],
    ['deepRekey', 'wire-osa', 0, 'more data keys than the bound of this machine', 0],
  ],
  harmless: [
    ['thiefTakes', 'devices', 1, 'taking the same twice, or nothing, changes nothing'],
    ['linkExpires', 'copies', 1, 'a link that was never open is like one that expired'],
    ['exportProvider', 'copies', 1, 'a link that is open could have expired first'],
    ['downloadBackup', 'copies', 1, 'without a link nothing is downloaded'],
    ['backUpVcenter', 'copies', 1, 'the same backup again is the same'],
    ['imageVcenter', 'copies', 1, 'the same image again is the same'],
    ['importElsewhere', 'rekeys', 1, 'without a .p12 nothing is imported, and the same again is the same'],
    ['replicate', 'copies', 1, 'the same replica again is the same'],
    ['backUpMachines', 'traces', 1, 'the same media again are the same'],
    ['collectBundle', 'traces', 1, 'the same bundle again is the same'],
    ['vcenterDumps', 'traces', 1, 'the same dump again is the same'],
    ['destroyCopy', 'copies', 1, 'what is not there is not there'],
    ['enablePersistence', 'standard-vsan', 1, 'what is on stays on'],
    ['enableDare', 'devices', 1, 'what is on stays on'],
  ],
};
