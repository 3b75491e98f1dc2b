/** The words and numbers of a measurement, the same on the terminal and on the page. */
import type { MeasureLayers, MeasureResult, MeasureRow } from './measure-result.ts';
import { grouped, layerWords } from './words.ts';

const storageWords: Readonly<Record<string, string>> = {
  osa: 'vSAN OSA',
  esa: 'vSAN ESA',
  array: 'an array',
};

export function storageName({ storage: { name } }: MeasureResult): string {
  return storageWords[name] ?? name;
}

export function ratioText(ratio: number): string {
  return `${ratio.toFixed(2)} : 1`;
}

/** A row of which nothing was written has no ratio. */
export function rowRatioText({ logicalBlocks, ratio }: MeasureRow): string {
  return logicalBlocks === 0 ? '-' : ratioText(ratio);
}

export function secondsText(seconds: number): string {
  return seconds.toFixed(2);
}

/** With a binary unit and three digits at the least. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let at = 0;
  for (; value >= 1024 && at < units.length - 1; at += 1) value /= 1024;
  const digits = at === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[at] ?? ''}`;
}

/** Without a fraction where it would say nothing, and with more of it where two digits would be zeroes. */
export function moneyText(amount: number, currency: string | null): string {
  const text =
    amount >= 100 ? grouped(Math.round(amount)) : amount.toFixed(amount >= 1 || amount === 0 ? 2 : 4);
  return `${text} ${currency ?? ''}`.trimEnd();
}

/** What was written or read, in a few words. */
export function dataText({ data, storage: { blockBytes, domains } }: MeasureResult): string {
  const size = bytesText(data.blocks * blockBytes);
  const files = data.files === null ? '' : ` in ${grouped(data.files)} files`;
  switch (data.kind) {
    case 'generated':
      return `${size} of generated disks over ${grouped(domains)} deduplication ${domains === 1 ? 'domain' : 'domains'}`;
    case 'files':
      return `${size}${files} below ${data.path ?? ''}`;
    case 'ext4Image':
      return `${size} as an ext4 image of ${data.path ?? ''}`;
  }
}

function rowFor(result: MeasureResult, layers: MeasureLayers): MeasureRow | undefined {
  return result.rows.find((row) => row.layers === layers);
}

/** The result in one sentence, from its numbers. */
export function measureSentence(result: MeasureResult): string {
  const { estimate } = result;
  if (estimate !== null)
    return `Without encryption, deduplication saves between ${ratioText(estimate.ratio.low)} and ${ratioText(estimate.ratio.high)}, at ${Math.round(estimate.confidence * 100)} % confidence.`;
  const plain = rowFor(result, 'plain');
  const vsan = rowFor(result, 'vsan');
  const vm = rowFor(result, 'vm');
  if (plain === undefined || vsan === undefined || vm === undefined || plain.logicalBlocks === 0)
    return 'Nothing was counted.';
  if (vsan.logicalBlocks !== plain.logicalBlocks || vm.logicalBlocks !== plain.logicalBlocks)
    return 'The orders of layers were not written equally far, and cannot be compared.';
  return `Of a deduplication ratio of ${plain.ratio.toFixed(2)}, vSAN encryption leaves ${vsan.ratio.toFixed(2)} and VM encryption ${vm.ratio.toFixed(2)}.`;
}

/** What VM encryption costs against vSAN encryption on the same data, in words; nothing where a clock was not asked. */
export function costSentences(result: MeasureResult): string[] {
  const [plain, vsan, vm, both] = (['plain', 'vsan', 'vm', 'both'] as const).map(
    (layers) => rowFor(result, layers)?.timing?.cpuSecondsPerGiB,
  );
  if (plain === undefined || vsan === undefined || vm === undefined || both === undefined || plain === 0)
    return [];
  const times = (one: number, other: number): string => `${(one / other).toFixed(2)} times`;
  return [
    `One layer in the storage costs ${times(vsan, plain)} the CPU time of none, one layer in the host ${times(vm, plain)}, both ${times(both, plain)}.`,
    'What deduplication removes need not be compressed and enciphered again: VM encryption takes that away, so the layers below it work on every block.',
  ];
}

/** As configured now: which layers, in words. */
export function configuredText({ layers }: MeasureRow): string {
  return layers === 'plain' ? 'no encryption of disks' : layerWords[layers];
}
