/** What can be lost: the top events of which cut sets are asked. */
import type { LossSummary } from '../../models/loss-result.ts';

/**
 * `unrecoverable`: no procedure wins the data of the machine back, whatever still exists.
 * `unavailable`: the machine stands still and does not start again without something kept outside.
 * `readable`: a thief reads the machine's data.
 */
export type LossKind = LossSummary['kind'];

export type Loss = { readonly kind: LossKind; readonly machine: string };

export const lossKinds: readonly LossKind[] = ['unrecoverable', 'unavailable', 'readable'];

/** The loss as a sentence without its end: "win11 ...". */
export function describeLoss({ kind, machine }: Loss): string {
  switch (kind) {
    case 'unrecoverable':
      return `${machine} is unrecoverable`;
    case 'unavailable':
      return `${machine} does not start again without something kept outside the cluster`;
    case 'readable':
      return `a thief reads ${machine}`;
  }
}
