// Chance that can be repeated: the same seed draws the same faults in the same order.

export type Chance = {
  /** From 0, below 1. */
  readonly next: () => number;
  readonly between: (least: number, most: number) => number;
  readonly shuffled: <Item>(items: readonly Item[]) => readonly Item[];
};

/** Mulberry32: 32 bits of state are plenty to draw faults from. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => Math.round(least + next() * (most - least)),
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
  };
}
