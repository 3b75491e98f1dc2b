/** Room for more nodes, made between two steps of a level. All threads spread the index together. */
import { cell, ownCell, sumOf } from './control.ts';
import type { Explorer } from './explorer.ts';
import { type Room, roomier, roomMax, roomOf } from './nodes.ts';
import { growShare, slotsTaken } from './share.ts';
import { bordersOf, statesRoomOf } from './spread.ts';
import { orderAll } from './team.ts';

/** Makes room for a level of so many nodes to be expanded. False when there is no more memory. */
export function makePlaces(explorer: Explorer, nodes: number): boolean {
  const room = roomOf(explorer.share.nodes);
  let { places } = room;
  while (places < nodes) places *= 2;
  return grow(explorer, { ...room, places });
}

/** Indexes up to here are spread seldom rather than kept small. */
const pairsLarge = 1 << 21;

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
  while (statesRoomOf(room.pairs) - known < 2 * taken) room.pairs *= room.pairs < pairsLarge ? 4 : 2;
  if (room.slots > roomMax.slots) return false;
  if (!grow(explorer, room)) return false;
  control[cell.limit] = tail + freeOf(room);
  return true;
}

function grow(explorer: Explorer, room: Room): boolean {
  const { share, hands } = explorer;
  const now = roomOf(share.nodes);
  if (now.slots === room.slots && now.pairs === room.pairs && now.places === room.places) return true;
  try {
    const nodes = roomier(share.nodes, room);
    const borders = bordersOf(nodes.index, now.pairs, hands.length + 1);
    orderAll(
      hands,
      () => ({ kind: 'grow', nodes, borders }),
      () => growShare(share, nodes, borders),
    );
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
