// The API processes in turn. The supervisor says which there are; one that refuses a connection is passed over
// until it is named again.

export type Upstreams = {
  readonly set: (ports: readonly number[]) => void;
  readonly markDead: (port: number) => void;
  /** Every living process once, the next in turn first. */
  readonly inTurn: () => readonly number[];
};

export function makeUpstreams(): Upstreams {
  let living: readonly number[] = [];
  let turn = 0;
  return {
    set: (ports) => {
      living = [...ports];
    },
    markDead: (port) => {
      living = living.filter((other) => other !== port);
    },
    inTurn: () => {
      if (living.length === 0) return [];
      turn = (turn + 1) % living.length;
      return [...living.slice(turn), ...living.slice(0, turn)];
    },
  };
}
