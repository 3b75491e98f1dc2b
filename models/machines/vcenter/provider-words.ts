/** What the rules of key providers ask and do. */
import { when } from '../rule-of.ts';
import type { ProviderName, VcenterName } from './names.ts';
import {
  keyOf,
  nativeNames,
  type Provider,
  providerAt,
  set,
  type Slice,
  slice,
  type State,
  type Variant,
} from './state.ts';
import { runningRefusal } from './words.ts';

export type On = { readonly vcenter: VcenterName; readonly provider: ProviderName };

export function onNative<Type extends string>(
  variant: Variant,
  type: Type,
): readonly (On & { readonly type: Type })[] {
  return variant.vcenters.flatMap((vcenter) =>
    nativeNames(variant).map((provider) => ({ type, vcenter, provider })),
  );
}

export function onAny<Type extends string>(
  variant: Variant,
  type: Type,
): readonly (On & { readonly type: Type })[] {
  return variant.vcenters.flatMap((vcenter) =>
    variant.names.map((provider) => ({ type, vcenter, provider })),
  );
}

export function slot({ vcenter, provider }: On): `provider/${string}` {
  return `provider/${vcenter}/${provider}`;
}

/** Why nothing can be done with a provider: vCenter is not running, or does not have it. */
export function absence(state: State, on: On): 'vcenterNotRunning' | 'providerMissing' | undefined {
  return runningRefusal(state, on.vcenter) ?? when(slice(state, slot(on)) === null, 'providerMissing');
}

/** The provider, changed; nothing where there is none. */
export function changed(state: State, on: On, change: Partial<NonNullable<Provider>>): Partial<State> {
  const present = providerAt(state, on.vcenter, on.provider);
  return present === null ? {} : set(slot(on), { ...present, ...change });
}

export const readsVcenter = ({ vcenter }: { readonly vcenter: VcenterName }): readonly Slice[] => [
  `vcenter/${vcenter}`,
];

export const readsP12 = ({ vcenter, provider }: On): readonly Slice[] => [
  `vcenter/${vcenter}`,
  `p12/${provider}`,
];

export function madeOf(
  { made }: State,
  name: ProviderName,
): { readonly made: number; readonly saved: number } {
  return made[name] ?? { made: 0, saved: 0 };
}

export function withNewProvider(state: State, on: On, { tpmRequired }: Variant): Partial<State> {
  const { made, saved } = madeOf(state, on.provider);
  return {
    ...set(slot(on), {
      key: keyOf(on.provider, made + 1),
      id: 1,
      tpm: tpmRequired,
      backedUp: false,
      link: false,
      acknowledged: false,
    }),
    made: { ...state.made, [on.provider]: { made: made + 1, saved } },
  };
}

/** Somebody has the key of a provider outside vCenter, or was given it. */
export function withSaved(state: State, name: ProviderName, number: number): Pick<State, 'made'> {
  const { made, saved } = madeOf(state, name);
  return { made: { ...state.made, [name]: { made, saved: Math.max(saved, number) } } };
}

export function numberOf(key: string): number {
  return Number(key.slice(-1));
}

/** A provider that is there from the start, or that a KMS gives. */
export function bornProvider(name: ProviderName, tpm: boolean): NonNullable<Provider> {
  return { key: keyOf(name, 1), id: 1, tpm, backedUp: true, link: false, acknowledged: false };
}
