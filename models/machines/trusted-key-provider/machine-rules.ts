/** The virtual machines of the trusted cluster: an encrypted one and a plain one. */
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import { type Host, hostSlices, onHosts, releaseRefusal, rule, type RuleFor, type State } from './state.ts';

/** Why a host would not run `db`. */
function hostRefusal({ power, attested, cache }: Host, { db }: State): Refusal | undefined {
  return (
    when(power === 'off', 'hostNotOn') ??
    when(!attested, 'hostNotAttested') ??
    when(!cache.includes(db.kek), 'keyMissing')
  );
}

export const startMachine: RuleFor<'startMachine'> = rule({
  claim: 'An encrypted machine starts on an attested host that has its key.',
  sources: ['trusted-attested', 'unattested-starts-nothing'],
  by: 'operator',
  spends: 0,
  events: () => onHosts('startMachine'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['db'],
  refusal: (state, { host }) =>
    when(state.db.on !== null, 'machineRunning') ?? hostRefusal(state[`host/${host}`], state),
  apply: ({ db }, { host }) => ({ db: { ...db, on: host } }),
});

export const powerOffMachine: RuleFor<'powerOffMachine'> = rule({
  claim: 'A machine that was powered off on an unattested host does not start there again.',
  sources: ['unattested-starts-nothing', 'bound-faults'],
  by: 'operator',
  spends: 1,
  events: () => [{ type: 'powerOffMachine' }],
  reads: () => [],
  writes: () => ['db'],
  refusal: ({ db }) => when(db.on === null, 'machineNotRunning'),
  apply: ({ db }) => ({ db: { ...db, on: null } }),
});

export const migrateMachine: RuleFor<'migrateMachine'> = rule({
  claim: 'A running machine goes only to an attested host that has its key.',
  sources: ['trusted-attested'],
  by: 'operator',
  spends: 0,
  groups: ['machines'],
  events: () => onHosts('migrateMachine'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['db'],
  refusal: (state, { host }) =>
    when(state.db.on === null, 'machineNotRunning') ??
    when(state.db.on === host, 'machineIsThere') ??
    hostRefusal(state[`host/${host}`], state),
  apply: ({ db }, { host }) => ({ db: { ...db, on: host } }),
});

export const rekeyMachine: RuleFor<'rekeyMachine'> = rule({
  claim: 'A shallow rekey takes a machine to the present primary key.',
  sources: ['shallow-rekey', 'primary-key-wraps'],
  by: 'operator',
  spends: 0,
  groups: ['primaryKey'],
  events: () => [{ type: 'rekeyMachine' }],
  reads: () => ['vcenter', 'taHosts', 'kms'],
  writes: () => ['db', ...hostSlices],
  refusal: (state, _, { variant }) =>
    when(state.vcenter.state === 'stopped', 'vcenterNotRunning') ??
    when(state.db.kek >= variant.keksMax, 'keyLimit') ??
    when(!hostSlices.some((slice) => hostRefusal(state[slice], state) === undefined), 'noHostHoldsKey') ??
    releaseRefusal(state, state.kms.present),
  apply: (state) => {
    const kek = state.db.kek + 1;
    const given = hostSlices.map((slice): [string, Host] => {
      const host = state[slice];
      return [
        slice,
        hostRefusal(host, state) === undefined ? { ...host, cache: [...host.cache, kek] } : host,
      ];
    });
    return { ...Object.fromEntries(given), db: { ...state.db, kek, wrappedBy: state.kms.present } };
  },
});

export const addPlainMachine: RuleFor<'addPlainMachine'> = rule({
  claim: 'An unattested host may still add plain machines.',
  sources: ['unattested-starts-nothing'],
  by: 'operator',
  spends: 0,
  groups: ['machines'],
  events: () => onHosts('addPlainMachine'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['web'],
  refusal: (state, { host }) =>
    when(state.web.exists, 'machineExists') ?? when(state[`host/${host}`].power === 'off', 'hostNotOn'),
  apply: () => ({ web: { exists: true, on: null } }),
});

export const startPlainMachine: RuleFor<'startPlainMachine'> = rule({
  claim: 'An unattested host powers on no machine, plain ones neither.',
  sources: ['unattested-starts-nothing'],
  by: 'operator',
  spends: 0,
  groups: ['machines'],
  events: () => onHosts('startPlainMachine'),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['web'],
  refusal: (state, { host }) =>
    when(!state.web.exists, 'machineMissing') ??
    when(state.web.on !== null, 'machineRunning') ??
    when(state[`host/${host}`].power === 'off', 'hostNotOn') ??
    when(!state[`host/${host}`].attested, 'hostNotAttested'),
  apply: ({ web }, { host }) => ({ web: { ...web, on: host } }),
});
