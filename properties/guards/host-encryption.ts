/** What the guards of host-encryption are for. */
import type { Event } from '../../models/machines/host-encryption/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const hostEncryptionGuards: GuardTable<Event['type']> = {
  breaking: [
    ['prepareCrypto', '7.0U2', 1, 'machineRunsInMode'],
    ['enableCrypto', '7.0U2', 1, 'safeHasHostKey'],
    ['configureCryptoKey', '7.0U2', 1, 'safeHasHostKey'],
    ['changeKey', '6.5', 1, 'changeIsFromAnother'],
    ['dumpsAreRecrypted', '7.0U2', 1, 'machineDumpKey'],
    ['disableCrypto', '8.0U3-vsan', 1, 'changeIsFromAnother'],
    ['turnEncryptionModeOff', '7.0U2', 1, 'machineRunsInMode'],
    ['addKey', '6.5', 1, 'cacheNeedsMode'],
    ['setCryptoMode', '7.0U2', 1, 'policyNeedsVersion'],
    ['clusterEnablesHost', '7.0U2', 1, 'safeHasHostKey'],
    ['placeMachine', '7.0U2', 1, 'safeHasHostKey'],
    ['collectBundle', '7.0U2', 1, 'bundleIsNotClear'],
    ['passwordIsForgotten', '7.0U2', 1, 'bundleIsNotClear'],
    ['setDefaultProvider', '6.5', 1, 'defaultExists'],
  ],
  moving: [
    [
      'machineCrashes',
      '7.0U2',
      1,
      'the dump of a machine that never ran: otherwise it ran, and crashed by another fault',
      1,
    ],
    [
      'addProvider',
      '7.0U2',
      0,
      'a second key over the first, which nobody deleted: otherwise it is deleted by a fault',
      1,
    ],
    [
      'importProvider',
      '7.0U2',
      1,
      'the first key over the second, which nobody deleted: otherwise it is deleted by another fault',
      1,
    ],
  ],
  harmless: [
    ['dumpsAreLeft', '7.0U2', 1, 'without a change of the host key nothing is left'],
    ['removeKey', '7.0U2', 1, 'what is not cached stays out of the cache'],
    ['powerOffMachine', '7.0U2', 1, 'a machine that is off stays off'],
    ['rebootHost', '7.0U2', 1, 'it has no guard'],
    ['hostPanics', '7.0U2', 1, 'it has no guard'],
    ['hostdCrashes', '7.0U2', 1, 'it has no guard'],
    ['shareBundle', '7.0U2', 1, 'no bundle tells nothing'],
    ['bundleIsStolen', '7.0U2', 1, 'no bundle tells nothing'],
    [
      'vcenterCrashes',
      '7.0U2',
      1,
      'a vCenter that is down stays down, and its dump can be deleted in between',
    ],
    ['startVcenter', '7.0U2', 1, 'a running vCenter runs on'],
    ['deleteVcenterDump', '7.0U2', 1, 'no dump stays no dump'],
    [
      'deleteProvider',
      '7.0U2',
      1,
      'what is gone stays gone, and a vCenter that is down costs the other fault',
    ],
    ['vcenterPushesKeys', '7.0U2', 1, 'a vCenter that is down has the keys that it had when it ran'],
    ['p12IsLost', '7.0U2', 1, 'what is lost stays lost'],
  ],
};
