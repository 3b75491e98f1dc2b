/** The moves between states without faults: what a recovery is played on. It grows as it is asked to. */
import type { Compiled, Instance } from './compile.ts';
import { growing } from './growing.ts';
import { TooManyValues } from './interning.ts';
import type { StateSet } from './state-set.ts';

/** By edge: where it leads from and to, and the instance that it is. */
export type Edges = {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly instances: Int32Array;
};

export type Arena<Event> = {
  readonly compiled: { readonly instances: readonly Instance<Event>[] };
  readonly states: StateSet;
  /** All edges so far, in the order in which they were made. */
  readonly edges: () => Edges;
  /**
   * Adds the free moves of all states, and of the states that these lead to. False past `statesMax`, once `goesOn`,
   * asked now and then, is false, or when a slice takes more values than there are integers.
   */
  readonly close: (statesMax: number, goesOn: () => boolean) => boolean;
  /** Adds the destructive moves of one state, once. */
  readonly dare: (state: number) => void;
};

export type OperatorMoves<Event> = {
  /** Free moves that can help a recovery. Leaving one out never makes a state look recoverable that is not. */
  readonly useful: (event: Event) => boolean;
  /** Moves that spend, and that a recovery may use all the same. */
  readonly destructive: (event: Event) => boolean;
};

const askEveryStates = 1 << 8;

/**
 * @param moves which of the operator's moves are worth following at all; the system's are always followed
 */
export function arenaOf<State, Event>(
  compiled: Compiled<State, Event>,
  states: StateSet,
  moves: OperatorMoves<Event>,
): Arena<Event> {
  const [sources, targets, instances] = [growing(Int32Array), growing(Int32Array), growing(Int32Array)];
  const width = compiled.initial.length;
  const [from, to] = [new Uint16Array(width), new Uint16Array(width)];
  const indices = compiled.instances.map((_, index) => index);
  const free = indices.filter((index) => isFree(compiled, index, moves.useful));
  const daring = indices.filter((index) => isDaring(compiled, index, moves.destructive));
  const dared = new Set<number>();
  const found: number[] = [];
  let closed = 0;
  let isFull = false;

  /** All moves of a state or none: with some of the system's missing, it would look better than it is. */
  const addMoves = (state: number, moves: readonly number[]): void => {
    states.read(state, from);
    found.length = 0;
    for (const instance of moves) {
      const target = compiled.next(instance, from, to) ? states.add(to) : state;
      if (target !== state) found.push(target, instance);
    }
    for (let at = 0; at < found.length; at += 2) {
      sources.push(state);
      targets.push(found[at] as number);
      instances.push(found[at + 1] as number);
    }
  };
  /** False when a value had no integer left. */
  const canAdd = (state: number, moves: readonly number[]): boolean => {
    try {
      addMoves(state, moves);
      return true;
    } catch (error) {
      if (error instanceof TooManyValues) return false;
      throw error;
    }
  };

  return {
    compiled,
    states,
    edges: () => ({ sources: sources.all(), targets: targets.all(), instances: instances.all() }),
    close: (statesMax, goesOn) => {
      for (; closed < states.size() && states.size() <= statesMax; closed++) {
        if (closed % askEveryStates === 0 && !goesOn()) return false;
        if (!canAdd(closed, free)) return false;
      }
      return !isFull && closed === states.size();
    },
    dare: (state) => {
      if (dared.has(state)) return;
      dared.add(state);
      if (!canAdd(state, daring)) isFull = true;
    },
  };
}

function isFree<State, Event>(
  { instances }: Compiled<State, Event>,
  index: number,
  useful: (event: Event) => boolean,
): boolean {
  const instance = instances[index];
  if (instance === undefined || instance.by === 'fault' || instance.spends > 0) return false;
  return instance.by === 'system' || useful(instance.event);
}

function isDaring<State, Event>(
  { instances }: Compiled<State, Event>,
  index: number,
  destructive: (event: Event) => boolean,
): boolean {
  const instance = instances[index];
  return instance?.by === 'operator' && instance.spends === 1 && destructive(instance.event);
}
