/** fast-check commands for any site: what chance draws is data, and shrinks towards the first candidates. */
import fc from 'fast-check';
import type { Command } from '../src/lockstep/run.ts';
import type { Drawn } from './play.ts';

const positionMax = 1 << 16;

/** A command. Most lean towards what the system accepts; some send whatever stands at their position. */
function commandArbitrary(): fc.Arbitrary<Command> {
  return fc.record({
    position: fc.nat(positionMax),
    lean: fc.oneof({ arbitrary: fc.constant('enabled' as const), weight: 3 }, fc.constant('any' as const)),
    delivery: fc.oneof(
      { arbitrary: fc.constant('arrives' as const), weight: 12 },
      fc.constant('requestLost' as const),
      fc.constant('answerLost' as const),
    ),
  });
}

/**
 * A run: from the steady state, or from the middle of the set-up, where nothing is encrypted yet.
 *
 * @param setupLength how many events set the site up
 */
export function runArbitrary(maxLength: number, setupLength: number): fc.Arbitrary<Drawn> {
  return fc.record({
    provisioned: fc.option(fc.nat(setupLength), { freq: 3, nil: null }),
    commands: fc.array(commandArbitrary(), { maxLength, size: 'max' }),
  });
}

/** Commands for a domain machine, which always starts from its own beginning. */
export function commandsArbitrary(maxLength: number): fc.Arbitrary<readonly Command[]> {
  return fc.array(commandArbitrary(), { maxLength, size: 'max' });
}
