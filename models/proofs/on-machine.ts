/** What happens on the domain machines before the stories of several practices begin. */
import type { Tagged } from '../kernel/machine.ts';
import type { Event as VcenterEvent } from '../machines/vcenter/events.ts';
import type { Done } from './proof.ts';

/** Events of one machine, as its own type knows them. */
export function eventsOf<Event extends Tagged>(): (...events: readonly Event[]) => readonly Done[] {
  return (...events) => events;
}

export const vcenter: (...events: readonly VcenterEvent[]) => readonly Done[] = eventsOf<VcenterEvent>();

/** Provider `A` at the first vCenter Server. */
export const providerA = { vcenter: 'vc-1', provider: 'A' } as const;

export const importA: VcenterEvent = { type: 'importProvider', ...providerA, constraint: 'asExported' };

/** An event that is refused: what somebody who looks gets to see. */
export function refusedAt(event: VcenterEvent, refused: string): Done {
  return { event, refused };
}

export const backUpA: readonly Done[] = vcenter(
  { type: 'exportProvider', ...providerA, login: 'fqdn' },
  { type: 'downloadBackup', ...providerA, password: true },
);
