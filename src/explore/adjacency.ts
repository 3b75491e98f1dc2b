/** The edges of a graph grouped by one of their ends. */

export type Adjacency = {
  /** Calls back with each edge of a state, in the order in which the edges were made. */
  readonly each: (state: number, visit: (edge: number) => void) => void;
};

/**
 * @param endOf the end of an edge that it is grouped by
 * @param usable which edges are there at all
 */
export function adjacency(
  states: number,
  edges: number,
  endOf: (edge: number) => number,
  usable: (edge: number) => boolean,
): Adjacency {
  const offsets = new Int32Array(states + 1);
  const used = new Uint8Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    if (!usable(edge)) continue;
    used[edge] = 1;
    const slot = endOf(edge) + 1;
    offsets[slot] = (offsets[slot] as number) + 1;
  }
  for (let state = 0; state < states; state++) {
    offsets[state + 1] = (offsets[state + 1] as number) + (offsets[state] as number);
  }
  const cursor = offsets.slice();
  const grouped = new Int32Array(offsets[states] as number);
  for (let edge = 0; edge < edges; edge++) {
    if (used[edge] === 0) continue;
    const state = endOf(edge);
    grouped[cursor[state] as number] = edge;
    cursor[state] = (cursor[state] as number) + 1;
  }
  return {
    each: (state, visit) => {
      const end = offsets[state + 1] as number;
      for (let at = offsets[state] as number; at < end; at++) visit(grouped[at] as number);
    },
  };
}
