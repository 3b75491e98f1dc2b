/** The edges of a graph grouped by one of their ends. */

/** The edges of state `s` are those at `offsets[s]` up to `offsets[s + 1]`, in the order in which they were made. */
export type Adjacency = { readonly offsets: Int32Array; readonly edges: Int32Array };

/** @param ends by edge, the end that it is grouped by */
export function adjacency(states: number, ends: Int32Array): Adjacency {
  const offsets = new Int32Array(states + 1);
  for (let edge = 0; edge < ends.length; edge++) {
    const slot = (ends[edge] as number) + 1;
    offsets[slot] = (offsets[slot] as number) + 1;
  }
  for (let state = 0; state < states; state++) {
    offsets[state + 1] = (offsets[state + 1] as number) + (offsets[state] as number);
  }
  const cursor = offsets.slice();
  const edges = new Int32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge++) {
    const state = ends[edge] as number;
    const at = cursor[state] as number;
    edges[at] = edge;
    cursor[state] = at + 1;
  }
  return { offsets, edges };
}
