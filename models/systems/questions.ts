/** From a site and what its file says besides to everything that its systems are asked. */
import { askedOfCopies } from './copies.ts';
import { kindsOf } from './host-kinds.ts';
import { askedOfConfiguration } from './secure-configuration.ts';
import { askedOfEncryptionMode } from './encryption-mode.ts';
import { askedOfEncrypted } from './encrypted-machines.ts';
import { askedOfGuests } from './guests.ts';
import { askedOfKeyServers } from './key-servers.ts';
import { askedOfMedia } from './media.ts';
import { type Asked, type Described, together } from './question.ts';
import { askedOfVcenter } from './vcenter.ts';
import { askedOfVsan } from './vsan.ts';

/** In the order in which they are reported. */
export function questionsOf(described: Described): Asked {
  return together([
    askedOfVcenter(described),
    askedOfKeyServers(described),
    ...kindsOf(described).flatMap((kind) => [
      askedOfConfiguration(described, kind),
      askedOfEncryptionMode(described, kind),
    ]),
    askedOfVsan(described),
    askedOfGuests(described),
    askedOfEncrypted(described),
    askedOfCopies(described),
    askedOfMedia(described),
  ]);
}
