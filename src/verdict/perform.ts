/** A planned recovery, performed on a twin with real keys; in the end the decrypted bytes are compared. */
import { provisioning } from '../../models/site-machine.ts';
import type { RecoveryResult } from '../../models/result.ts';
import { createTwin } from '../twin/twin.ts';
import { randomOf } from '../random.ts';
import type { Explored } from './explored.ts';
import type { PlannedRecovery } from './matrix.ts';

/**
 * @param seed the root seed: it makes the keys of the twin
 * @returns the recovery, with what became of its steps
 */
export function performed(
  explored: Pick<Explored, 'machine'>,
  planned: PlannedRecovery,
  seed: string,
): RecoveryResult {
  const { disasterEvents, ...recovery } = planned;
  if (recovery.steps.length === 0) return { ...recovery, performed: 'notPerformed' };
  const { site, switches } = explored.machine.site;
  const twin = createTwin({ site, switches, random: randomOf(seed, 'perform'), defect: 'none' });
  for (const event of [...provisioning(site), ...disasterEvents]) twin.send(event);
  const accepted = recovery.steps.every(({ event }) => twin.send(event).kind === 'accepted');
  const equal = accepted && twin.verify(recovery.machine) === 'intact';
  twin.dispose();
  return { ...recovery, performed: equal ? 'equalBytes' : 'differs' };
}
