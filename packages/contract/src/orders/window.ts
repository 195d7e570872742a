// The promised window of a delivery: two instants, judged by Dublin's clock. Pure: the page offers windows by these rules
// and the server refuses by the same.

import Type, { type Static } from 'typebox';
import type { FieldError } from '../problems/schema.ts';
import { dayAfter, fromDublin, inDublin } from '../time/dublin.ts';

export const timeWindow = Type.Object(
  { from: Type.String({ format: 'date-time' }), to: Type.String({ format: 'date-time' }) },
  { additionalProperties: false },
);

export type TimeWindow = Static<typeof timeWindow>;

export const windowRule = {
  shortestMinutes: 60,
  longestMinutes: 12 * 60,
  /** By the clock in Dublin. */
  earliestMinute: 8 * 60,
  latestMinute: 22 * 60,
  daysAhead: 14,
  /** So much of it must still lie ahead when it is promised. */
  leadMinutes: 60,
} as const;

const minuteMs = 60_000;

/** What is wrong with a window that is asked for at `now`; null when it can be promised. */
export function windowProblem({ from, to }: TimeWindow, now: Date): FieldError | null {
  const [start, end] = [new Date(from), new Date(to)];
  const { shortestMinutes, longestMinutes, daysAhead, leadMinutes } = windowRule;
  const wrong = (which: 'from' | 'to', allowed: string): FieldError => ({
    field: `/window/${which}`,
    given: JSON.stringify(which === 'from' ? from : to),
    allowed,
  });
  if (Number.isNaN(start.getTime())) return wrong('from', 'a moment such as 2026-11-22T14:00:00Z');
  if (Number.isNaN(end.getTime())) return wrong('to', 'a moment such as 2026-11-22T16:00:00Z');
  const minutes = (end.getTime() - start.getTime()) / minuteMs;
  if (minutes < shortestMinutes || minutes > longestMinutes) {
    return wrong('to', `${shortestMinutes} minutes to ${longestMinutes / 60} hours after its beginning`);
  }
  if (end.getTime() < now.getTime() + leadMinutes * minuteMs) {
    return wrong('to', `at least ${leadMinutes} minutes from now`);
  }
  const [first, last] = [inDublin(start), inDublin(end)];
  if (first.day > dayAfter(inDublin(now).day, daysAhead))
    return wrong('from', `at most ${daysAhead} days ahead`);
  if (first.day !== last.day) return wrong('to', 'the same day in Dublin');
  if (first.minute < windowRule.earliestMinute) return wrong('from', '08:00 or later in Dublin');
  if (last.minute > windowRule.latestMinute) return wrong('to', '22:00 or earlier in Dublin');
  return null;
}

/** The windows of two hours that can be promised for a day, the first first. */
export function offeredWindows(day: string, now: Date): readonly TimeWindow[] {
  const { earliestMinute, latestMinute } = windowRule;
  const starts = Array.from(
    { length: (latestMinute - earliestMinute) / 120 },
    (_, i) => earliestMinute + i * 120,
  );
  return starts
    .map((minute) => ({
      from: fromDublin({ day, minute }).toISOString(),
      to: fromDublin({ day, minute: minute + 120 }).toISOString(),
    }))
    .filter((window) => windowProblem(window, now) === null);
}

/** The same two instants, always written the same way. */
export function plainWindow({ from, to }: TimeWindow): TimeWindow {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
