/** The order in which a written block meets encryption, deduplication and compression, as data. */

/** One thing that happens to a block on its way from the guest to the media. */
export type Layer = 'vmEncryption' | 'dedup' | 'compression' | 'vsanEncryption';

/** The four ways in which a cluster can store the same machines. */
export type LayersName = 'plain' | 'vsan' | 'vm' | 'both';

/** In the order in which reports show them. */
export const layersNames: readonly LayersName[] = ['plain', 'vsan', 'vm', 'both'];

/**
 * From the guest downwards. VM encryption happens in the host's I/O filter, so before vSAN sees the block; vSAN
 * encrypts after deduplication and compression (VMware KB 2148947 and the vSAN encryption guide: official).
 */
export const stackOf: Readonly<Record<LayersName, readonly Layer[]>> = {
  plain: ['dedup', 'compression'],
  vsan: ['dedup', 'compression', 'vsanEncryption'],
  vm: ['vmEncryption', 'dedup', 'compression'],
  both: ['vmEncryption', 'dedup', 'compression', 'vsanEncryption'],
};

/**
 * Does `first` happen to a block before `second`? A layer that is absent happens neither before nor after.
 */
export function happensBefore(layers: readonly Layer[], first: Layer, second: Layer): boolean {
  const at = layers.indexOf(first);
  return at !== -1 && at < layers.indexOf(second);
}

/**
 * What is wrong with an order of layers, or nothing. Compression before deduplication and layers that occur twice are
 * refused because no storage system that we model stacks them so.
 */
export function layersFault(layers: readonly Layer[]): string | undefined {
  if (new Set(layers).size !== layers.length) return 'a layer occurs twice';
  if (!layers.includes('dedup')) return 'without deduplication there is nothing to count';
  if (happensBefore(layers, 'compression', 'dedup')) return 'compression comes before deduplication';
  if (happensBefore(layers, 'vsanEncryption', 'vmEncryption'))
    return 'vSAN encryption comes before VM encryption, which happens in the host above it';
  if (happensBefore(layers, 'vsanEncryption', 'compression') && layers.includes('compression'))
    return 'vSAN encryption comes before compression';
  return undefined;
}
