// What the demo looks like when it opens, and what the simulated couriers do next. Pure tables and decisions.

import type { OrderCommand, OrderState, PlaceOrder } from '@cool/contract/orders';

/** The way of an order that goes well; the scenario brings each order to one of these states. */
const road = ['placed', 'confirmed', 'assigned', 'collected', 'en_route', 'arrived', 'delivered'] as const;
type Stop = (typeof road)[number];

export type Part = {
  readonly state: Stop;
  /** `persona` is never touched again; a number is one of the simulated couriers. */
  readonly courier: 'persona' | number | null;
};

const simulatedCouriers = 5;

/** How many orders begin in which state; the sum is the number of orders of the demo. */
const opening: readonly (readonly [Stop, number, 'persona' | 'simulated' | null])[] = [
  ['placed', 5, null],
  ['confirmed', 7, null],
  ['assigned', 4, 'persona'],
  ['en_route', 5, 'simulated'],
  ['collected', 5, 'simulated'],
  ['arrived', 2, 'simulated'],
  ['assigned', 10, 'simulated'],
  ['delivered', 10, 'simulated'],
];

export const parts: readonly Part[] = opening.flatMap(([state, count, who], group) =>
  Array.from(
    { length: count },
    (_, index): Part => ({
      state,
      courier: who === 'simulated' ? (index + group) % simulatedCouriers : who,
    }),
  ),
);

const chesterBeatty = {
  name: 'Chester Beatty',
  address: 'Dublin Castle, Dame Street',
  routingKey: 'D02',
  position: { lat: 53.3424, lon: -6.2674 },
};

/** The orders of the persona customer come first; the first of them is on its way, so its tracking page lives. */
export const customerParts: readonly (Part & { readonly order: Omit<PlaceOrder, 'eventId'> })[] = [
  {
    state: 'collected',
    courier: 0,
    order: {
      pickup: chesterBeatty,
      dropOff: {
        name: 'National Library of Ireland',
        address: 'Kildare Street',
        routingKey: 'D02',
        position: { lat: 53.3412, lon: -6.2546 },
      },
      recipient: { name: 'Tadhg Brennan', email: 'tadhg.brennan@example.com' },
      parcel: { description: 'Facsimile prints, flat', weightGrams: 1_200 },
    },
  },
  {
    state: 'confirmed',
    courier: null,
    order: {
      pickup: chesterBeatty,
      dropOff: {
        name: 'Dublin City University',
        address: 'Collins Avenue, Glasnevin',
        routingKey: 'D09',
        position: { lat: 53.3853, lon: -6.2577 },
      },
      recipient: { name: 'Sorcha Hayes', email: 'sorcha.hayes@example.org' },
      parcel: { description: 'Lecture material', weightGrams: 800 },
    },
  },
  {
    state: 'delivered',
    courier: 1,
    order: {
      pickup: chesterBeatty,
      dropOff: {
        name: 'Hugh Lane Gallery',
        address: 'Parnell Square North',
        routingKey: 'D01',
        position: { lat: 53.3541, lon: -6.2647 },
      },
      recipient: { name: 'Eoin Rafferty', email: 'eoin.rafferty@example.net' },
      parcel: { description: 'Exhibition catalogues', weightGrams: 2_400 },
    },
  },
];

/** Below this the simulated couriers are given another order, until the example file is used up (after about an hour). */
export const fewestOnTheRoad = 14;

const trackedRestsMs = 60_000;

/** The order that the start message's tracking link is about takes its time, so that whoever opens it sees it travel. */
export function isDueToMove({ stateSince }: { readonly stateSince: string }, nowMs: number): boolean {
  return nowMs - Date.parse(stateSince) >= trackedRestsMs;
}

const next: Readonly<Record<Exclude<Stop, 'delivered'>, OrderCommand>> = {
  placed: 'confirm',
  confirmed: 'assign',
  assigned: 'collect',
  collected: 'depart',
  en_route: 'arrive',
  arrived: 'deliver',
};

/** The command that brings an order nearer to its part, or null: it is there, beyond, or off the road. */
export function commandTowards(goal: Stop, state: OrderState): OrderCommand | null {
  const at = isOnRoad(state) ? road.indexOf(state) : road.length;
  return at < road.indexOf(goal) && isOnRoad(state) && state !== 'delivered' ? next[state] : null;
}

function isOnRoad(state: OrderState): state is Stop {
  return road.some((stop) => stop === state);
}

export type Step = { readonly command: OrderCommand; readonly reason?: 'nobody_there' };

/**
 * A courier's next move with an order. One door in nine stays shut, so that the board has exceptions to show;
 * which ones follows from the order's id, so a retry decides the same.
 */
export function courierStep(orderId: string, state: OrderState): Step | null {
  if (state === 'arrived' && checksum(orderId) % 9 === 0) return { command: 'fail', reason: 'nobody_there' };
  if (state === 'assigned' || state === 'collected' || state === 'en_route' || state === 'arrived') {
    return { command: next[state] };
  }
  return null;
}

function checksum(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
}
