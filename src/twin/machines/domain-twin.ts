/** What the twin of a domain machine is to those that drive it. */
import type { Random } from '../../random.ts';

export type DomainAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusal: string };

export type DomainTwin = {
  /** An event of the machine's page in docs/machines. */
  send(event: { readonly type: string }): DomainAnswer;
  /** What can be seen from outside, as docs/machines says it. */
  look(): unknown;
  /**
   * The goals of the machine's page that are so now, found out by doing: the data is decrypted and compared, the thief
   * tries. By the name of the goal.
   */
  verify(): Readonly<Record<string, boolean>>;
  /** Every secret byte string of this twin, for the test that searches outputs for them. */
  secrets(): readonly Uint8Array[];
  /** Wipes the keys. The twin can't be used after it. */
  dispose(): void;
};

export type DomainTwinOptions = {
  /** One of the machine's variants, as plain data. */
  readonly variant: unknown;
  /** The reading's switches, as plain data. */
  readonly switches: unknown;
  readonly random: Random;
  /** A planted defect by name, or `none`. */
  readonly defect: string;
};

/** How a twin is made, and the defects that can be planted into it. */
export type DomainTwinMaker = {
  readonly create: (options: DomainTwinOptions) => DomainTwin;
  readonly defects: readonly string[];
};
