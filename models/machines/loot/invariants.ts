/** What must hold of every loot: what each practice protects, and what none does. */
import type { DomainInvariant } from '../domain-machine.ts';
import { artefacts, type Artefact } from './artefacts.ts';
import type { Held } from './closure.ts';
import { deductions } from './deductions.ts';
import { closures } from './goals.ts';
import { settingInvariants } from './setting-invariants.ts';
import { dataKinds, type Protection, protections, secretKinds } from './protections.ts';
import { type LootSetting, lootOf, lootSlices, type State, type Variant } from './state.ts';

type LootInvariant = DomainInvariant<Variant, State>;
type HeldIn = (state: State) => Held;

/** The invariants of a variant: those about artefacts and practices that exist in it. */
export function invariants(setting: LootSetting): readonly LootInvariant[] {
  const { variant } = setting;
  const heldIn = closures(setting);
  const has = (artefact: Artefact): boolean => variant.artefacts.includes(artefact);
  const keyBeside = has('replica') && (has('p12') || has('vcenterDump'));
  return [
    ...protections.filter((each) => canBe(setting, each)).map((each) => protectionHolds(each, heldIn)),
    nothingIsLeftOut(heldIn),
    ...settingInvariants(setting),
    ...(variant.artefacts.some((each) => !carriers.includes(each)) ? [keysAlone(heldIn)] : []),
    ...(keyBeside ? [oldCopiesStay(heldIn), vtpmProtectsNoDisks(heldIn)] : []),
    ...(has('wholeHost') && has('replica') && variant.tpm ? [shallowKeepsDek(heldIn)] : []),
    ...(variant.asks.includes('deepRekey') && keyBeside ? [deepProtects(heldIn)] : []),
  ];
}

/** What carries data, encrypted or not. */
const carriers: readonly Artefact[] = [
  'vsanDevice',
  'wholeHost',
  'replica',
  'wireCapture',
  'vadpMedia',
  'administrator',
  'supportBundle',
];

function lootedKinds(state: State): readonly Artefact[] {
  return artefacts.filter((artefact) => lootOf(state, artefact).length > 0);
}

function hasAny(held: Held, kinds: readonly Parameters<Held['all']>[0][]): boolean {
  return kinds.some((kind) => held.all(kind).length > 0);
}

/** Whether a practice can protect an artefact of this variant at all. */
function canBe({ variant }: LootSetting, { artefact, practice }: Protection): boolean {
  if (!variant.artefacts.includes(artefact)) return false;
  if (practice === 'binding to the TPM') return variant.tpm;
  if (practice === 'required secure boot') return variant.hostLogin === 'holds';
  return practice !== 'a Standard Key Provider for vSAN' || variant.vsanProvider === 'standard';
}

function protectionHolds(protection: Protection, heldIn: HeldIn): LootInvariant {
  const { practice, artefact, extent } = protection;
  const isAlone = (state: State, { variant }: LootSetting): boolean =>
    lootedKinds(state).join() === artefact &&
    lootOf(state, artefact).every((contents) => protection.protects(contents, variant));
  return {
    name: `${practice} protects ${artefact}: ${extent}`,
    claim: `With ${practice}, a loot of ${artefact} alone leaves secret: ${extent}.`,
    sources: protection.sources,
    reads: () => lootSlices,
    always: (state, setting) => !isAlone(state, setting) || !hasAny(heldIn(state), secretKinds(protection)),
    sometimes: isAlone,
  };
}

function nothingIsLeftOut(heldIn: HeldIn): LootInvariant {
  return {
    name: 'all that follows is counted',
    claim: 'No deduction yields anything that the thief is not taken to have already.',
    sources: [...new Set(deductions.flatMap(({ sources }) => sources))],
    reads: () => lootSlices,
    always: (state, setting) => {
      const held = heldIn(state);
      return deductions.every(({ follows }) => follows(held, setting).every(held.has));
    },
    sometimes: (state) => hasAny(heldIn(state), [...dataKinds, 'kdk']),
  };
}

