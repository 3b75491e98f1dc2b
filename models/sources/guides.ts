/** Guides, blogs, other makers’ manuals, reports, and our own bounds. */
import type { Source } from './source.ts';

export type GuideSource =
  | 'article'
  | 'guideNkp'
  | 'guideProviders'
  | 'guideVm'
  | 'guideVtpm'
  | 'hardening'
  | 'vcsim'
  | 'blogBootVcenter'
  | 'blogDedup'
  | 'blogDiskFormat'
  | 'guideChangeProvider'
  | 'guideSkp'
  | 'guideVmotion'
  | 'fieldReports'
  | 'hpeTpm'
  | 'backupMaker'
  | 'modelBound';

const guide = 'https://github.com/vmware/vcf-security-and-compliance-guidelines';
const guideFolder = `${guide}/tree/main/features-capabilities/encryption`;

export const guideSources: Readonly<Record<GuideSource, Source>> = {
  article: {
    title: 'StarWind blog, "VMware vSphere Native Key Provider Best Practices"',
    addresses: ['https://www.starwindsoftware.com/blog/vmware-vsphere-native-key-provider-best-practices'],
  },
  guideNkp: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/key-providers/native-key-provider',
    addresses: [`${guideFolder}/key-providers/native-key-provider`],
  },
  guideProviders: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/key-providers',
    addresses: [`${guideFolder}/key-providers`],
  },
  guideVm: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/vm-encryption',
    addresses: [`${guideFolder}/vm-encryption`],
  },
  guideVtpm: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/virtual-tpm',
    addresses: [`${guideFolder}/virtual-tpm`],
  },
  hardening: {
    title: 'vmware/vcf-security-and-compliance-guidelines, VCF 9.1 security configuration guide, controls',
    addresses: [`${guide}/tree/main/security-configuration-hardening-guide/cloud-foundation/9.1`],
  },
  vcsim: {
    title: 'vmware/govmomi simulator and API bindings, read at commit fd06160',
    addresses: ['https://github.com/vmware/govmomi'],
  },
  blogBootVcenter: {
    title: 'Virtual Blocks, "Understanding vSAN Encryption: Booting when vCenter is unavailable"',
    addresses: [
      'https://blogs.vmware.com/virtualblocks/2018/07/13/understanding-ve-booting-w-vc-unavailable/',
    ],
  },
  blogDedup: {
    title: 'CormacHogan.com, vSAN 6.2 part 1: deduplication and compression',
    addresses: ['https://cormachogan.com/2016/02/12/vsan-6-2-part-1-deduplication-and-compression/'],
  },
  blogDiskFormat: {
    title: 'CormacHogan.com, on enabling vSAN encryption and the disk format',
    addresses: ['https://cormachogan.com/2017/06/27/enabling-encryption-vsan-require-disk-format-change/'],
  },
  guideChangeProvider: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/code-samples/change-keyprovider.ps1',
    addresses: [`${guideFolder}/code-samples/change-keyprovider.ps1`],
  },
  guideSkp: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/key-providers/standard-key-provider',
    addresses: [`${guideFolder}/key-providers/standard-key-provider`],
  },
  guideVmotion: {
    title: 'vmware/vcf-security-and-compliance-guidelines, encryption/encrypted-vmotion',
    addresses: [`${guideFolder}/encrypted-vmotion`],
  },
  fieldReports: {
    title:
      'Field reports of practitioners, read in public repositories and forums without noting where; no address is known',
    addresses: [],
  },
  hpeTpm: {
    title: 'HPE ProLiant DL380 Gen10 user guide, guidelines for the TPM 2.0',
    addresses: [
      'https://techlibrary.hpe.com/docs/iss/DL380_Gen10/setup_install/GUID-41B505FC-4ABA-4AEF-BCC2-468DC54801F9.html',
    ],
  },
  backupMaker: {
    title: 'Bacula Enterprise documentation, "Encrypted VMs and vTPM": what one backup product restores',
    addresses: [
      'https://docs.baculasystems.com/BEDedicatedBackupSolutions/Virtualization/Hypervisors/vsphere/Operations/EncryptedVMsAndvTPM/index.html',
    ],
  },
  modelBound: { title: 'docs/model-limits.md', addresses: [] },
};
