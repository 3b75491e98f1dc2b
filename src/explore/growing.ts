/** A typed array that grows. */

type Numbers = Int32Array | Uint8Array;

export type Growing<Array extends Numbers> = {
  readonly length: () => number;
  readonly at: (index: number) => number;
  readonly push: (value: number) => void;
  /** What was pushed so far. Not the same array once more is. */
  readonly all: () => Array;
};

export function growing<Array extends Numbers>(kind: { new (length: number): Array }): Growing<Array> {
  let array = new kind(1024);
  let count = 0;
  return {
    length: () => count,
    at: (index) => array[index] as number,
    push: (value) => {
      if (count === array.length) {
        const wider = new kind(array.length * 2);
        wider.set(array);
        array = wider;
      }
      array[count++] = value;
    },
    all: () => array.subarray(0, count) as Array,
  };
}
