/** The KMS: its nodes, its HSM, its keys, its backup, and where it lies. */
import { when } from '../rule-of.ts';
import { keyIds, type KeyId, nodeNames } from './names.ts';
import {
  hostSlices,
  type Keys,
  machineKeysOf,
  rule,
  type RuleFor,
  type State,
  type Variant,
} from './state.ts';
import { vsanAvailable } from './words.ts';

export const kmsNodeStops: RuleFor<'kmsNodeStops'> = rule({
  claim: 'One node of a KMS may stop; the other answers.',
  sources: ['kms-round-robin', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['nodes'],
  events: () => nodeNames.map((node) => ({ type: 'kmsNodeStops' as const, node })),
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }, { node }) => when(!kms.up.includes(node), 'nodeDown'),
  apply: ({ kms }, { node }) => ({ kms: { ...kms, up: kms.up.filter((name) => name !== node) } }),
});

export const startKmsNode: RuleFor<'startKmsNode'> = rule({
  claim: 'A KMS that lies on vSAN starts only while vSAN is available.',
  sources: ['kms-on-its-own-vsan'],
  by: 'operator',
  spends: 0,
  groups: ['nodes'],
  events: () => nodeNames.map((node) => ({ type: 'startKmsNode' as const, node })),
  reads: () => hostSlices,
  writes: () => ['kms'],
  refusal: (state, { node }) =>
    when(state.kms.lost, 'kmsLost') ??
    when(state.kms.up.includes(node), 'nodeUp') ??
    when(state.kms.place === 'vsan' && !vsanAvailable(state), 'vsanUnavailable'),
  apply: ({ kms }, { node }) => ({
    kms: { ...kms, up: nodeNames.filter((name) => name === node || kms.up.includes(name)) },
  }),
});

export const hsmFails: RuleFor<'hsmFails'> = rule({
  claim: 'A failing HSM leaves the KMS reachable: only keys cannot be had.',
  sources: ['hsm-fails-unseen', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['hsm'],
  events: () => [{ type: 'hsmFails' }],
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }) => when(kms.hsm !== 'working', 'hsmNotWorking'),
  apply: ({ kms }) => ({ kms: { ...kms, hsm: 'failing' } }),
});

export const repairHsm: RuleFor<'repairHsm'> = rule({
  claim: 'With the HSM repaired the keys are there again.',
  sources: ['hsm-fails-unseen'],
  by: 'operator',
  spends: 0,
  groups: ['hsm'],
  events: () => [{ type: 'repairHsm' }],
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }) => when(kms.hsm !== 'failing', 'hsmNotFailing'),
  apply: ({ kms }) => ({ kms: { ...kms, hsm: 'working' } }),
});

export const rootKeyIsDeleted: RuleFor<'rootKeyIsDeleted'> = rule({
  claim:
    'Where the KMS wraps its keys under a root key, deleting that one is losing all of them, unseen by vSphere.',
  sources: ['kms-root-key', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['hsm'],
  events: ({ rootKey }) => (rootKey ? [{ type: 'rootKeyIsDeleted' }] : []),
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }) => when(kms.hsm === 'gone', 'rootKeyGone'),
  apply: ({ kms }) => ({ kms: { ...kms, hsm: 'gone' } }),
});

/** The keys that may be there at all in a variant. */
function keysOf(variant: Variant): readonly KeyId[] {
  const machineKeys = machineKeysOf(variant);
  return keyIds.filter((key) => {
    if (key === 'host#2') return variant.asks.includes('rekey');
    if (key.startsWith('wrap')) return variant.asks.includes('wrapping');
    return key === 'host#1' || key === 'vsan#1' || machineKeys.includes(key);
  });
}

