/** What the vCenter machine is tried on. */
import type { Variant } from './state.ts';

type HostVariant = Variant['hosts'][number];

const first: HostVariant = { name: 'esx-1', tpm: true, at: 'vc-1', clustered: true };
const second: HostVariant = { name: 'esx-2', tpm: true, at: 'vc-1', clustered: true };
const withoutTpm: HostVariant = { ...second, tpm: false };

const plain: Variant = {
  release: '8.0',
  vcenters: ['vc-1'],
  names: ['A'],
  standard: false,
  ha: false,
  born: ['A'],
  tpmRequired: false,
  systemDefault: null,
  hosts: [first, second],
  machine: 'plain',
  keysMax: 1,
  backups: [],
  licences: ['enterprisePlus+vsanEnterprise'],
  asks: [],
};

export const variants: Readonly<Record<string, Variant>> = {
  'before-7.0U2': { ...plain, release: '7.0U1', born: [], tpmRequired: true, asks: ['create'] },
  'life-7.0U2': {
    ...plain,
    release: '7.0U2',
    born: [],
    tpmRequired: true,
    hosts: [first, withoutTpm],
    asks: ['create', 'export', 'import', 'delete', 'keyId', 'alarm', 'machine'],
  },
  'same-name-7.0U3': {
    ...plain,
    release: '7.0U3',
    hosts: [first, withoutTpm],
    machine: 'full',
    keysMax: 2,
    asks: ['create', 'export', 'import', 'delete', 'files', 'hosts', 'power', 'rekey'],
  },
  'defaults-8.0': {
    ...plain,
    names: ['A', 'B'],
    born: ['A', 'B'],
    systemDefault: 'A',
    asks: ['defaults', 'delete', 'machine'],
  },
  'defaults-8.0U1': {
    ...plain,
    release: '8.0U1',
    names: ['A', 'B'],
    born: ['A', 'B'],
    systemDefault: 'A',
    asks: ['defaults', 'delete', 'machine'],
  },
  'restore-8.0': {
    ...plain,
    machine: 'full',
    backups: [
      { name: 'early', level: 'image', encrypted: false, onCluster: false, holds: [] },
      { name: 'late', level: 'file', encrypted: true, onCluster: true, holds: ['A'] },
    ],
    asks: ['import', 'delete', 'files', 'loss', 'backups', 'hosts', 'power'],
  },
  'ha-8.0': {
    ...plain,
    ha: true,
    tpmRequired: true,
    hosts: [first, withoutTpm],
    machine: 'vtpm',
    backups: [{ name: 'late', level: 'file', encrypted: false, onCluster: false, holds: ['A'] }],
    asks: ['delete', 'loss', 'import', 'backups'],
  },
  'linked-8.0': {
    ...plain,
    vcenters: ['vc-1', 'vc-2'],
    machine: 'full',
    keysMax: 2,
    asks: ['create', 'import', 'delete', 'keyId', 'linked', 'hosts', 'power'],
  },
  'bootstrap-8.0': {
    ...plain,
    born: [],
    hosts: [first, second].map((host) => ({ ...host, at: null, clustered: false })),
    asks: ['bootstrap', 'export', 'import', 'loss', 'hosts', 'power'],
  },
  'standalone-8.0': {
    ...plain,
    hosts: [first, { ...second, clustered: false }],
    machine: 'vtpm',
    asks: ['standalone', 'machine', 'hosts', 'power'],
  },
  'licence-perpetual': {
    ...plain,
    licences: ['enterprisePlus+vsanEnterprise', 'enterprisePlus', 'standard'],
    asks: ['licence', 'machine', 'power'],
  },
  'licence-subscription': {
    ...plain,
    release: '9.0',
    licences: ['vcf', 'vvf', 'vvs'],
    asks: ['licence', 'machine', 'power'],
  },
  'migration-9.0': {
    ...plain,
    release: '9.0',
    names: ['A', 'B'],
    standard: true,
    born: ['B'],
    systemDefault: 'B',
    machine: 'full',
    asks: ['create', 'export', 'defaults', 'delete', 'rekey', 'standard', 'hosts', 'power'],
  },
};
