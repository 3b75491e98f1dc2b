/** The numbers that a bench is given on its command line. */

/** A number: what usage calls it, what it is when left out, and the least that makes sense. */
export type NumberArgument = { readonly name: string; readonly otherwise: number; readonly least: number };

/** The numbers in their order, or in one sentence what is wrong with them. */
export function readNumbers(
  expected: readonly NumberArgument[],
  given: readonly string[],
): readonly number[] | string {
  const [surplus] = given.slice(expected.length);
  if (surplus !== undefined)
    return `expected ${expected.length === 0 ? 'nothing' : `at most ${expected.length}`}, found ${JSON.stringify(surplus)} as well`;
  const numbers = expected.map(({ otherwise }, at) => Number(given[at] ?? otherwise));
  const wrong = expected.findIndex(({ least }, at) => {
    const isWhole = given[at] === undefined || /^\d+$/.test(given[at]);
    return !isWhole || (numbers[at] as number) < least || !Number.isSafeInteger(numbers[at]);
  });
  const { name, least } = expected[wrong] ?? {};
  return name === undefined
    ? numbers
    : `${name}: expected a whole number of at least ${least}, found ${JSON.stringify(given[wrong])}`;
}

/**
 * The numbers of the command line. With `--help`, or where something is wrong with them, the process ends here.
 *
 * @param command what was typed before them
 */
export function numbersOf(
  command: string,
  expected: readonly NumberArgument[],
  given: readonly string[] = process.argv.slice(2),
): readonly number[] {
  const optional = expected.map(({ name, otherwise }) => `[${name}=${otherwise}]`);
  const usage = `usage: ${[command, ...optional].join(' ')}\n`;
  if (given.includes('--help')) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const numbers = readNumbers(expected, given);
  if (typeof numbers !== 'string') return numbers;
  process.stderr.write(`${numbers}\n${usage}`);
  process.exit(3);
}