export const keyExpires: RuleFor<'keyExpires'> = rule({
  claim: 'A key may expire at the KMS; hosts that have it keep it, and the next fetch fails.',
  sources: ['keys-expire', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['keys'],
  events: (variant) => keysOf(variant).map((key) => ({ type: 'keyExpires' as const, key })),
  reads: () => [],
  writes: () => ['keys'],
  refusal: ({ keys }, { key }) =>
    when(keys[key] === 'absent', 'keyNotInKms') ?? when(keys[key] === 'expired', 'keyExpired'),
  apply: ({ keys }, { key }) => ({ keys: { ...keys, [key]: 'expired' } }),
});

export const reactivateKey: RuleFor<'reactivateKey'> = rule({
  claim: 'An administrator of the KMS can make an expired key active again.',
  sources: ['keys-expire'],
  by: 'operator',
  spends: 0,
  groups: ['keys'],
  events: (variant) => keysOf(variant).map((key) => ({ type: 'reactivateKey' as const, key })),
  reads: () => [],
  writes: () => ['keys'],
  refusal: ({ keys }, { key }) => when(keys[key] !== 'expired', 'keyNotExpired'),
  apply: ({ keys }, { key }) => ({ keys: { ...keys, [key]: 'active' } }),
});

export const keyIsDestroyed: RuleFor<'keyIsDestroyed'> = rule({
  claim: 'vSphere never deletes a key in the KMS; an administrator of the KMS may.',
  sources: ['kms-keys-never-deleted', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['keys'],
  events: (variant) => keysOf(variant).map((key) => ({ type: 'keyIsDestroyed' as const, key })),
  reads: () => [],
  writes: () => ['keys'],
  refusal: ({ keys }, { key }) => when(keys[key] === 'absent', 'keyNotInKms'),
  apply: ({ keys }, { key }) => ({ keys: { ...keys, [key]: 'absent' } }),
});

export const kmsIsLost: RuleFor<'kmsIsLost'> = rule({
  claim: 'A KMS that is lost takes every key with it: vCenter has ids only.',
  sources: ['key-in-key-server', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['kmsBackup'],
  events: () => [{ type: 'kmsIsLost' }],
  reads: () => [],
  writes: () => ['kms', 'keys'],
  refusal: ({ kms }) => when(kms.lost, 'kmsLost'),
  apply: ({ kms }) => ({ kms: { ...kms, up: [], lost: true }, keys: noKeys }),
});

export const kmsBackupRuns: RuleFor<'kmsBackupRuns'> = rule({
  claim: 'A backup of the KMS holds the keys of its day, and none that was made later.',
  sources: ['kms-backup-elsewhere'],
  by: 'system',
  spends: 0,
  groups: ['kmsBackup'],
  events: () => [{ type: 'kmsBackupRuns' }],
  reads: () => ['kms', 'keys'],
  writes: () => ['backup'],
  refusal: ({ kms }) => when(kms.up.length === 0, 'kmsUnreachable'),
  apply: ({ keys }) => ({ backup: keys }),
});

export const restoreKms: RuleFor<'restoreKms'> = rule({
  claim: 'A KMS restored outside from its backup breaks the loop.',
  sources: ['kms-backup-elsewhere', 'kms-on-its-own-vsan'],
  by: 'operator',
  spends: 0,
  groups: ['kmsBackup'],
  events: () => [{ type: 'restoreKms' }],
  reads: () => ['backup'],
  writes: () => ['kms', 'keys'],
  refusal: ({ kms }) => when(kms.up.length > 0, 'kmsRunning'),
  apply: ({ kms, backup, keys }) => ({
    kms: { ...kms, place: 'outside', up: nodeNames, lost: false },
    keys: backup ?? keys,
  }),
});

export const moveKmsOntoVsan: RuleFor<'moveKmsOntoVsan'> = rule({
  claim: 'Nothing prevents moving the KMS onto the vSAN datastore that it unlocks.',
  sources: ['kms-on-its-own-vsan', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['move'],
  events: () => [{ type: 'moveKmsOntoVsan' }],
  reads: () => hostSlices,
  writes: () => ['kms'],
  refusal: (state) =>
    when(state.kms.place === 'vsan', 'kmsOnVsan') ??
    when(state.kms.up.length === 0, 'kmsUnreachable') ??
    when(!vsanAvailable(state), 'vsanUnavailable'),
  apply: ({ kms }) => ({ kms: { ...kms, place: 'vsan' } }),
});

export const moveKmsOffVsan: RuleFor<'moveKmsOffVsan'> = rule({
  claim: 'While vSAN is available the KMS can be moved off it.',
  sources: ['kms-on-its-own-vsan'],
  by: 'operator',
  spends: 0,
  groups: ['move'],
  events: () => [{ type: 'moveKmsOffVsan' }],
  reads: () => hostSlices,
  writes: () => ['kms'],
  refusal: (state) =>
    when(state.kms.place === 'outside', 'kmsOutside') ?? when(!vsanAvailable(state), 'vsanUnavailable'),
  apply: ({ kms }) => ({ kms: { ...kms, place: 'outside' } }),
});

/** A KMS without any key. */
const noKeys: Keys = keysThatAre([]);

/** A KMS that has these keys, all active. */
export function keysThatAre(active: readonly KeyId[]): Keys {
  return Object.fromEntries(
    keyIds.map((key) => [key, active.includes(key) ? 'active' : 'absent']),
  ) as Keys satisfies State['keys'];
}
