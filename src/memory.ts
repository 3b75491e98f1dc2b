/** How much memory a search may take when nobody says so. */
import { totalmem } from 'node:os';

/** Half of what this machine has, or the container that it runs in. */
export function memoryMaxDefaultBytes(): number {
  const constrained = process.constrainedMemory();
  const usable = constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
  return Math.floor(usable / 2);
}
