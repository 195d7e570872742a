// When each parcel of a run will be at its door, and whether that is late. Pure: whoever knows a courier's open orders
// gets the same answer, on the board, on the courier's phone and behind a tracking link.

import type { OrderState } from './lifecycle.ts';
import { arrivalAfter, type Place } from './travel.ts';
import type { TimeWindow } from './window.ts';

export interface RunStop {
  readonly id: string;
  readonly state: OrderState;
  /** Since when it is in this state. */
  readonly stateSince: string;
  readonly pickup: Place;
  readonly dropOff: Place;
}

/** Minutes at a door, and on the way to a first pickup from a place we do not know. */
export const stopTimes = { atPickup: 4, atDoor: 4, toFirstPickup: 10 } as const;

const minuteMs = 60_000;
const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * minuteMs);
const latest = (a: Date, b: Date) => (a > b ? a : b);

/** Furthest along first: who stands at a door finishes there before going on. */
const nearness: readonly OrderState[] = ['arrived', 'en_route', 'collected', 'assigned'];

/**
 * The stops a courier still has to make, in the order they will be made: within a state, who waited longest is first.
 * It follows from the stops alone, since each reader lists them in an order of its own.
 */
export function inRunOrder<Stop extends Pick<RunStop, 'id' | 'state' | 'stateSince'>>(
  stops: Iterable<Stop>,
): readonly Stop[] {
  return [...stops]
    .filter(({ state }) => nearness.includes(state))
    .sort(
      (a, b) =>
        nearness.indexOf(a.state) - nearness.indexOf(b.state) ||
        Date.parse(a.stateSince) - Date.parse(b.stateSince) ||
        (a.id < b.id ? -1 : 1),
    );
}

/** When each open stop of one courier will be reached; a moment that is already over is now. */
export function etasOfRun(stops: Iterable<RunStop>, now: Date): ReadonlyMap<string, Date> {
  const etas = new Map<string, Date>();
  let free = now;
  let here: Place | null = null;
  for (const stop of inRunOrder(stops)) {
    const since = new Date(stop.stateSince);
    const eta = etaOf(stop, since, free, here);
    etas.set(stop.id, stop.state === 'arrived' ? since : latest(eta, now));
    free = later(latest(eta, now), stopTimes.atDoor);
    here = stop.dropOff;
  }
  return etas;
}

function etaOf({ state, pickup, dropOff }: RunStop, since: Date, free: Date, here: Place | null): Date {
  if (state === 'arrived') return since;
  if (state === 'en_route') return arrivalAfter(here ?? pickup, dropOff, here === null ? since : free);
  if (state === 'collected') return arrivalAfter(here ?? pickup, dropOff, free);
  const atPickup = here === null ? later(free, stopTimes.toFirstPickup) : arrivalAfter(here, pickup, free);
  return arrivalAfter(pickup, dropOff, later(atPickup, stopTimes.atPickup));
}

/** `none`: nothing was promised, or nothing is to come any more. */
export type Lateness = 'none' | 'on_time' | 'at_risk' | 'late';

/** So close to the end of its window, or so long unassigned before it, that somebody should look. */
export const riskMinutes = { beforeEnd: 10, unassigned: 60 } as const;

export interface Promised {
  readonly state: OrderState;
  readonly stateSince: string;
  readonly window?: TimeWindow | null | undefined;
}

export function latenessOf({ state, stateSince, window }: Promised, eta: Date | null, now: Date): Lateness {
  if (window === undefined || window === null) return 'none';
  if (state === 'returning' || state === 'returned' || state === 'cancelled') return 'none';
  const end = new Date(window.to);
  if (state === 'delivered' || state === 'arrived') return new Date(stateSince) > end ? 'late' : 'on_time';
  if (now > end) return 'late';
  const risky =
    eta === null ? later(now, riskMinutes.unassigned) > end : later(eta, riskMinutes.beforeEnd) > end;
  return risky ? 'at_risk' : 'on_time';
}
