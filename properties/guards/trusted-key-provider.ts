/** What the guards of trusted-key-provider are for. */
import type { Event } from '../../models/machines/trusted-key-provider/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const trustedKeyProviderGuards: GuardTable<Event['type']> = {
  breaking: [
    ['bootHost', 'outages-8.0', 0, 'an encrypted machine runs where a key is'],
    ['boardIsSwapped', 'outages-8.0', 1, 'an attested host has a TPM that is trusted'],
    ['hostIsAttested', 'outages-8.0', 1, 'a host that is off knows nothing'],
    ['hostGetsKey', 'patching-8.0', 1, 'a host that is off knows nothing'],
    ['startMachine', 'outages-8.0', 1, 'machines run on hosts'],
    ['migrateMachine', 'patching-8.0', 1, 'machines run on hosts'],
    ['startPlainMachine', 'patching-8.0', 1, 'machines run on hosts'],
  ],
  moving: [
    [
      'trustTpm',
      'outages-8.0',
      0,
      'a TPM that is trusted is listed twice; trusted means listed at least once',
      0,
    ],
    ['changePrimaryKey', 'primary-key-7.0', 0, 'more primary keys than the bound of this machine', 0],
    [
      'attestationLapses',
      'outages-8.0',
      0,
      'an attestation that would be given again lapses, and is given again: otherwise no Trust Authority host is up meanwhile',
      2,
    ],
    ['rekeyMachine', 'primary-key-7.0', 0, 'more key-encrypting keys than the bound of this machine', 0],
  ],
  harmless: [
    ['taHostStops', 'every', 1, 'what is down stays down'],
    ['startTaHost', 'every', 1, 'what is up stays up'],
    ['taVcenterStops', 'every', 1, 'what is stopped stays stopped'],
    ['startTaVcenter', 'every', 1, 'what runs goes on'],
    ['importBaseImage', 'every', 1, 'an image could be imported before that vCenter stopped'],
    ['removeBaseImage', 'every', 1, 'an image could be removed before that vCenter stopped'],
    ['kmsStops', 'every', 1, 'what is down stays down'],
    ['startKms', 'every', 1, 'what is up stays up'],
    ['primaryKeyIsDestroyed', 'every', 1, 'what is destroyed stays destroyed'],
    ['vcenterStops', 'every', 1, 'what is stopped stays stopped'],
    ['startVcenter', 'every', 1, 'what runs goes on'],
    [
      'joinLinkedMode',
      'every',
      1,
      'it could be linked before it stopped, and with the Trust Authority it changes nothing',
    ],
    ['hostCrashes', 'every', 1, 'what is off stays off'],
    ['sitePowerFails', 'every', 1, 'a dark site stays dark'],
    [
      'patchHost',
      'every',
      1,
      'a host that is off and patched boots with it, as if patched before; that spends the only fault',
    ],
    ['rollBackHost', 'every', 1, 'a patch spends the only fault'],
    ['powerOffMachine', 'every', 1, 'a machine that is off stays off'],
    ['addPlainMachine', 'every', 1, 'a host can be off with the machine on it: it was added before'],
  ],
};
