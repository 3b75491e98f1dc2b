/** Room for more nodes. All threads move what they have into it together, between two steps of a level. */
import { cell, ownCell, sumOf } from './control.ts';
import { type Explorer, memoryOf } from './explorer.ts';
import { moveInto, type Room, roomier, roomOf, slotMask, statesRoomOf } from './nodes.ts';
import { slotsTaken } from './share.ts';
import { orderAll } from './team.ts';

/** Makes room for a level of so many nodes to be expanded. False when there is no more memory. */
export function makePlaces(explorer: Explorer, nodes: number): boolean {
  const room = roomOf(explorer.share.nodes);
  let { places } = room;
  while (places < nodes) places *= 2;
  return grow(explorer, { ...room, places });
}

/** Makes room for some more nodes, and says how many. False when there is no more, or no memory. */
export function makeSlots(explorer: Explorer): boolean {
  const { share, hands, states } = explorer;
  const { control, spends } = share.setup;
  // What all threads may have taken and not used.
  const taken = slotsTaken(spends.length) * (hands.length + 1);
  const tail = control[cell.tail] as number;
  const known = states + sumOf(control, ownCell.states);
  const freeOf = ({ slots, pairs }: Room): number =>
    Math.min(slots - tail, statesRoomOf(pairs) - known - taken);
  const room = { ...roomOf(share.nodes) };
  while (room.slots - tail < taken) room.slots *= 2;
  while (statesRoomOf(room.pairs) - known < 2 * taken) room.pairs *= 2;
  if (room.slots > slotMask) return false;
  if (!grow(explorer, room)) return false;
  control[cell.limit] = tail + freeOf(room);
  return true;
}

function grow(explorer: Explorer, room: Room): boolean {
  const { share, hands } = explorer;
  const now = roomOf(share.nodes);
  if (now.slots === room.slots && now.pairs === room.pairs && now.places === room.places) return true;
  try {
    const into = roomier(share.nodes, room, memoryOf(explorer));
    const of = hands.length + 1;
    orderAll(
      hands,
      () => ({ kind: 'move', into, of }),
      () => moveInto(into, share.nodes, 0, of),
    );
    share.nodes = into;
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
