/** Which practice protects against which loot, when that is all that the thief has. */
import type { FactId } from '../../evidence.ts';
import type { Artefact, Contents } from './artefacts.ts';
import type { Thing } from './closure.ts';
import type { Variant } from './state.ts';

/** What stays secret: everything, the data but not the KDK, or only the data of machines that are encrypted. */
type Extent = 'everything' | 'data' | 'encrypted machines';

export type Protection = {
  readonly practice: string;
  readonly artefact: Artefact;
  readonly extent: Extent;
  readonly sources: readonly FactId[];
  readonly protects: (contents: Contents[Artefact], variant: Variant) => boolean;
};

function row<Each extends Artefact>(
  practice: string,
  artefact: Each,
  extent: Extent,
  sources: readonly FactId[],
  protects: (contents: Contents[Each], variant: Variant) => boolean,
): Protection {
  // A row is asked only about contents of its own artefact.
  return { practice, artefact, extent, sources, protects: protects as Protection['protects'] };
}

export const protections: readonly Protection[] = [
  row(
    'a strong backup password kept elsewhere',
    'vcsaBackup',
    'everything',
    ['loot-guessing'],
    ({ password }) => password === 'strong',
  ),
  row(
    'binding to the TPM',
    'bootDevice',
    'everything',
    ['boot-device-sealed'],
    ({ binding }) => binding === 'tpm',
  ),
  row(
    'a password kept apart',
    'p12',
    'everything',
    ['plain-p12-yields-kdk'],
    ({ password }) => password === 'apart',
  ),
  row(
    'required secure boot',
    'wholeHost',
    'everything',
    ['config-enforcement', 'config-tampered-boot', 'loot-host-login'],
    ({ secureBoot, dare }, { hostLogin }) => secureBoot && dare && hostLogin === 'holds',
  ),
  row(
    'a Standard Key Provider for vSAN',
    'wholeHost',
    'data',
    ['loot-split-providers', 'loot-persistence'],
    ({ persistence, dare }, { vsanProvider }) => vsanProvider === 'standard' && dare && !persistence,
  ),
  row(
    'a strong password on the bundle',
    'supportBundle',
    'everything',
    ['loot-dumps'],
    ({ protection }) => protection !== 'weak',
  ),
  row('encryption at rest', 'vsanDevice', 'everything', ['stolen-disk'], ({ dare }) => dare),
  row('VM encryption', 'vsanDevice', 'encrypted machines', ['stolen-plain-disk', 'dek-travels'], () => true),
  row('VM encryption', 'replica', 'encrypted machines', ['dek-travels'], () => true),
  row('encryption in transit', 'wireCapture', 'everything', ['loot-wire'], ({ transit }) => transit),
  row(
    'encryption by the backup product',
    'vadpMedia',
    'everything',
    ['loot-media'],
    ({ protection }) => protection === 'encrypted',
  ),
];

const keyKinds: readonly Thing['is'][] = ['kdk', 'kmsKey'];
const encryptedKinds: readonly Thing['is'][] = ['full', 'vtpmHome'];
export const dataKinds: readonly Thing['is'][] = [...encryptedKinds, 'vtpmDisk', 'plain', 'hostDump'];

const kindsOf: Readonly<Record<Extent, readonly Thing['is'][]>> = {
  everything: [...dataKinds, ...keyKinds],
  data: dataKinds,
  'encrypted machines': encryptedKinds,
};

/** The kinds of things that stay secret. */
export function secretKinds({ extent }: Protection): readonly Thing['is'][] {
  return kindsOf[extent];
}
