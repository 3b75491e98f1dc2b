/** Articles of the vendor’s knowledge base. */
import type { Source } from './source.ts';

export type ArticleSource =
  | 'kbSameName'
  | 'kbBoard'
  | 'kbStacking'
  | 'kbLocked'
  | 'kbDualEncryption'
  | 'kbBootFailures'
  | 'kbEndorsement'
  | 'kbSecureBootKeys'
  | 'kbHsm'
  | 'kbCrossVcenter'
  | 'kbUnclean'
  | 'kbTpmConnection';

const articles = 'https://knowledge.broadcom.com/external/article';

export const articleSources: Readonly<Record<ArticleSource, Source>> = {
  kbSameName: {
    title: 'Broadcom KB 311922',
    addresses: [`${articles}/311922/failed-to-enable-esxi-host-encryption-mo.html`],
  },
  kbBoard: {
    title: 'Broadcom KB 316424',
    addresses: [`${articles}/316424/how-to-prepare-a-tpm-enabled-esxi-host-f.html`],
  },
  kbStacking: {
    title: 'Broadcom KB 319929 (formerly 2148947)',
    addresses: ['https://kb.vmware.com/kb/2148947'],
  },
  kbLocked: {
    title: 'Broadcom KB 396701',
    addresses: [`${articles}/396701/all-vms-are-offline-and-esxii-servers-ar.html`],
  },
  kbDualEncryption: {
    title: 'Broadcom KB 437757',
    addresses: [`${articles}/437757/vsan-esa-storage-policy-and-encryption-f.html`],
  },
  kbBootFailures: {
    title: 'Broadcom KB 312109 (formerly 81446)',
    addresses: [`${articles}/312109/boot-time-failures-due-to-esxi-configura.html`],
  },
  kbEndorsement: {
    title: 'Broadcom KB 440352',
    addresses: [`${articles}/440352/esxi-psod-security-violation-and-tpm-end.html`],
  },
  kbSecureBootKeys: {
    title: 'Broadcom KB 421593',
    addresses: [`${articles}/421593/missing-microsoft-corporation-kek-ca-202.html`],
  },
  kbHsm: {
    title: 'Broadcom KB 435158',
    addresses: [`${articles}/435158/esxi-hosts-fail-to-enter-crypto-safe-mod.html`],
  },
  kbCrossVcenter: {
    title: 'Broadcom KB 378053',
    addresses: [`${articles}/378053/crossvcenter-vmotion-of-vms-failing-when.html`],
  },
  kbUnclean: {
    title: 'Broadcom KB 306902 and 313072, on configuration that an unclean shutdown loses',
    addresses: [
      `${articles}/306902/esxi-host-loses-complete-or-partial-conf.html`,
      `${articles}/313072/applying-vsphere-host-configuration-chan.html`,
    ],
  },
  kbTpmConnection: {
    title: 'Broadcom KB 323610 (formerly 81838) and 397211',
    addresses: [
      `${articles}?legacyId=81838`,
      `${articles}/397211/tpm-20-device-detected-but-a-connection.html`,
    ],
  },
};
