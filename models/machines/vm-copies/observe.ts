/** What can be seen of the machine and its copies, as docs/machines/vm-copies.md has it. */
import type { Setting } from '../domain-machine.ts';
import { cloneUnopened } from './copy-rules.ts';
import type { Copy, Keys, State, Variant } from './state.ts';
import { machineUnopened } from './words.ts';

/** What both vCenters, the array and the backup product show. */
export function observe(state: State, { variant }: Setting<Variant>): unknown {
  const { main, dr, p12, template, backup, restored } = state;
  return {
    mainLost: main.lost,
    providers: { main: { A: main.A, B: main.B }, dr: { A: dr.A, B: dr.B } },
    p12: { A: p12.A, B: p12.B },
    machine: machineSeen(state),
    clone: cloneSeen(state),
    template: template.form === 'absent' ? null : { form: template.form, ...keysSeen(template) },
    disk: copySeen(state.disk),
    storageSnapshot: copySeen(state.storageSnapshot),
    replica: copySeen(state.replica),
    migration: state.migration,
    audit: auditOf(state),
    proxy: state.proxy,
    backup: backup.taken ? { clear: !variant.productEncrypts, home: backup.home } : null,
    restored: restored.there ? { provider: restored.wrap, vtpm: restored.vtpm } : null,
    exported: state.exported,
  };
}

function keysSeen({ dek, wrap }: Keys): { readonly dek: number; readonly provider: string | null } {
  return { dek, provider: wrap };
}

function copySeen(copy: Copy): unknown {
  return copy.there ? keysSeen(copy) : null;
}

function machineSeen(state: State): unknown {
  const { machine } = state;
  if (machine.at === 'nowhere') return null;
  const { at: site, power, snapshot } = machine;
  return { site, power, ...keysSeen(machine), snapshot, opens: machineUnopened(state) === undefined };
}

function cloneSeen(state: State): unknown {
  const { clone } = state;
  if (clone.kind === 'none') return null;
  return { kind: clone.kind, ...keysSeen(clone), opens: cloneUnopened(state) === undefined };
}

/** The objects that vCenter knows to need provider A. It knows of no storage snapshot, replica or backup. */
export function auditOf({ machine, clone, template, disk }: State): readonly string[] {
  const machineNeeds = machine.at === 'main' && machine.wrap === 'A';
  return [
    ...(machineNeeds ? ['machine'] : []),
    ...(clone.wrap === 'A' || (clone.kind === 'linked' && machineNeeds) ? ['clone'] : []),
    ...(template.wrap === 'A' ? ['template'] : []),
    ...(disk.wrap === 'A' ? ['disk'] : []),
  ];
}
