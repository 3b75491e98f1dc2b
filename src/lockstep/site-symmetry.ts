/** The symmetry of a site's machine, for the search. */
import type { Event } from '../../models/events.ts';
import type { SiteMachine } from '../../models/site-machine.ts';
import type { SliceName, State } from '../../models/state.ts';
import {
  inverse,
  type MovableKind,
  renamedEvent,
  renamedSlice,
  renamedValue,
  symmetriesOf,
} from '../../models/symmetry.ts';
import { type NewNames, type Symmetry, symmetryOf } from '../explore/canonical.ts';
import type { Compiled } from '../explore/compile.ts';

/** @param fixed kinds of things that keep their names: what is told of each by itself, such as machines */
export function siteSymmetry(
  { site: { site } }: SiteMachine,
  compiled: Compiled<State, Event>,
  fixed: readonly MovableKind[] = [],
): Symmetry<Event> {
  const names = symmetriesOf(site, fixed)
    .slice(1)
    .map((renaming): NewNames<Event> => {
      const undone = inverse(renaming);
      return {
        slot: (name) => renamedSlice(renaming, name as SliceName),
        value: (name, value) => renamedValue(site, renaming, name as SliceName, value),
        event: (event) => renamedEvent(renaming, event),
        back: (event) => renamedEvent(undone, event),
      };
    });
  return symmetryOf(compiled, names);
}
