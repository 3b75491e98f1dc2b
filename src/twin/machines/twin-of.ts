/** What all twins of domain machines have in common: events go to their handlers, and keys are kept on a ring. */
import { type Bench, copiesOf, wipeAll } from '../secrets.ts';
import type { DomainTwinMaker, DomainTwinOptions } from './domain-twin.ts';

/** An event as it arrives: its type, and its arguments by name. */
export type TwinEvent = Readonly<Record<string, unknown>>;

/** What an event does to a world. @returns the reason when it is refused */
export type HandlerOf<World> = (world: World, event: TwinEvent) => string | undefined;

export type TwinParts<World extends Bench> = {
  readonly defects: readonly string[];
  readonly createWorld: (options: DomainTwinOptions) => World;
  /** By event type. */
  readonly handlers: Readonly<Record<string, HandlerOf<World>>>;
  readonly look: (world: World) => unknown;
  readonly verify: (world: World) => Readonly<Record<string, boolean>>;
};

export function twinOf<World extends Bench>(parts: TwinParts<World>): DomainTwinMaker {
  const { defects, createWorld, handlers, look, verify } = parts;
  return {
    defects,
    create: (options) => {
      const world = createWorld(options);
      return {
        send: (event) => {
          const handle = handlers[event.type];
          if (handle === undefined) throw new Error(`the twin knows no event ${event.type}`);
          const refusal = handle(world, { ...event });
          return refusal === undefined ? { kind: 'accepted' } : { kind: 'refused', refusal };
        },
        look: () => look(world),
        verify: () => verify(world),
        secrets: () => copiesOf(world),
        dispose: () => {
          wipeAll(world);
        },
      };
    },
  };
}
