/** What an administrator wants of the host-encryption machine, and what a stranger shall not read. */
import type { DomainGoal } from '../domain-machine.ts';
import { type Bundle, type HostDump, inMemory, type State } from './state.ts';

type Goal = DomainGoal<State>;

export const goals: readonly Goal[] = [
  {
    name: 'hostIsSafe',
    claim: 'The host is in encryption mode.',
    reads: ['host'],
    reached: ({ host }) => host.crypto === 'safe',
  },
  {
    name: 'machineRuns',
    claim: 'The encrypted machine runs.',
    reads: ['machine'],
    reached: ({ machine }) => machine === 'running',
  },
  {
    name: 'hostDumpReadable',
    claim: 'The newest dump of the host can be read, on the host or in a support bundle.',
    reads: ['host', 'hostDump', 'bundle'],
    reached: (state) => isReadableHere(state, state.hostDump) || isReadableInBundle(state, state.bundle),
  },
  {
    name: 'machineDumpReadable',
    claim: 'The newest dump of the machine can be read.',
    reads: ['host', 'machineDump'],
    reached: ({ host, machineDump }) => {
      if (machineDump === 'machine') return host.machineKeyCached || host.held === '1';
      return machineDump === 'none' || inMemory(host, machineDump);
    },
  },
  {
    name: 'hostDumpEncrypted',
    claim: 'The newest dump of the host tells nothing to those who copy it.',
    reads: ['hostDump'],
    reached: ({ hostDump }) => hostDump.key !== 'clear',
  },
  {
    name: 'hostKeySecret',
    claim: 'Nobody outside has found the present host key in a dump.',
    reads: ['host', 'outside'],
    reached: ({ host, outside }) => outside === 'none' || outside !== host.hostKey,
  },
  {
    name: 'vcenterDumpSecret',
    claim: 'There is no dump of vCenter Server, which would be in clear.',
    reads: ['vcenterDump'],
    reached: ({ vcenterDump }) => vcenterDump === 'none',
  },
];

function isReadableHere({ host }: State, { key }: HostDump): boolean {
  return key === 'none' || key === 'clear' || inMemory(host, key);
}

function isReadableInBundle({ host }: State, { protection, current }: Bundle): boolean {
  if (!current || protection === 'none' || protection === 'passwordForgotten') return false;
  return (
    protection === 'clear' ||
    protection === 'password' ||
    protection === 'randomKey' ||
    inMemory(host, protection)
  );
}
