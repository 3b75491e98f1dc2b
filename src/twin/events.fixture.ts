/** What a case of the table of events is. */
import type { Event, Refusal } from '../../models/events.ts';
import type { Setting } from './site.fixture.ts';

export type Case = Setting & {
  /** Before what: a bare site, or one in its steady state. */
  readonly from: 'bare' | 'steady';
  readonly after?: readonly Event[];
  readonly event: Event;
  readonly answer: 'accepted' | Refusal;
};
