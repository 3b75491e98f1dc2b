/** What encrypted machines are asked about their objects: snapshots, disks, rekeys. */
import type { Event, Group } from '../machines/vm-encryption/events.ts';
import type { Variant } from '../machines/vm-encryption/state.ts';
import { vmEncryption } from '../machines/vm-encryption/vm-encryption.ts';
import { type HostSite, type MachineSite, named, type Site } from '../site.ts';
import { isBefore, type Release } from '../versions.ts';
import {
  type Asked,
  type Described,
  type Note,
  nothingAsked,
  questionOn,
  reachable,
  stays,
  together,
} from './question.ts';
import type { MachineSaid } from './said.ts';

export function askedOfEncrypted({ site, said }: Described): Asked {
  return together(
    site.machines.map((machine, at) => {
      const own = said.machines[at];
      if (own === undefined || machine.encryption !== 'full' || !isDescribed(own)) return nothingAsked;
      const release = said.hosts[site.hosts.findIndex(({ name }) => name === machine.host)]?.release;
      const asked = askedOf(site, machine, own, release ?? said.vcenter.release);
      return { ...asked, notes: dataDiskNotes(machine, own) };
    }),
  );
}

/** The machine of a site has one provider for each class of machines. */
function dataDiskNotes({ name, provider }: MachineSite, { dataDiskProvider }: MachineSaid): readonly Note[] {
  if (dataDiskProvider === undefined) return [];
  return [
    {
      title: `data disks of ${name}`,
      text: `they need the key of ${dataDiskProvider} as well, and the machine of the site only loses and recovers that of ${provider}; a file that names ${dataDiskProvider} as the provider of ${name} is told the other half`,
      sources: ['vm-two-providers-in-one-machine', 'vm-disk-key-missing'],
      open: true,
    },
  ];
}

function isDescribed({
  snapshots,
  changedBlockTracking,
  ideController,
  dataDiskProvider,
}: MachineSaid): boolean {
  return [snapshots, changedBlockTracking, ideController, dataDiskProvider].some(
    (said) => said !== undefined,
  );
}

function askedOf(site: Site, machine: MachineSite, own: MachineSaid, release: Release | undefined): Asked {
  if (release === undefined) return { ...nothingAsked, missing: ['vcenter.release'] };
  const variant = variantOf(named(site.hosts, machine.host), own, release);
  const faults = questionOn(vmEncryption, {
    title: `encryption of ${machine.name}`,
    cases: [{ variant, setUp: snapshotsOf(own) }],
    faultsMax: site.promise.recoverable,
    aims: [reachable('machineRuns'), stays('recoverable'), stays('noPlaintextLeft')],
  });
  // Without faults, and to its end: keys are handed out a bounded number of times, which must not decide.
  const rekeyed = questionOn(vmEncryption, {
    title: `rekey of ${machine.name} while it runs`,
    cases: [{ variant, setUp: [...snapshotsOf(own), { type: 'powerOn' }] }],
    never: asItIs,
    faultsMax: 0,
    aims: [reachable('oneProvider'), stays('machineRuns')],
  });
  return { ...nothingAsked, questions: [faults, rekeyed] };
}

/** Its snapshots and disks stay as the file has them, it is not powered off, and what was begun is finished. */
const asItIs: readonly Event['type'][] = [
  'cancelTask',
  'powerOff',
  'takeSnapshot',
  'branchSnapshot',
  'deleteSnapshots',
  'createDisk',
  'detachDisk',
  'deleteDisk',
];

function variantOf({ encryptionMode }: HostSite, own: MachineSaid, release: Release): Variant {
  const groups: readonly Group[] = [
    'rekey',
    ...(own.snapshots === undefined || own.snapshots === 'none' ? [] : (['snapshots'] as const)),
    ...(own.dataDiskProvider === undefined ? [] : (['disks'] as const)),
  ];
  return {
    release: releaseOf(release),
    starts: own.dataDiskProvider === undefined ? 'encrypted' : 'mixed',
    tpm: encryptionMode === 'tpm',
    cbt: own.changedBlockTracking === true,
    ide: own.ideController === true,
    kekLimit: { A: 2, B: 2 },
    dekLimit: 2,
    asks: groups,
  };
}

/** The machine knows releases before 8.0, before 8.0 U3e, and from then on. */
function releaseOf(release: Release): Variant['release'] {
  if (isBefore(release, '8.0')) return '7.0';
  return isBefore(release, '8.0U3e') ? '8.0' : '8.0U3e';
}

function snapshotsOf({ snapshots }: MachineSaid): readonly Event[] {
  switch (snapshots) {
    case 'chain':
      return [{ type: 'takeSnapshot' }];
    case 'tree':
      return [{ type: 'takeSnapshot' }, { type: 'branchSnapshot' }];
    default:
      return [];
  }
}
