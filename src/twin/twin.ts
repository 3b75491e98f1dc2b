/** The twin of a site: a deployment with real keys and real ciphertext, driven by the events of docs/events.md. */
import type { Event, Refusal } from '../../models/events.ts';
import type { Observation } from '../../models/observation.ts';
import type { Loot } from '../../models/site.ts';
import { createWorld } from './bare.ts';
import type { TwinOptions } from './bare.ts';
import { observe } from './look.ts';
import { verifyMachine } from './machine.ts';
import { salvage } from './salvage.ts';
import { copiesOf, wipeAll } from './secrets.ts';
import { deliver } from './send.ts';
import { steal } from './theft.ts';
import { part } from './world.ts';

export type { TwinOptions } from './bare.ts';

export type Answer = { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly refusal: Refusal };

export type Twin = {
  send(event: Event): Answer;
  look(): Observation;
  /**
   * Reads the machine's disk the legitimate way and compares with what was written: a running one through its host, its
   * vTPM too; one that is off by attaching its disks, where these are not encrypted.
   */
  verify(machine: string): 'intact' | 'wrong' | 'unreadable';
  /**
   * Of which machines the disks still come back at all, from the bytes that exist and can be reached, whatever steps that
   * may take. Of a machine with only its home encrypted the disks count, not the vTPM.
   */
  salvage(): Readonly<Record<string, boolean>>;
  /**
   * Of which machines a thief with this loot, who holds a copy of all ciphertext at rest too, reads anything: the disk or
   * the vTPM.
   */
  steal(loot: Loot): Readonly<Record<string, boolean>>;
  /** Every secret byte string of this twin, for the test that searches outputs for them. */
  secrets(): readonly Uint8Array[];
  /** Wipes the keys. The twin can't be used after it. */
  dispose(): void;
};

/** Creates a bare site: all hosts on, vCenter running with all of them, no provider, nothing encrypted, machines off. */
export function createTwin(options: TwinOptions): Twin {
  const world = createWorld(options);
  return {
    send: (event) => {
      const refusal = deliver(world, event);
      return refusal === undefined ? { kind: 'accepted' } : { kind: 'refused', refusal };
    },
    look: () => observe(world),
    verify: (machine) => verifyMachine(world, part(world.machines, machine)),
    salvage: () => salvage(world),
    steal: (loot) => steal(world, loot),
    secrets: () => copiesOf(world),
    dispose: () => {
      wipeAll(world);
    },
  };
}
