// The days and windows a person can choose from, in words. Pure.
import { offeredWindows, type TimeWindow, windowRule } from '@cool/contract/orders';
import { dayAfter, inDublin } from '@cool/contract/time';
import { windowWords } from './promise-words.ts';

export interface WindowChoice {
  readonly value: string;
  readonly label: string;
}

const words = new Intl.DateTimeFormat('en-IE', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});

/** The days for which something can still be promised, today first. */
export function dayChoices(now: Date): readonly WindowChoice[] {
  const today = inDublin(now).day;
  return Array.from({ length: windowRule.daysAhead + 1 }, (_, i) => dayAfter(today, i))
    .filter((day) => offeredWindows(day, now).length > 0)
    .map((day) => ({
      value: day,
      label: day === today ? 'Today' : words.format(new Date(`${day}T12:00:00Z`)),
    }));
}

export function windowChoices(day: string, now: Date): readonly WindowChoice[] {
  if (day === '') return [];
  return offeredWindows(day, now).map((window) => ({
    value: window.from,
    label: windowWords(window, new Date(window.from)), // seen from its own day: the clock alone
  }));
}

/** What was chosen: a day, and one of its windows, named by its beginning; empty is none. */
export interface WindowWish {
  readonly day: string;
  readonly from: string;
}

export const noWish: WindowWish = { day: '', from: '' };

/** The window that was wished for; null while none is chosen, or the chosen one can no longer be promised. */
export function windowOf({ day, from }: WindowWish, now: Date): TimeWindow | null {
  return day === '' ? null : (offeredWindows(day, now).find((window) => window.from === from) ?? null);
}
