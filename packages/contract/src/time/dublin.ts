// The wall clock in Dublin, where everything is delivered, and the instants behind it. A promise of "between two and four"
// is about that clock, also on the two days a year on which it jumps.

export const timeZone = 'Europe/Dublin';

const minuteMs = 60_000;

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

export interface WallClock {
  /** As in 2026-11-22. */
  readonly day: string;
  /** Minutes since midnight as the clock shows them. */
  readonly minute: number;
}

/** What the clock in Dublin shows at an instant. */
export function inDublin(at: Date): WallClock {
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/**
 * The instant at which the clock in Dublin shows this. A time that is skipped in spring is read as if the clock had not
 * jumped yet (01:30 becomes 02:30); of a time that comes twice in autumn it is the first.
 */
export function fromDublin({ day, minute }: WallClock): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minute * minuteMs;
  const summer = new Date(asUtc - 60 * minuteMs); // Irish Standard Time: an hour before UTC's reading
  const shown = inDublin(summer);
  if (shown.day === day && shown.minute === minute) return summer;
  return new Date(asUtc);
}

/** The day so many days after another, by the calendar. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
