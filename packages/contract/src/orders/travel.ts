// How long a courier takes from here to there: the distance as the crow flies, the detour of streets, and the speed of
// the hour. A road graph can take its place behind the same function.

import { distanceMetres, type Position } from '../places/distance.ts';
import { routingKeyAreas } from '../places/routing-key-areas.ts';
import { inDublin } from '../time/dublin.ts';

/** Kilometres per hour from this minute of the Dublin day on, until the next line. */
export const speedProfile: readonly { readonly fromMinute: number; readonly kmh: number }[] = [
  { fromMinute: 0, kmh: 25 },
  { fromMinute: 7 * 60, kmh: 15 },
  { fromMinute: 10 * 60, kmh: 19 },
  { fromMinute: 16 * 60, kmh: 14 },
  { fromMinute: 19 * 60, kmh: 22 },
];

/** Streets are this much longer than the straight line; the Liffey and the canals have few bridges. */
export const detour = 1.4;

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const cityCentre: Position = { lat: 53.3473, lon: -6.2591 }; // O'Connell Bridge

export interface Place {
  readonly routingKey: string;
  readonly position?: Position | undefined;
}

/** Its own position, or the middle of its routing key's area. */
export function positionOf({ position, routingKey }: Place): Position {
  return position ?? routingKeyAreas[routingKey] ?? cityCentre;
}

/** When who leaves `from` at `leavesAt` is at `to`. */
export function arrivalAfter(from: Place, to: Place, leavesAt: Date): Date {
  let metres = distanceMetres(positionOf(from), positionOf(to)) * detour;
  let at = leavesAt.getTime();
  while (metres > 0) {
    const { kmh, minutesLeft } = speedAt(new Date(at));
    const metresPerMs = (kmh * 1_000) / 3_600_000;
    const reachable = minutesLeft * minuteMs * metresPerMs;
    if (metres <= reachable) return new Date(at + metres / metresPerMs);
    metres -= reachable;
    at += minutesLeft * minuteMs;
  }
  return new Date(at);
}

function speedAt(at: Date): { readonly kmh: number; readonly minutesLeft: number } {
  const { minute } = inDublin(at);
  const index = speedProfile.findLastIndex(({ fromMinute }) => fromMinute <= minute);
  const next = speedProfile[index + 1]?.fromMinute ?? dayMinutes;
  return { kmh: speedProfile[index]?.kmh ?? 15, minutesLeft: next - minute };
}
