/** A typed array that grows. */

type Numbers = Int32Array | Uint8Array;

export type Growing = {
  readonly length: () => number;
  readonly at: (index: number) => number;
  readonly push: (value: number) => void;
  /** Sets an element, or appends when `index` is the length. */
  readonly set: (index: number, value: number) => void;
};

export function growing(kind: { new (length: number): Numbers }): Growing {
  let array = new kind(1024);
  let count = 0;
  const reserve = (): void => {
    if (count < array.length) return;
    const wider = new kind(array.length * 2);
    wider.set(array);
    array = wider;
  };
  const push = (value: number): void => {
    reserve();
    array[count++] = value;
  };
  return {
    length: () => count,
    at: (index) => array[index] as number,
    push,
    set: (index, value) => {
      if (index === count) push(value);
      else array[index] = value;
    },
  };
}
