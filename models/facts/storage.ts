/** What is known about how vSAN deduplicates and compresses: the parameters of what is measured. */

export const storageFacts = {
  'osa-dedup-at-destage': [
    'The original architecture deduplicates per disk group, when data goes from the cache to the capacity tier, before it compresses.',
    'docsVsanDedup',
    'official',
  ],
  'osa-blocks': [
    'Blocks of 4 KiB are compared by SHA-1, and the LZ4 copy is kept only when it fits 2 KiB.',
    'blogDedup',
    'practitioner',
  ],
  'osa-dedup-metadata': [
    'In the original architecture the metadata of deduplication and compression takes about 5 % of the raw capacity.',
    'docsDedupDesign',
    'official',
  ],
  'osa-kept-copy': [
    'A compressed copy that is kept takes the whole 2 KiB, however much smaller it is: the most that it can take.',
    'blogDedup',
    'inferred',
  ],
  'esa-compression': [
    'The Express Storage Architecture compresses each 4 KiB block by itself in steps of 512 bytes, before network and encryption.',
    'apiVsan',
    'recalled',
  ],
} as const;
