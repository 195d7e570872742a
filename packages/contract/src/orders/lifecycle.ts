// The life of an order as one table: state → command → next state.
// The API enforces it, the pages draw their buttons from it, `lifecycle.test.ts` proves that every state can
// be reached and that every end is intended. Nothing else in the project may decide what follows what.
//
// Two commands leave the state as it is: `instruct` says how to hand the parcel over, `revoke` ends the links with which
// a recipient may manage the delivery.

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
  'instruct',
  'revoke',
] as const;

export type OrderCommand = (typeof orderCommands)[number];

export const lifecycle: Readonly<Record<OrderState, Readonly<Partial<Record<OrderCommand, OrderState>>>>> = {
  placed: { confirm: 'confirmed', cancel: 'cancelled', instruct: 'placed', revoke: 'placed' },
  confirmed: {
    assign: 'assigned',
    reschedule: 'rescheduled',
    cancel: 'cancelled',
    instruct: 'confirmed',
    revoke: 'confirmed',
  },
  assigned: {
    assign: 'assigned', // a second assign moves it to another courier
    collect: 'collected',
    reschedule: 'rescheduled',
    cancel: 'cancelled',
    instruct: 'assigned',
    revoke: 'assigned',
  },
  collected: { depart: 'en_route', fail: 'failed', instruct: 'collected', revoke: 'collected' },
  en_route: { arrive: 'arrived', fail: 'failed', instruct: 'en_route', revoke: 'en_route' },
  arrived: { deliver: 'delivered', fail: 'failed', revoke: 'arrived' },
  delivered: {},
  failed: { reschedule: 'rescheduled', return: 'returning', instruct: 'failed', revoke: 'failed' },
  rescheduled: { confirm: 'confirmed', instruct: 'rescheduled', revoke: 'rescheduled' },
  returning: { receive: 'returned', revoke: 'returning' },
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
