/** What else an administrator sets: deduplication, encryption in transit, VM encryption on top. */
import { asked, busy, crowded, excluding, onCluster, reduces, reductions } from './cluster-rules.ts';
import { allSlices, type RuleOf, when } from './state.ts';
import { dataReadable } from './words.ts';

export const encryptMachines: RuleOf<'encryptMachines'> = {
  claim: 'A policy encrypts the machines on top of vSAN; nothing prevents it.',
  sources: ['vsan-dual-encryption', 'encrypted-before-dedup'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'machines', [{ type: 'encryptMachines' }]),
  parts: (setting) => [
    {
      reads: allSlices,
      writes: ['datastore'],
      refusal: (state) =>
        when(state.datastore.machines === 'encrypted', 'machinesEncrypted') ??
        when(!dataReadable(setting, state), 'dataUnreadable'),
      apply: ({ datastore }) => ({ datastore: { ...datastore, machines: 'encrypted' } }),
    },
  ],
};

export const decryptMachines: RuleOf<'decryptMachines'> = {
  claim: 'Taking the policy back makes data alike again, and room.',
  sources: ['vsan-dual-encryption'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'machines', [{ type: 'decryptMachines' }]),
  parts: (setting) => [
    {
      reads: allSlices,
      writes: ['datastore'],
      refusal: (state) =>
        when(state.datastore.machines === 'plain', 'machinesPlain') ??
        when(!dataReadable(setting, state), 'dataUnreadable'),
      apply: () => ({ datastore: { machines: 'plain', space: 'room' } }),
    },
  ],
};

export const datastoreFills: RuleOf<'datastoreFills'> = {
  claim: 'A datastore that was sized for deduplication fills when its machines are encrypted.',
  sources: ['vsan-dual-encryption', 'encrypted-before-dedup'],
  by: 'system',
  spends: 0,
  candidates: (setting) => asked(setting, 'machines', [{ type: 'datastoreFills' }]),
  parts: () => [
    {
      reads: ['datastore', 'cluster'],
      writes: ['datastore'],
      refusal: ({ datastore, cluster }) =>
        when(datastore.space === 'full', 'spaceFull') ??
        when(!cluster.dedup || datastore.machines === 'plain', 'dedupWorks'),
      apply: ({ datastore }) => ({ datastore: { ...datastore, space: 'full' } }),
    },
  ],
};

export const setDedup: RuleOf<'setDedup'> = {
  claim:
    'Deduplication reformats every disk group in the original architecture; in the Express one it excludes encryption before 9.1.',
  sources: ['vsan-dedup-reformat', 'vsan-global-dedup', 'vsan-dedup-with-dare'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'dedup',
      [true, false].flatMap((on) =>
        reductions(setting).map((allowReducedRedundancy) => ({
          type: 'setDedup' as const,
          on,
          allowReducedRedundancy,
        })),
      ),
    ),
  parts: (setting, { on, allowReducedRedundancy }) => {
    const { variant } = setting;
    const osa = variant.architecture === 'osa';
    return onCluster(
      (state) => {
        const { cluster } = state;
        const encrypted = cluster.encryption === 'on' || cluster.operation === 'disable';
        return (
          when(!osa && variant.release === '8.0U1', 'dedupNotSupported') ??
          when(cluster.dedup === on, 'dedupUnchanged') ??
          when(on && excluding(variant) && encrypted, 'dedupExcludesEncryption') ??
          busy(setting, state) ??
          (osa ? crowded(setting, state, allowReducedRedundancy) : undefined)
        );
      },
      () =>
        osa
          ? { operation: 'dedup', reduces: reduces(setting, allowReducedRedundancy), dedup: on }
          : { dedup: on },
    );
  },
};

export const setTransit: RuleOf<'setTransit'> = {
  claim: 'Encryption in transit has a switch of its own in the original architecture, and asks no provider.',
  sources: ['vsan-transit', 'vsan-transit-no-provider'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'transit',
      [true, false].map((on) => ({ type: 'setTransit' as const, on })),
    ),
  parts: ({ variant }, { on }) => [
    {
      reads: ['cluster'],
      writes: ['cluster'],
      refusal: ({ cluster }) =>
        when(variant.architecture === 'esa', 'transitIsAutomatic') ??
        when(cluster.transit === on, 'transitUnchanged'),
      apply: ({ cluster }) => ({ cluster: { ...cluster, transit: on } }),
    },
  ],
};
