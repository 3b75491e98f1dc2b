/** How many losses of places it takes until no .p12 of a key provider is left that can be opened. */
import { named, type Site } from '../site.ts';

/**
 * @param provider its name
 * @param lossesMax more are not looked for
 * @returns 0 when none is kept outside the cluster; `lossesMax` + 1 when so many losses are not enough
 */
export function lossesUntilNoP12(site: Site, provider: string, lossesMax: number): number {
  const outside = (place: string): boolean => {
    const { datastore, gone } = named(site.places, place);
    return datastore === null && !gone;
  };
  const files = site.p12s
    .filter((p12) => p12.provider === provider)
    .map(({ at, passwordAt }) => (passwordAt === null ? [at] : [at, passwordAt]))
    .filter((places) => places.every(outside));
  return lossesUntilNone(files, lossesMax);
}

/** The fewest places to lose so that every file has lost one of its places. */
function lossesUntilNone(files: readonly (readonly string[])[], lossesMax: number): number {
  const [first] = files;
  if (first === undefined) return 0;
  if (lossesMax === 0) return 1;
  const rest = first.map((place) =>
    lossesUntilNone(
      files.filter((places) => !places.includes(place)),
      lossesMax - 1,
    ),
  );
  return 1 + Math.min(...rest);
}
