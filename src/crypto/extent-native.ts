/**
 * The optional way with native code: one call an extent into the OpenSSL that Node itself carries. It is there only
 * after `npm run build:native`, and never needed.
 */
import { createRequire } from 'node:module';
import { assertExtent, plainWay } from './extent.ts';
import type { ExtentCipher, ExtentWay } from './extent.ts';
import { exposeKeyBytes } from './key.ts';
import { assertSectors } from './sizes.ts';

/** A cipher context of OpenSSL, freed with its owner. */
type NativeCipher = { readonly nativeCipher: never };

/** What `native/xts.c` exports. */
type Addon = {
  readonly create: (key: Uint8Array, isEncrypting: boolean) => NativeCipher;
  readonly run: (
    cipher: NativeCipher,
    firstSector: number,
    sectorBytes: number,
    data: Uint8Array,
    out: Uint8Array,
  ) => void;
};

/** The native way, or nothing where it was not built or does not load. */
export function nativeWay(): ExtentWay | undefined {
  const addon = loadAddon();
  if (addon === undefined) return undefined;
  return {
    name: 'native',
    bufferFor: plainWay.bufferFor,
    cipherFor: (key, sectorBytes) => {
      assertSectors(key, 0, sectorBytes, 0);
      const into = (isEncrypting: boolean): ExtentCipher['encrypt'] => {
        const cipher = addon.create(exposeKeyBytes(key), isEncrypting);
        return (firstSector, data, out) => {
          assertExtent(key, firstSector, sectorBytes, data, out);
          addon.run(cipher, firstSector, sectorBytes, data, out);
        };
      };
      return { encrypt: into(true), decrypt: into(false) };
    },
  };
}

function loadAddon(): Addon | undefined {
  try {
    // Node loads an addon by `require` only, and knows nothing of its type.
    return createRequire(import.meta.url)('./native/xts.node') as Addon;
  } catch {
    // Not built here, or built for another machine: both mean that this way is not to be had.
    return undefined;
  }
}