function keysAlone(heldIn: HeldIn): LootInvariant {
  const isOnlyKeys = (state: State): boolean => lootedKinds(state).every((each) => !carriers.includes(each));
  return {
    name: 'keys alone read nothing',
    claim: 'A loot without any data, encrypted or not, reads no data.',
    sources: ['loot-old-copies', 'kdk-opens-all'],
    reads: () => lootSlices,
    always: (state) => !isOnlyKeys(state) || !hasAny(heldIn(state), dataKinds),
    sometimes: (state) => isOnlyKeys(state) && lootedKinds(state).length > 0,
  };
}

function oldCopiesStay(heldIn: HeldIn): LootInvariant {
  const opened = (state: State): readonly { readonly kdk: number; readonly dek: number }[] =>
    lootOf(state, 'replica').filter(({ kdk }) => heldIn(state).has({ is: 'kdk', kdk }));
  return {
    name: 'old copies stay readable',
    claim: 'Whoever has a replica and its KDK reads it, whatever was rotated or destroyed since.',
    sources: ['loot-old-copies'],
    reads: () => [...lootSlices, 'keys', 'copy/replica'],
    always: (state) => opened(state).every(({ dek }) => heldIn(state).has({ is: 'full', dek })),
    sometimes: (state) =>
      opened(state).some(({ kdk }) => kdk < state.keys.kdk || state['copy/replica'] === null),
  };
}

function vtpmProtectsNoDisks(heldIn: HeldIn): LootInvariant {
  return {
    name: 'a vTPM protects no disks',
    claim: 'Whoever reads what a vTPM holds reads the disks of its machine too.',
    sources: ['vtpm-encrypts-home'],
    reads: () => lootSlices,
    always: (state) => !hasAny(heldIn(state), ['vtpmHome']) || heldIn(state).has({ is: 'vtpmDisk' }),
    sometimes: (state) => hasAny(heldIn(state), ['vtpmHome']),
  };
}

function shallowKeepsDek(heldIn: HeldIn): LootInvariant {
  const knows = (state: State): boolean =>
    heldIn(state)
      .all('files')
      .some(({ kdk, dek }) => kdk === 1 && dek === 1) && heldIn(state).has({ is: 'kdk', kdk: 1 });
  return {
    name: 'a shallow rekey changes no data key',
    claim: 'Whoever opened files before a rotation opens those that are taken after it as well.',
    sources: ['loot-old-copies', 'vsan-shallow-rekey'],
    reads: () => [...lootSlices, 'keys'],
    always: (state) => !knows(state) || heldIn(state).has({ is: 'full', dek: 1 }),
    sometimes: (state) =>
      knows(state) &&
      heldIn(state)
        .all('files')
        .some(({ kdk }) => kdk === 2) &&
      !heldIn(state).has({ is: 'kdk', kdk: 2 }),
  };
}

function deepProtects(heldIn: HeldIn): LootInvariant {
  const isCutOff = (state: State): boolean => {
    const held = heldIn(state);
    const underFirst = held.all('files').some(({ kdk, dek }) => kdk === 1 && dek === 2);
    return (
      !held.has({ is: 'kdk', kdk: 2 }) &&
      !underFirst &&
      lootedKinds(state).every((each) => each !== 'vadpMedia')
    );
  };
  return {
    name: 'a deep rekey protects data still to come',
    claim:
      'Without the new KDK, and without files of the new generation under the old one, new data stay secret.',
    sources: ['loot-old-copies', 'vsan-deep-rekey'],
    reads: () => [...lootSlices, 'keys'],
    always: (state) => !isCutOff(state) || !heldIn(state).has({ is: 'full', dek: 2 }),
    sometimes: (state) =>
      isCutOff(state) &&
      heldIn(state).has({ is: 'kdk', kdk: 1 }) &&
      heldIn(state)
        .all('files')
        .some(({ dek }) => dek === 2),
  };
}
