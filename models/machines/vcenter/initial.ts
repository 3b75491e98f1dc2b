/** The state that a variant starts in. */
import type { KeyName, ProviderName } from './names.ts';
import { bornProvider } from './provider-words.ts';
import { type Backup, type Host, keyOf, nativeNames, type State, type Variant } from './state.ts';
import { passes } from './words.ts';

export function initialOf(variant: Variant): State {
  const { vcenters, names, hosts, backups, born, machine, asks } = variant;
  const provider = (name: ProviderName): ReturnType<typeof bornProvider> =>
    bornProvider(name, tpmOf(variant, name));
  const of = <Value>(kind: string, list: readonly string[], value: (name: string) => Value): object =>
    Object.fromEntries(list.map((name) => [`${kind}/${name}`, value(name)]));
  const had = (name: ProviderName): Backup['providers'][ProviderName] => {
    const { key, id, tpm, backedUp } = provider(name);
    return { key, id, tpm, backedUp };
  };
  return {
    ...of('vcenter', vcenters, (name) => ({
      state: name === 'vc-1' && asks.includes('bootstrap') ? 'lost' : 'running',
      standby: variant.ha,
      system: name === 'vc-1' ? variant.systemDefault : null,
      cluster: null,
    })),
    ...Object.fromEntries(
      vcenters.flatMap((vcenter) =>
        names.map((name) => [
          `provider/${vcenter}/${name}`,
          vcenter === 'vc-1' && born.includes(name) ? provider(name) : null,
        ]),
      ),
    ),
    ...Object.fromEntries(hosts.map((host) => [`host/${host.name}`, hostOf(variant, host)])),
    ...Object.fromEntries(
      nativeNames(variant).map((name) => {
        const { key, id, tpm } = provider(name);
        return [`p12/${name}`, born.includes(name) ? { key, id, tpm, password: 'known' } : null];
      }),
    ),
    ...Object.fromEntries(
      backups.map(({ name, encrypted, holds }) => [
        `backup/${name}`,
        {
          present: true,
          password: encrypted ? 'known' : 'none',
          providers: Object.fromEntries(names.map((each) => [each, holds.includes(each) ? had(each) : null])),
        },
      ]),
    ),
    db: {
      protection: machine,
      key: machine === 'plain' ? null : firstKey(born),
      on: machine === 'plain' ? null : 'esx-1',
      to: null,
    },
    made: Object.fromEntries(
      names.map((name) => [name, born.includes(name) ? { made: 1, saved: 1 } : { made: 0, saved: 0 }]),
    ),
    site: { licence: variant.licences[0] ?? 'standard', vsan: null, kms: true },
  } as State;
}

function tpmOf({ standard, tpmRequired }: Variant, name: ProviderName): boolean {
  return tpmRequired && !(standard && name === 'B');
}

function firstKey(born: readonly ProviderName[]): KeyName | null {
  const [name] = born;
  return name === undefined ? null : keyOf(name, 1);
}

function hostOf(variant: Variant, { name, at, clustered }: Variant['hosts'][number]): Host {
  const held = variant.names.map((each): [ProviderName, KeyName | null] => {
    const given =
      at === 'vc-1' &&
      clustered &&
      variant.born.includes(each) &&
      passes(variant, name, { tpm: tpmOf(variant, each) });
    return [each, given ? keyOf(each, 1) : null];
  });
  const hostKey = held.map(([, key]) => key).find((key) => key !== null) ?? null;
  return {
    at,
    clustered,
    connected: true,
    power: 'on',
    held: Object.fromEntries(held),
    hostKey,
    safe: hostKey !== null,
  };
}
