/** Documentation, programming guides and interface references. */
import type { Source } from './source.ts';

export type DocumentationSource =
  | 'docsNkp'
  | 'docsNkpBackup'
  | 'docsPersistence'
  | 'docsSealing'
  | 'docsRecovery'
  | 'docsLocked'
  | 'docsVsan'
  | 'sdk'
  | 'api'
  | 'apiVsan'
  | 'docsVsanDedup'
  | 'docsDedupDesign'
  | 'docsComponents'
  | 'docsTrusted'
  | 'sdkKeys'
  | 'apiHostCrypto'
  | 'apiClusterCrypto'
  | 'docsModeOff'
  | 'docsCoreDumps'
  | 'manual65'
  | 'docsConfiguration'
  | 'docsRecoveryKey'
  | 'docsEnforcement'
  | 'docsEncryption'
  | 'docsInteroperability'
  | 'docsVtpm67'
  | 'docsVddk'
  | 'docsRecrypt'
  | 'docsVddkVtpm';

const docs = 'https://docs.vmware.com';
const security7 = `${docs}/en/VMware-vSphere/7.0/com.vmware.vsphere.security.doc`;
const security8 = `${docs}/en/VMware-vSphere/8.0/vsphere-security`;
const infrastructureApi = 'https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest';

export const documentationSources: Readonly<Record<DocumentationSource, Source>> = {
  docsNkp: {
    title: 'vSphere 8.0 documentation, "vSphere Native Key Provider Overview"',
    addresses: [`${security8}/GUID-54B9FBA2-FDB1-400B-A6AE-81BF3AC9DF97.html`],
  },
  docsNkpBackup: {
    title: 'vSphere 8.0 documentation, "Back Up a vSphere Native Key Provider" (German text)',
    addresses: [
      `${docs}/de/VMware-vSphere/8.0/vsphere-security/GUID-E0EB371A-F6E4-463B-A1E9-9D4DDCAA039D.html`,
    ],
  },
  docsPersistence: {
    title: 'vSphere 7.0 and 8.0 documentation, "Key Persistence Overview" and "Enable Key Persistence"',
    addresses: [
      `${security7}/GUID-31F2B3D0-259A-4EFD-B675-F89BC27ACE55.html`,
      `${security7}/GUID-0DEEEC72-B218-48A8-942E-4BD4ADE679D8.html`,
      `${security8}/GUID-31F2B3D0-259A-4EFD-B675-F89BC27ACE55.html`,
      `${security8}/GUID-0DEEEC72-B218-48A8-942E-4BD4ADE679D8.html`,
    ],
  },
  docsSealing: {
    title: 'vSphere 7.0 documentation, sealing policies of the secure ESXi configuration',
    addresses: [`${security7}/GUID-3A7EF976-AC7D-4357-9EEF-A07066C35340.html`],
  },
  docsRecovery: {
    title: 'vSphere 7.0 documentation, "Recover the Secure ESXi Configuration" and its troubleshooting',
    addresses: [
      `${security7}/GUID-23FFB8BB-BD8B-46F1-BB59-D716418E889A.html`,
      `${security7}/GUID-EED1FB87-8021-4811-8E52-8BE420A8C01F.html`,
    ],
  },
  docsLocked: {
    title: 'vSphere 8.0 documentation, "Resolve Locked Virtual Machines"',
    addresses: [`${security8}/GUID-75758B55-E406-48B0-91F6-3F573459CB9A.html`],
  },
  docsVsan: {
    title: 'vSphere 8.0 documentation, "vSAN Data-At-Rest Encryption"',
    addresses: [
      `${docs}/en/VMware-vSphere/8.0/vsan-administration/GUID-37F9636A-7481-4486-AAA9-E0A1A49343A1.html`,
    ],
  },
  sdk: {
    title: 'vSphere Web Services SDK programming guide, host encryption mode',
    addresses: [
      'https://techdocs2-prod.adobecqms.net/us/en/vmware-cis/vsphere/vsphere-sdks-tools/8-0/web-services-sdk-programming-guide/virtual-machine-security/prerequisites-and-required-privileges-for-encryption-tasks/host-encryption-mode.html',
    ],
  },
  api: {
    title: 'vSphere Automation API reference, crypto-manager/kms/providers, and the engineers’ sample run',
    addresses: [
      'https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/crypto-manager/kms/providers__action=import/post',
      'https://github.com/vmware-archive/vsphere-automation-sdk-python/pull/390',
    ],
  },
  apiVsan: {
    title: 'vSAN management API reference: host encryption, data encryption and data efficiency of a cluster',
    addresses: [
      'https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VsanHostEncryptionInfo',
      'https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VsanDataEncryptionConfig',
      'https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VsanDataEfficiencyConfigEx',
    ],
  },
  docsVsanDedup: {
    title: 'vSphere 7.0 documentation, deduplication and compression of vSAN',
    addresses: [
      `${docs}/en/VMware-vSphere/7.0/com.vmware.vsphere.vsan.doc/GUID-3D2D80CC-444E-454E-9B8B-25C3F620EFED.html`,
    ],
  },
  docsDedupDesign: {
    title: 'Virtual SAN 6.5 documentation, design considerations for deduplication and compression',
    addresses: [
      `${docs}/en/Virtual-SAN/6.5/com.vmware.vsphere.virtualsan.doc/GUID-2285B446-46BF-429C-A1E7-BEE276ED40F7.html`,
    ],
  },
  docsComponents: {
    title: 'vSphere 7.0 documentation, components of virtual machine encryption',
    addresses: [`${security7}/GUID-9035D542-B76B-4244-966D-2A8D92ABF54C.html`],
  },
  docsTrusted: {
    title: 'vSphere 7.0 and 8.0 documentation, vSphere Trust Authority',
    addresses: [
      `${security8}/GUID-646792F9-6135-4A62-8C2D-01CE90F3247C.html`,
      `${security7}/GUID-39D8AB34-AD45-4B0A-8FB0-7A1D16B25C9A.html`,
    ],
  },
  sdkKeys: {
    title: 'vSphere programming guide for VM encryption, best practices',
    addresses: [
      'https://vdc-download.vmware.com/vmwb-repository/dcr-public/dcde9f41-d477-4b57-8252-d7df7ffaa189/69d96707-3de4-4901-b5ad-30fdb6397d9a/doc/PG_VM_Encryption.14.7.html',
    ],
  },
  apiHostCrypto: {
    title: 'vSphere Virtual Infrastructure API reference, CryptoManagerHost and HostCryptoState',
    addresses: [
      `${infrastructureApi}/virtual-infrastructure/crypto-manager-host`,
      `${infrastructureApi}/data-structures/HostCryptoState_enum`,
    ],
  },
  apiClusterCrypto: {
    title: 'vSphere Virtual Infrastructure API reference, ClusterComputeResourceCryptoModePolicy',
    addresses: [`${infrastructureApi}/data-structures/ClusterComputeResourceCryptoModePolicy`],
  },
  docsModeOff: {
    title: 'vSphere 8.0 documentation, host encryption mode off (German text)',
    addresses: [
      `${docs}/de/VMware-vSphere/8.0/vsphere-security/GUID-C3000B91-2594-4CCC-9A07-1EAB792C6232.html`,
    ],
  },
  docsCoreDumps: {
    title: 'vSphere 8.0 documentation, virtual machine encryption and core dumps',
    addresses: [`${security8}/GUID-63728E8B-810D-418B-B1AA-6A0A2F92AABE.html`],
  },
  manual65: {
    title:
      'vSphere 6.5.1 security guide, page 151, in a mirror of the official manual that is no site of the vendor',
    addresses: ['http://38.142.81.21:8001/manual/vmware/vsphere/6-5-4-3-2-1-6-5-1-english/page-151.html'],
  },
  docsConfiguration: {
    title: 'vSphere 7.0 documentation, "Securing ESXi Configuration"',
    addresses: [`${security7}/GUID-88CDDC04-73F4-44DB-BEF7-E7847E656E84.html`],
  },
  docsRecoveryKey: {
    title: 'vSphere 8.0 documentation, the recovery key of the secure ESXi configuration',
    addresses: [`${security8}/GUID-30DA8CC1-5D9F-4025-B5DB-6D592B6BD9B4.html`],
  },
  docsEnforcement: {
    title: 'vSphere 7.0 documentation, enforcement of secure boot (German text)',
    addresses: [
      `${docs}/de/VMware-vSphere/7.0/com.vmware.vsphere.security.doc/GUID-82C6B841-8B38-4D7D-8EFA-83AB1605F59D.html`,
    ],
  },
  docsEncryption: {
    title:
      'VMware Edge Compute Stack documentation, virtual machine encryption: components and what is encrypted',
    addresses: [
      `${docs}/en/VMware-Edge-Compute-Stack/services/utility-substation-vpac-ready-infrastructure/GUID-D9BCC1C0-12AD-4EBB-B8C6-4C3A6B1AD6BA.html`,
    ],
  },
  docsInteroperability: {
    title: 'vSphere 8.0 documentation, "Virtual Machine Encryption Interoperability"',
    addresses: [`${security8}/GUID-C0AF1F3A-67B4-41A6-A933-7E52A3603D9D.html`],
  },
  docsVtpm67: {
    title: 'vSphere 6.7 documentation, virtual machines with a vTPM (German text)',
    addresses: [
      `${docs}/de/VMware-vSphere/6.7/com.vmware.vsphere.vm_admin.doc/GUID-A43B6914-E5F9-4CB1-9277-448AC9C467FB.html`,
    ],
  },
  docsVddk: {
    title: 'vSphere 8.0 VDDK programming guide, on encrypted machines',
    addresses: [
      `${docs}/en/VMware-vSphere/8.0/vsphere-vddk-programming-guide/GUID-DCB7AC21-6298-42BD-85A5-A7532B5F468E.html`,
    ],
  },
  docsRecrypt: {
    title: 'VMware Edge Compute Stack documentation, recrypting a virtual machine',
    addresses: [
      `${docs}/en/VMware-Edge-Compute-Stack/services/utility-substation-vpac-ready-infrastructure/GUID-F3BDF2E4-09E5-4584-8E19-47895108A2BB.html`,
    ],
  },
  docsVddkVtpm: {
    title: 'VDDK programming guide, backing up and restoring a virtual machine with a vTPM',
    addresses: [
      'https://vdc-repo.vmware.com/vmwb-repository/dcr-public/8f96698a-0e7b-4d67-bb6c-d18a1d101540/ef536a47-27cd-481a-90ef-76b38e75353c/doc/GUID-FBFDDA0D-BCDD-4E33-98DC-2AA3E3251EEB.html',
    ],
  },
};
