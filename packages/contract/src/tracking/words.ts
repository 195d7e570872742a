// What is promised and expected, in the words of pages and mails, by the clock in Dublin. A door of its own, without
// schemas: the tracking page's script is counted in bytes.

import type { TimeWindow } from '../orders/window.ts';
import { timeZone } from '../time/dublin.ts';
import type { TrackingView } from './schema.ts';

const day = new Intl.DateTimeFormat('en-IE', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
const clock = new Intl.DateTimeFormat('en-IE', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** As in: on Sunday 22 November between 14:00 and 16:00. */
export function windowInWords({ from, to }: TimeWindow): string {
  const [start, end] = [new Date(from), new Date(to)];
  return `on ${dayInWords(start)} between ${clock.format(start)} and ${clock.format(end)}`;
}

/** Put together here: where the comma stands differs from one version of the time zone library to the next. */
function dayInWords(at: Date): string {
  return day
    .formatToParts(at)
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => value)
    .join(' ');
}

const fiveMinutesMs = 5 * 60_000;

/** To the next five minutes: nobody can tell it better. */
export function aboutInWords(at: string): string {
  return `about ${clock.format(new Date(Math.ceil(Date.parse(at) / fiveMinutesMs) * fiveMinutesMs))}`;
}

/** Null when there is nothing to promise or expect. */
export function promiseInWords({
  window,
  expectedAt,
  late,
}: Pick<TrackingView, 'window' | 'expectedAt' | 'late'>): string | null {
  const sentences = [
    ...(window === null ? [] : [`Promised ${windowInWords(window)}.`]),
    ...(late ? ['We are late, and we are sorry.'] : []),
    ...(expectedAt === null ? [] : [`Expected ${aboutInWords(expectedAt)}.`]),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}
