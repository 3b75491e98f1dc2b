/** Exit codes, the same for every verb. */
import type { Verdict } from '../../models/kernel/verdict.ts';

export const exitCodes: {
  readonly holds: 0;
  readonly broken: 1;
  readonly notTested: 2;
  readonly badInput: 3;
  readonly defect: 4;
} = { holds: 0, broken: 1, notTested: 2, badInput: 3, defect: 4 };

export function exitCodeOf(verdict: Verdict): number {
  return exitCodes[verdict];
}

/** Input that cannot be used; each line says where, what was expected, and what to do. */
export class BadInput extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}
