// A stretch of time laid out from recordings: what was recorded in seconds stands in one minute and is repeated, minute
// after minute, for as long as the scenario asks. CloudWatch sees minutes; that a fault lasts is all that is added.

import type { DataPoint } from './data-points.ts';
import type { Sample } from './samples.ts';

const minuteMs = 60_000;

/** What one minute holds, without its place in time. */
export type Minute = readonly Sample[];

export const minuteOf = (points: readonly DataPoint[]): Minute =>
  points.map(({ namespace, name, dimensions, value }) => ({ namespace, name, dimensions, value }));

/** Repeats `minute` in each minute from `from` up to, not including, `to`. */
export function lay(minute: Minute, from: number, to: number, every = 1): readonly DataPoint[] {
  const minutes = Array.from({ length: to - from }, (_, index) => from + index).filter(
    (at) => at % every === 0,
  );
  return minutes.flatMap((at) => minute.map((sample) => ({ ...sample, atMs: at * minuteMs + 1_000 })));
}

export const minutes = (count: number) => count * minuteMs;
