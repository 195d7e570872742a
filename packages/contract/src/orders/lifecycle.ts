// The life of an order as one table: state → command → next state.
// The API enforces it, the pages draw their buttons from it, `lifecycle.test.ts` proves that every state can
// be reached and that every end is intended. Nothing else in the project may decide what follows what.

export const orderStates = [
  'placed',
  'confirmed',
  'assigned',
  'collected',
  'en_route',
  'arrived',
  'delivered',
  'failed',
  'rescheduled',
  'returning',
  'returned',
  'cancelled',
] as const;

export type OrderState = (typeof orderStates)[number];

export const orderCommands = [
  'confirm',
  'assign',
  'collect',
  'depart',
  'arrive',
  'deliver',
  'fail',
  'reschedule',
  'return',
  'receive',
  'cancel',
] as const;

export type OrderCommand = (typeof orderCommands)[number];

export const lifecycle: Readonly<Record<OrderState, Readonly<Partial<Record<OrderCommand, OrderState>>>>> = {
  placed: { confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { assign: 'assigned', cancel: 'cancelled' },
  assigned: { assign: 'assigned', collect: 'collected', cancel: 'cancelled' }, // a second assign moves it to another courier
  collected: { depart: 'en_route', fail: 'failed' },
  en_route: { arrive: 'arrived', fail: 'failed' },
  arrived: { deliver: 'delivered', fail: 'failed' },
  delivered: {},
  failed: { reschedule: 'rescheduled', return: 'returning' },
  rescheduled: { confirm: 'confirmed' },
  returning: { receive: 'returned' },
  returned: {},
  cancelled: {},
};

/** The states in which an order rests for good. */
export const endStates: readonly OrderState[] = ['delivered', 'returned', 'cancelled'];

/** The state after `command`, or undefined where the table does not allow it. */
export function nextState(from: OrderState, command: OrderCommand): OrderState | undefined {
  return lifecycle[from][command];
}

/** The states from which `command` may be given. */
export function statesBefore(command: OrderCommand): readonly OrderState[] {
  return orderStates.filter((state) => lifecycle[state][command] !== undefined);
}

/** The commands the table allows in `state`, in the table's order. */
export function commandsIn(state: OrderState): readonly OrderCommand[] {
  return orderCommands.filter((command) => lifecycle[state][command] !== undefined);
}
