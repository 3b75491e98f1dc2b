/** How the workers of a search agree on the order of all nodes, and bring them together. */
import { orderOf } from './level.ts';
import { countTaken } from './moves.ts';
import { type Found, type Partition, type Place, type Shared, sharedWords } from './partition.ts';

/** Puts the level that was found in order; `parents` are the ranks of the level before. */
export function found(partition: Partition, parents: { from: number; count: number }): Found {
  const { nodes, level } = partition;
  const order = orderOf(nodes, level.start, parents);
  const [parent, by] = [sharedWords(order.length), sharedWords(order.length)];
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number;
    parent[at] = nodes.parent[node] as number;
    by[at] = nodes.by[node] as number;
  }
  partition.order = order;
  return { parent, by };
}

/** Finds the places of its own nodes between those of the others, and makes the level the next to expand. */
export function rank(partition: Partition, { levels, before, asleep }: Place): void {
  const { nodes, level, setup, order } = partition;
  const { sleep } = setup;
  const base = asleep.first;
  const own = levels[setup.own] as Found;
  const places = new Int32Array(order.length).fill(base);
  for (const [worker, other] of levels.entries()) if (worker !== setup.own) addBefore(places, own, other);
  if (nodes.count > partition.ranks.length) {
    partition.ranks = longer(partition.ranks, nodes.count);
    partition.sets = longer(partition.sets, nodes.count);
  }
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number;
    const rank = at + (places[at] as number);
    const of = before.sets[(nodes.parent[node] as number) - before.first] as number;
    const set = sleep.next[of * setup.spends.length + (nodes.by[node] as number)] as number;
    partition.ranks[node] = rank;
    partition.sets[node] = set;
    asleep.sets[rank - base] = set;
  }
  partition.cursor = level.start;
  level.start = nodes.count;
  level.settled = nodes.count;
  partition.before = { taken: partition.taken.slice(), states: nodes.states };
}

function longer(array: Int32Array, needed: number): Int32Array {
  const wider = new Int32Array(Math.max(needed, 2 * array.length));
  wider.set(array);
  return wider;
}

/** Adds to the place of each of its own nodes how many of another worker's come before it. */
function addBefore(places: Int32Array, own: Found, { parent, by }: Found): void {
  let before = 0;
  for (let at = 0; at < places.length; at++) {
    const [of, instance] = [own.parent[at] as number, own.by[at] as number];
    for (; before < parent.length; before++) {
      const other = parent[before] as number;
      if (other > of || (other === of && (by[before] as number) > instance)) break;
    }
    places[at] = (places[at] as number) + before;
  }
}

/** Forgets the level that is being found. */
export function forget({ nodes, level, moves, taken, before }: Partition): void {
  countTaken(moves, taken);
  nodes.count = level.start;
  nodes.states = before.states;
  taken.set(before.taken);
}

/** Writes its nodes to their places among all. */
export function publish({ nodes, ranks, level: { start } }: Partition, into: Shared): void {
  const { width } = nodes;
  for (let node = 0; node < start; node++) {
    const at = ranks[node] as number;
    for (let word = 0; word < width; word++) {
      into.words[at * width + word] = nodes.words[node * width + word] as number;
    }
    into.faults[at] = nodes.faults[node] as number;
    into.parent[at] = nodes.parent[node] as number;
    into.by[at] = nodes.by[node] as number;
  }
}
