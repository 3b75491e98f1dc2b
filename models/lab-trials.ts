/**
 * How an administrator settles what the sources leave open: what to do in a lab, and what each outcome says. A search
 * finds the shortest run that tells two settings apart in the models; this says how to see it on the product. These are
 * proposals of ours, tried by nobody yet.
 */
import { differing, type Switches } from './reading.ts';

export type LabTest = {
  /** What the lab needs, and what to do, in order. */
  readonly steps: readonly string[];
  /** What is seen then, and what is right if so. */
  readonly outcomes: readonly { readonly seen: string; readonly right: string }[];
};

/** A test of one switch: what is seen under each of its settings, or why that setting cannot be shown. */
type SwitchTest<Value extends string> = {
  readonly steps: readonly string[];
  readonly seen: Readonly<Record<Value, string>>;
};

const wait = 'Wait six minutes (vpxd.KMS.remediationInterval is five by default).';

/** One test for each switch, with an outcome for each of its settings. */
const tests: { readonly [Switch in keyof Switches]: SwitchTest<`${Switches[Switch]}`> } = {
  noTpmRetention: {
    steps: [
      'Take a host without a TPM, or with one whose mode is NONE (esxcli system settings encryption get), and a Native Key Provider that does not require TPMs.',
      'Add a vTPM to a machine on that host, power it off, and write the configuration: /sbin/auto-backup.sh.',
      'Shut vCenter Server down, reboot the host, and power the machine on in the VMware Host Client.',
    ],
    seen: {
      persists: 'it starts without vCenter Server',
      volatile: 'it does not start before vCenter Server is back and has brought the keys',
    },
  },
  noTpmArchive: {
    steps: [
      'Image the boot device of a host whose mode is NONE (esxcli system settings encryption get), and that has a key provider.',
      'On another computer, with nothing but the image, look for the key of the encrypted configuration archive in a file beside it, and open the archive.',
    ],
    seen: {
      readable: 'the archive opens, and the key provider is in it',
      opaque:
        'no key is there; one failed attempt proves little, so have it tried by somebody who has done it before',
    },
  },
  tpmGate: {
    steps: [
      'Take a host with a TPM 2.0 whose mode is still NONE (esxcli system settings encryption get), in a cluster of its own.',
      'Create a Native Key Provider with "Use key provider only with TPM protected ESXi hosts", and back it up.',
      `${wait} Then add a vTPM to a machine on that host.`,
    ],
    seen: {
      present: 'it is added: the chip is enough',
      modeTpm:
        'it fails, and the provider stays in "Warning" until esxcli system settings encryption set --mode=TPM',
    },
  },
  remediation: {
    steps: [
      'Encrypt a test machine with a Native Key Provider of its own whose .p12 file is at hand, and power it off.',
      'Delete that provider in vCenter Server.',
      `${wait} Then power the machine on, before the host is rebooted.`,
    ],
    seen: {
      prunes: 'it is locked: the key was taken from the host',
      addsOnly: 'it starts: the host has kept the key',
    },
  },
  importCountsAsBackup: {
    steps: [
      'Restore the .p12 file of a provider in a vCenter Server that does not have it.',
      'Look at its status under Configure > Key Providers, and add a vTPM to a machine without backing the provider up again.',
    ],
    seen: { true: 'the vTPM is added', false: 'the status is "Not backed up", and the vTPM is refused' },
  },
  pushBeforeActivation: {
    steps: [
      'Create a Native Key Provider, and do not back it up.',
      `${wait} Then look for it in the ConfigStore of a host, where a lab has seen providers kept.`,
    ],
    seen: { false: 'it is not there', true: 'it is there' },
  },
  esaDekScope: {
    steps: [
      'Encrypt a vSAN ESA cluster at rest.',
      'Read VsanDataEncryptionConfig of the cluster, and VsanHostEncryptionInfo of each host, by the vSAN Management API.',
    ],
    seen: {
      cluster: 'the configuration of the cluster has a wrapped DEK, the same for all hosts',
      device: 'it has none, and every device has its own',
    },
  },
  coredumpHasKeys: {
    steps: [
      'Create a Native Key Provider by the API with a KDK of your own choice, on a host that can be spared, and encrypt a machine there.',
      'Make the host panic, collect a support bundle with a password, and decrypt the core dump in it.',
      'Search the dump for the bytes of the KDK and of what is derived from it.',
    ],
    seen: {
      may: 'they are in it, once',
      never: 'they are not found in many dumps; that cannot be proved in a lab',
    },
  },
  firmwareUpdateUnseal: {
    steps: [
      'Note the recovery key of a host whose configuration is sealed (esxcli system settings encryption recovery list).',
      'Update its firmware, with all settings left as they were, and boot it.',
    ],
    seen: {
      nondet: 'it stops at boot and asks for the recovery key',
      ok: 'it boots, with every firmware that you have; another maker’s may still not',
    },
  },
  tpmLockout: {
    steps: [
      'Note the recovery key of a host whose configuration is sealed.',
      'Boot it from another system, and send the TPM wrong passwords until it reports a lockout.',
      'Boot ESXi before the lockout is over.',
    ],
    seen: { transient: 'it stops at boot, and boots later by itself', off: 'it boots' },
  },
  cfgDirtyWindow: {
    steps: [
      'Create a Native Key Provider, back it up, and wait until it is "Active" on a test host.',
      'Pull the plug of the host within a few minutes, and stop vCenter Server.',
      'Boot the host, and power on a machine that was encrypted with this provider on another host.',
    ],
    seen: {
      hourly: 'it does not start: the key had not been written to the boot device',
      none: 'it starts',
    },
  },
};

/** What settles the one question in which two readings differ; nothing where they differ in several. */
export function labTestOf(
  one: Switches,
  other: Switches,
  names: readonly [string, string],
): LabTest | undefined {
  const [name, ...more] = differing(one, other);
  if (name === undefined || more.length > 0) return undefined;
  const { steps } = tests[name];
  const seen: Readonly<Record<string, string>> = tests[name].seen;
  const outcomes = [one, other].map((side, at) => {
    return { seen: seen[String(side[name])] ?? '', right: names[at] ?? '' };
  });
  return { steps, outcomes };
}
