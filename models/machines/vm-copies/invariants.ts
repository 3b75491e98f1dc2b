/** What must hold in every state of the machine of copies. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import type { Group } from './events.ts';
import { presentIsSecret } from './goals.ts';
import { auditOf } from './observe.ts';
import { isUnderWay } from './rekey-rules.ts';
import type { State, Variant } from './state.ts';
import { dekOf, objectsOf, readsCopy, unwraps } from './words.ts';

type Each = DomainInvariant<Variant, State>;

const linkedSharesDek: Each = {
  name: 'a linked clone has the data key of its parent',
  claim: 'A linked clone stands on a snapshot of its parent, under the same data key.',
  sources: ['copies-clone-exact', 'copies-linked-not-apart'],
  reads: () => ['machine', 'clone'],
  always: ({ machine, clone }) => clone.kind !== 'linked' || (machine.snapshot && clone.dek === machine.dek),
  sometimes: ({ machine, clone }) => clone.kind === 'linked' && clone.wrap !== machine.wrap,
};

const oldCopiesStayReadable: Each = {
  name: 'old copies stay readable',
  claim: 'A stolen copy whose provider leaked is read, whatever was done to the machine since.',
  sources: ['copies-old-stay-readable', 'vm-shallow-replaces-kek'],
  reads: () => ['thief'],
  always: ({ thief }) => thief.copies.every((pair) => !unwraps(thief, pair) || readsCopy(thief, pair)),
  sometimes: ({ thief }) => thief.copies.some((pair) => unwraps(thief, pair)),
};

const sharedKeyIsShared: Each = {
  name: 'a shared data key is shared',
  claim: 'Where the thief reads a copy under the present data key, a shallow recrypt keeps nothing secret.',
  sources: ['copies-old-stay-readable', 'vm-shallow-replaces-kek'],
  reads: () => ['thief', 'machine'],
  always: (state) => {
    const { thief, machine } = state;
    const known = thief.copies.some((pair) => unwraps(thief, pair) && dekOf(pair) === machine.dek);
    return !known || !presentIsSecret(state);
  },
  sometimes: ({ thief, machine }) =>
    machine.wrap !== null &&
    !thief[machine.wrap] &&
    thief.copies.some((pair) => unwraps(thief, pair) && dekOf(pair) === machine.dek),
};

const auditIsNotEnough: Each = {
  name: 'an audit of vCenter is not enough',
  claim:
    'An empty audit says that machine, clone, template and disk do not need the old provider, and no more.',
  sources: ['copies-forgotten', 'delete-is-not-blocked'],
  reads: () => ['machine', 'clone', 'template', 'disk', 'storageSnapshot', 'replica'],
  always: (state) => {
    const { machine, clone, template, disk } = state;
    const known = [machine, clone, template, disk].some(({ wrap }) => wrap === 'A');
    return auditOf(state).length > 0 || !known;
  },
  sometimes: (state) => auditOf(state).length === 0 && objectsOf(state).some(({ wrap }) => wrap === 'A'),
};

const moveIsWhole: Each = {
  name: 'a move succeeds or changes nothing',
  claim: 'While the machine is moved it runs at main, and after a failed move it is there still.',
  sources: ['copies-fails-at-the-end', 'copies-same-key-both-ends'],
  reads: () => ['machine', 'migration'],
  always: ({ machine, migration }) =>
    migration === 'none' || (machine.at === 'main' && (machine.power === 'on' || !isUnderWay(migration))),
  sometimes: ({ migration }) => migration === 'failed',
};

const lossIsWhole: Each = {
  name: 'a lost site is lost whole',
  claim: 'With main lost nothing of it is left, and nothing runs, but what was copied or moved elsewhere.',
  sources: ['copies-dr-import', 'no-escrow'],
  reads: () => ['main', 'machine', 'storageSnapshot', 'migration'],
  always: ({ main, machine, storageSnapshot, migration }) =>
    !main.lost ||
    (machine.at !== 'main' &&
      (machine.at !== 'nowhere' || machine.power === 'off') &&
      !storageSnapshot.there &&
      migration === 'none' &&
      main.A === 'none' &&
      main.B === 'none'),
  sometimes: ({ main, machine }) => main.lost && machine.at === 'dr',
};

const exportedPlain: Each = {
  name: 'only a plain machine is exported',
  claim: 'A machine of which there is an OVF was decrypted before.',
  sources: ['copies-no-ovf'],
  reads: () => ['machine', 'exported'],
  always: ({ machine, exported }) => !exported || machine.dek === 0,
  sometimes: ({ exported }) => exported,
};

const wrappedOrPlain: Each = {
  name: 'encrypted or plain',
  claim: 'What is plain is wrapped by nothing, and what is encrypted is wrapped by a provider.',
  sources: ['dek-travels'],
  reads: () => ['machine', 'clone', 'template', 'disk', 'storageSnapshot', 'replica'],
  always: (state) => objectsOf(state).every(({ dek, wrap }) => (dek === 0) === (wrap === null)),
  sometimes: (state) => objectsOf(state).some(({ dek }) => dek !== 0),
};

const copiesAreCiphertext: Each = {
  name: 'what leaves an encrypted machine is encrypted',
  claim: 'Replicas, storage snapshots and stolen files of a machine that was never decrypted are encrypted.',
  sources: ['copies-ciphertext', 'dek-travels'],
  reads: () => ['replica', 'storageSnapshot', 'thief'],
  always: ({ replica, storageSnapshot, thief }) =>
    [replica, storageSnapshot].every(({ there, dek }) => !there || dek !== 0) &&
    thief.copies.every((pair) => dekOf(pair) !== 0),
  sometimes: ({ replica, storageSnapshot }) => replica.there || storageSnapshot.there,
};

const restoredFromBackup: Each = {
  name: 'nothing comes from a backup that was not taken',
  claim: 'What is restored, and what is read on stolen media, was backed up before.',
  sources: ['copies-vadp-clear', 'copies-restored-disk'],
  reads: () => ['backup', 'restored', 'thief'],
  always: ({ backup, restored, thief }) => backup.taken || (!restored.there && !thief.media),
  sometimes: ({ restored, thief }) => restored.there || thief.media,
};

/** The invariants of a variant: those whose question can come up in it. */
export function invariantsOf({ variant }: Setting<Variant>): readonly Each[] {
  const asks = (...groups: readonly Group[]): boolean =>
    groups.every((group) => variant.asks.includes(group));
  return [
    wrappedOrPlain,
    ...(asks('clone') ? [linkedSharesDek] : []),
    ...(asks('theft', 'storage') ? [oldCopiesStayReadable] : []),
    ...(asks('theft', 'storage', 'shallow') ? [sharedKeyIsShared] : []),
    ...(asks('shallow', 'storage') ? [auditIsNotEnough] : []),
    ...(asks('migrate') ? [moveIsWhole] : []),
    ...(asks('replica') ? [lossIsWhole] : []),
    ...((asks('replica') || asks('storage')) && !asks('decrypt') ? [copiesAreCiphertext] : []),
    ...(asks('backup') ? [restoredFromBackup] : []),
    ...(asks('backup', 'decrypt') ? [exportedPlain] : []),
  ];
}
