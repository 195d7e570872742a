// What is promised and expected of one order, in the few words a card or a stop has room for. Pure.
import { type Lateness, latenessOf, type OrderRow } from '@cool/contract/orders';
import { timeZone } from '@cool/contract/time';
import type { IconName } from '#ui/icon.tsx';
import type { Tone } from '#ui/note.tsx';

const clock = new Intl.DateTimeFormat('en-IE', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayOf = new Intl.DateTimeFormat('en-IE', {
  timeZone,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

export interface PromiseWords {
  /** As in: 14:00–16:00, delivery about 15:10; null when there is nothing to say. */
  readonly text: string | null;
  readonly lateness: Lateness;
}

export function promiseWords(
  row: Pick<OrderRow, 'state' | 'stateSince' | 'window'>,
  eta: Date | null,
  now: Date,
): PromiseWords {
  const { window, state } = row;
  const promised = window === undefined ? null : windowWords(window, now);
  const expected = eta === null || state === 'arrived' ? null : `delivery about ${clock.format(eta)}`;
  const text = [promised, expected].filter((part) => part !== null).join(', ');
  return { text: text === '' ? null : text, lateness: latenessOf(row, eta, now) };
}

/** 14:00–16:00 today, else with its day. */
export function windowWords({ from, to }: { readonly from: string; readonly to: string }, now: Date): string {
  const [start, end] = [new Date(from), new Date(to)];
  const day = dayOf.format(start) === dayOf.format(now) ? '' : `${dayOf.format(start)}, `;
  return `${day}${clock.format(start)}–${clock.format(end)}`;
}

export const latenessWords: Readonly<
  Record<
    Exclude<Lateness, 'none' | 'on_time'>,
    { readonly word: string; readonly tone: Tone; readonly icon: IconName }
  >
> = {
  at_risk: { word: 'At risk', tone: 'warn', icon: 'clock' },
  late: { word: 'Late', tone: 'bad', icon: 'alert' },
};
