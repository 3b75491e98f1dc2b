/** Secret bytes in whatever form somebody might write them, to be looked for in what the tool writes. */

/** Shorter byte strings occur by accident. */
const secretBytesMin = 16;

/** Each secret once, without those that are too short to be looked for. */
export function distinctSecrets(secrets: readonly Uint8Array[]): readonly Uint8Array[] {
  const unique = new Map(secrets.map((bytes) => [Buffer.from(bytes).toString('hex'), bytes]));
  return [...unique.values()].filter(({ length }) => length >= secretBytesMin);
}

/** Looks for secrets in bytes. @returns the forms in which one stands there */
export function finderOf(secrets: readonly Uint8Array[]): (content: Buffer) => readonly string[] {
  const needles = secrets.flatMap((bytes) => Object.entries(formsOf(bytes)));
  return (content) => needles.filter(([, needle]) => content.includes(needle)).map(([form]) => form);
}

/** The forms in which bytes are usually written; raw first. Base64 in its three positions within longer bytes. */
export function formsOf(bytes: Uint8Array): Readonly<Record<string, Buffer>> {
  const buffer = Buffer.from(bytes);
  const hex = buffer.toString('hex');
  const forms: Record<string, string> = {
    hex: hex,
    'upper-case hex': hex.toUpperCase(),
    'hex with colons': hex.replaceAll(/..(?!$)/g, '$&:'),
    'decimal list': [...bytes].join(','),
    'spaced decimal list': [...bytes].join(', '),
    'decimal list on lines': [...bytes].join(',\n'),
    'bytes as JSON text': JSON.stringify(buffer.toString('latin1')).slice(1, -1),
  };
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), buffer]);
    // Characters that share bits with what stands before or behind are left out.
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((shifted.length * 8) / 6);
    forms[`base64, shifted by ${shift}`] = shifted.toString('base64').slice(first, last);
    forms[`base64url, shifted by ${shift}`] = shifted.toString('base64url').slice(first, last);
  }
  const texts = Object.entries(forms).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { raw: buffer, ...Object.fromEntries(texts) };
}
