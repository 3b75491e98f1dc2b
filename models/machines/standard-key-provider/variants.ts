/** What the machine of a Standard Key Provider is tried on. */
import type { Variant } from './state.ts';

const plain: Variant = {
  release: '8.0',
  place: 'outside',
  kmsBackup: false,
  persistence: 'none',
  rootKey: false,
  keysMax: 1,
  asks: [],
};

export const variants: Readonly<Record<string, Variant>> = {
  'kms-outside': { ...plain, asks: ['nodes', 'vcenter', 'credentials', 'delete'] },
  'kms-behind-hsm': {
    ...plain,
    kmsBackup: true,
    rootKey: true,
    asks: ['nodes', 'hsm', 'keys', 'kmsBackup'],
  },
  'kms-on-its-vsan': { ...plain, place: 'vsan', asks: ['nodes', 'move'] },
  'kms-moved-with-backup': { ...plain, kmsBackup: true, asks: ['nodes', 'move', 'kmsBackup'] },
  'persistence-7.0U2': {
    ...plain,
    release: '7.0U2',
    place: 'vsan',
    persistence: 'machines',
    asks: ['nodes', 'persistence'],
  },
  'persistence-7.0U3': {
    ...plain,
    release: '7.0U3',
    place: 'vsan',
    persistence: 'all',
    asks: ['nodes', 'persistence'],
  },
  'keys-removed': { ...plain, keysMax: 2, asks: ['remove', 'rekey'] },
  'wrapping-9.0': { ...plain, release: '9.0', keysMax: 3, asks: ['keys', 'delete', 'rekey', 'wrapping'] },
};
