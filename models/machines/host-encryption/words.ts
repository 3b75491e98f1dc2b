/** The events of the host-encryption machine as an administrator would say them. */
import type { Event } from './events.ts';

export function describeEvent(event: Event): string {
  switch (event.type) {
    case 'configureCryptoKey':
      return event.key === 'unset'
        ? 'configure the host key as the default provider gives it'
        : `configure host key ${event.key}`;
    case 'changeKey':
      return `change the host key to ${event.key}`;
    case 'setCryptoMode':
      return `set the crypto mode of the cluster to ${event.mode}, policy ${event.policy}`;
    case 'placeMachine':
      return event.user === 'administrator'
        ? 'an administrator starts the encrypted machine on the host'
        : 'a user without Cryptographer.RegisterHost starts the encrypted machine on the host';
    case 'collectBundle':
      return event.password
        ? 'collect a support bundle with a password'
        : 'collect a support bundle without a password';
    default:
      return sentences[event.type];
  }
}

type Plain = Exclude<
  Event['type'],
  'configureCryptoKey' | 'changeKey' | 'setCryptoMode' | 'placeMachine' | 'collectBundle'
>;

const sentences: Readonly<Record<Plain, string>> = {
  prepareCrypto: 'prepare the host for encryption mode',
  enableCrypto: 'enable host encryption mode',
  dumpsAreRecrypted: 'the dumps are put under the new host key',
  dumpsAreLeft: 'the dumps are left under the old host key',
  disableCrypto: 'disable host encryption mode through the API',
  turnEncryptionModeOff: 'turn host encryption mode off in the client',
  addKey: 'add the machine’s key to the host’s key cache',
  removeKey: 'remove the machine’s key from the host’s key cache',
  clusterEnablesHost: 'the cluster turns host encryption mode on',
  powerOffMachine: 'power the encrypted machine off',
  rebootHost: 'reboot the host',
  hostPanics: 'the host panics, writes a dump and reboots',
  hostdCrashes: 'hostd crashes and writes a dump',
  machineCrashes: 'the encrypted machine crashes and writes a dump',
  passwordIsForgotten: 'the password of the support bundle is forgotten',
  shareBundle: 'hand the support bundle over, with its password if it is known',
  bundleIsStolen: 'the support bundle is stolen, without its password',
  vcenterCrashes: 'vCenter Server crashes and writes a dump',
  startVcenter: 'start vCenter Server',
  deleteVcenterDump: 'delete the dump of vCenter Server',
  deleteProvider: 'delete the key provider',
  addProvider: 'add a key provider under the same name',
  importProvider: 'import the key provider from its .p12 file',
  setDefaultProvider: 'make the key provider the default one',
  vcenterPushesKeys: 'vCenter Server brings the host’s provider in line with its own',
  p12IsLost: 'the .p12 file is lost',
};
