/** What a host is asked about its configuration. */
import { secureConfiguration } from '../machines/secure-configuration/secure-configuration.ts';
import type { Event } from '../machines/secure-configuration/events.ts';
import type { Variant } from '../machines/secure-configuration/state.ts';
import type { HostSite, Site } from '../site.ts';
import { isBefore, type Release } from '../versions.ts';
import { type Aim, type Asked, type Described, type Note, questionOn, reachable, stays } from './question.ts';
import { type Kind, namesOf } from './host-kinds.ts';
import type { HostSaid } from './said.ts';

/** @param kind hosts that are alike, of this site */
export function askedOfConfiguration({ site, said }: Described, kind: Kind): Asked {
  const { host, said: own } = kind;
  const release = own.release ?? said.vcenter.release;
  const sealed = host.encryptionMode === 'tpm';
  const keepsRecoveryKeys = site.recoveryKeysAt !== null;
  const question = questionOn(secureConfiguration, {
    title: `secure configuration of ${namesOf(kind, site)}`,
    cases: casesOf(variantOf(host, release), sealed, keepsRecoveryKeys, own),
    never: [
      ...(own.quickBoot === true ? [] : ['quickBoot' as const]),
      ...(keepsRecoveryKeys ? [] : ['noteRecoveryKey' as const]),
    ],
    faultsMax: site.promise.recoverable,
    aims: [
      reachable('holdsKdk'),
      ...(sealed ? [reachable('attested')] : []),
      ...(own.secureBoot === undefined || host.boot === 'network' ? [] : described),
    ],
  });
  const missing = sealed && own.secureBoot === undefined ? ['hosts.secureBoot'] : [];
  return { questions: [question], notes: unusableNotes(site, kind), missing };
}

/** Where a provider asks for TPMs, and the chip is one that cannot be used. */
function unusableNotes(site: Site, kind: Kind): readonly Note[] {
  const asks = site.providers.find(({ tpmRequired }) => tpmRequired);
  if (kind.host.tpm !== 'unusable' || asks === undefined) return [];
  const hosts = namesOf(kind, site);
  return [
    {
      title: `keys of ${asks.name} on ${hosts}`,
      text: `${asks.name} is for hosts with a TPM only, and that of ${hosts} cannot be used. Whether vCenter Server gives such a host the key is not documented; the machine of the site takes it that it does not`,
      sources: ['config-chip-unusable', 'tpm-required-gates-push'],
      open: true,
    },
  ];
}

/** What depends on how secure boot was set when the configuration was sealed. */
const described: readonly Aim[] = [
  reachable('startsWithKdk'),
  stays('bootDeviceSecret'),
  stays('tamperedBootSecret'),
];

function variantOf({ tpm, encryptionMode, boot }: HostSite, release: Release | undefined): Variant {
  return {
    version: versionOf(release),
    tpm: tpm === 'unusable' ? '2.0' : tpm,
    usable: tpm === '2.0',
    inUse: encryptionMode === 'tpm',
    stateless: boot === 'network',
    setFails: false,
  };
}

/** The machine knows three releases: before 8.0, before 8.0 U1, and from then on. */
function versionOf(release: Release | undefined): Variant['version'] {
  if (release === undefined || !isBefore(release, '8.0U1')) return '8.0U3';
  return isBefore(release, '8.0') ? '7.0U2' : '8.0';
}

/** A host that was installed while secure boot was off, so that nothing asks for it. */
const sealedWithoutSecureBoot: readonly Event[] = [
  { type: 'settingIsTurnedOff', setting: 'secureBoot' },
  { type: 'reinstallHost' },
  { type: 'bootHost' },
  { type: 'addHost' },
  { type: 'vcenterPushesKdk' },
  { type: 'autoBackup' },
  { type: 'noteRecoveryKey' },
];

function casesOf(
  variant: Variant,
  sealed: boolean,
  keepsRecoveryKeys: boolean,
  { secureBoot, execInstalledOnly }: HostSaid,
): readonly { readonly when: string; readonly variant: Variant; readonly setUp: readonly Event[] }[] {
  if (!sealed) return [{ when: '', variant, setUp: [] }];
  const rest: readonly Event[] = [
    ...(execInstalledOnly === true ? [{ type: 'requireExecInstalledOnly' } as const] : []),
    ...(keepsRecoveryKeys ? [] : [{ type: 'keptKeyIsLost' } as const]),
  ];
  const settings = secureBoot === undefined ? (['on', 'off'] as const) : [secureBoot];
  return settings.map((setting) => ({
    when: settings.length > 1 ? `secure boot was ${setting} when the configuration was sealed` : '',
    variant,
    setUp: [
      ...(setting === 'off' ? sealedWithoutSecureBoot : []),
      ...(setting === 'required' ? [{ type: 'requireSecureBoot' } as const] : []),
      ...rest,
    ],
  }));
}
