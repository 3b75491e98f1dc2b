/**
 * Writes a WebAssembly module from a readable list of instructions, so that the sources hold no opaque bytes. Just the
 * part of the format that `xts-masks.ts` needs: one exported memory, functions of i32 arguments without a result.
 */

/** The instructions known here, by the names of the specification. */
type Name =
  | 'loop'
  | 'block'
  | 'end'
  | 'br'
  | 'br_if'
  | 'local.get'
  | 'local.set'
  | 'local.tee'
  | 'i32.const'
  | 'i32.lt_u'
  | 'i32.add'
  | 'v128.load'
  | 'v128.store'
  | 'v128.const'
  | 'i8x16.shuffle'
  | 'v128.and'
  | 'v128.xor'
  | 'i32x4.shr_s'
  | 'i64x2.shl'
  | 'i64x2.add';

/** Their bytes. */
const opcodes: Readonly<Record<Name, readonly number[]>> = {
  loop: [0x03, 0x40],
  block: [0x02, 0x40],
  end: [0x0b],
  br: [0x0c],
  br_if: [0x0d],
  'local.get': [0x20],
  'local.set': [0x21],
  'local.tee': [0x22],
  'i32.const': [0x41],
  'i32.lt_u': [0x49],
  'i32.add': [0x6a],
  'v128.load': [0xfd, 0x00, 0x04],
  'v128.store': [0xfd, 0x0b, 0x04],
  'v128.const': [0xfd, 0x0c],
  'i8x16.shuffle': [0xfd, 0x0d],
  'v128.and': [0xfd, 0x4e],
  'v128.xor': [0xfd, 0x51],
  'i32x4.shr_s': [0xfd, 0xac, 0x01],
  'i64x2.shl': [0xfd, 0xcb, 0x01],
  'i64x2.add': [0xfd, 0xce, 0x01],
};

/**
 * One instruction: its name and, where it has any, its immediate numbers. For a load or store that is the offset, for
 * a branch the number of enclosing blocks to leave, for `v128.const` and `i8x16.shuffle` sixteen bytes.
 */
export type Instruction = readonly [name: Name, ...immediates: readonly number[]];

/** One exported function. Parameters are locals 0 and up, then the other i32 locals, then the v128 locals. */
export type WasmFunction = {
  readonly name: string;
  readonly parameters: number;
  readonly i32Locals: number;
  readonly v128Locals: number;
  readonly body: readonly Instruction[];
};

/** `\\0asm` and the version of the format. */
const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const i32 = 0x7f;
const v128 = 0x7b;

/** The bytes of a module with these functions and one memory of `pages` times 64 KiB, exported as `memory`. */
export function assembleModule(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const types = functions.map((item) => [
    0x60,
    ...vector(Array.from({ length: item.parameters }, () => [i32])),
    0,
  ]);
  const exports = functions.map((item, index) => [...text(item.name), 0x00, ...unsigned(index)]);
  return Uint8Array.from([
    ...preamble,
    ...section(1, vector(types)),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(5, vector([[0x01, ...unsigned(pages), ...unsigned(pages)]])),
    ...section(7, vector([[...text('memory'), 0x02, 0x00], ...exports])),
    ...section(10, vector(functions.map(code))),
  ]);
}

function code(item: WasmFunction): number[] {
  const locals = vector([
    [...unsigned(item.i32Locals), i32],
    [...unsigned(item.v128Locals), v128],
  ]);
  const content = [...locals, ...item.body.flatMap(bytesOf), ...opcodes.end];
  return [...unsigned(content.length), ...content];
}

function bytesOf([name, ...immediates]: Instruction): number[] {
  switch (name) {
    case 'v128.const':
    case 'i8x16.shuffle':
      return [...opcodes[name], ...immediates];
    case 'i32.const':
      return [...opcodes[name], ...immediates.flatMap(signed)];
    default:
      return [...opcodes[name], ...immediates.flatMap(unsigned)];
  }
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128, signed. */
function signed(value: number): number[] {
  const rest = value >> 7;
  const isLast = (rest === 0 && (value & 0x40) === 0) || (rest === -1 && (value & 0x40) !== 0);
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)];
}
