// What may happen to an order: (order, command, actor, moment) → event and changes, or a refusal. Pure. The table in
// the contract is the only source of what follows what; this file adds who, which version, and what a table of states
// cannot say: a parcel that was ever collected can no longer be cancelled, and at the door only a proof will do
// that the sender asked for.

import type { Role } from '@cool/contract/identity';
import {
  type ActorRole,
  acceptedProofs,
  commandsIn,
  endStates,
  type FailReason,
  type Instructions,
  mayCommand,
  nextState,
  type OrderCommand,
  type OrderEvent,
  type OrderState,
  type ProofKind,
  type ProofPolicy,
  type TimeWindow,
} from '@cool/contract/orders';

export interface Actor {
  readonly id: string;
  readonly role: ActorRole;
}

/** Somebody with an account, as opposed to whoever holds a link. */
export interface Member extends Actor {
  readonly role: Role;
}

/** Whoever holds the manage link of an order: of them we know no more. */
export const recipientActor: Actor = { id: 'recipient', role: 'recipient' };

export interface OrderFacts {
  readonly version: number;
  readonly state: OrderState;
  readonly events: readonly Pick<OrderEvent, 'command'>[];
  /** `pin` when it is absent. */
  readonly proofPolicy?: ProofPolicy;
  readonly instructions?: Instructions;
}

export interface CommandGiven {
  readonly command: OrderCommand;
  readonly eventId: string;
  /** The version the client read before it decided. */
  readonly expectedVersion: number;
  readonly courier?: { readonly id: string; readonly name: string };
  readonly reason?: FailReason;
  /** What a delivery is to be proved with. */
  readonly proof?: ProofKind;
  /** What is promised from now on; judged before. */
  readonly window?: TimeWindow;
  readonly instructions?: Instructions;
}

/** What a transition writes beside its event. */
export interface OrderChanges {
  readonly state: OrderState;
  readonly open: boolean;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly courierId?: string | null;
  readonly courierName?: string | null;
  readonly assignedAt?: string | null;
  readonly stateSince?: string;
  readonly window?: TimeWindow | null;
  readonly instructions?: Instructions;
}

type RefusedFor = 'forbidden' | 'version-stale' | 'transition-refused' | 'proof-refused';

export type Decision =
  | { readonly ok: true; readonly event: OrderEvent; readonly changes: OrderChanges }
  | {
      readonly ok: false;
      readonly code: RefusedFor;
      readonly detail: string;
    };

export function decide(order: OrderFacts, given: CommandGiven, actor: Actor, at: Date): Decision {
  const { command } = given;
  if (!mayCommand[command].includes(actor.role)) {
    return refuse(
      'forbidden',
      `You are signed in as ${actor.role}; ${command} is for ${mayCommand[command].join(', ')}.`,
    );
  }
  if (given.expectedVersion !== order.version) {
    return refuse(
      'version-stale',
      `You read version ${given.expectedVersion}; the order is at ${order.version}. Read it again and decide anew.`,
    );
  }
  const to = nextState(order.state, command);
  if (to === undefined) {
    const allowed = commandsIn(order.state).join(', ') || 'nothing: the order has come to its end';
    return refuse(
      'transition-refused',
      `The order is ${order.state}, so ${command} is not allowed. Allowed: ${allowed}.`,
    );
  }
  if (command === 'cancel' && wasCollected(order)) {
    return refuse(
      'transition-refused',
      'The parcel was collected once, so the order cannot be cancelled. Assign it again, or return the parcel after a failed delivery.',
    );
  }
  const accepted = acceptedProofs(order);
  if (given.proof !== undefined && !accepted.includes(given.proof)) {
    return refuse(
      'proof-refused',
      `For this order a ${given.proof} will not do. Allowed: ${accepted.join(', ')}. Ask the recipient for the PIN from their mail.`,
    );
  }
  const moment = at.toISOString();
  const ends = endStates.includes(to);
  return {
    ok: true,
    event: {
      eventId: given.eventId,
      command,
      from: order.state,
      to,
      at: moment,
      actorId: actor.id,
      actorRole: actor.role,
      ...(given.reason === undefined ? {} : { reason: given.reason }),
      ...(given.courier === undefined ? {} : { courierId: given.courier.id }),
      ...(given.proof === undefined ? {} : { proof: { kind: given.proof } }),
      ...(given.window === undefined ? {} : { window: given.window }),
    },
    changes: {
      state: to,
      open: !ends,
      updatedAt: moment,
      endedAt: ends ? moment : null,
      ...(to === order.state ? {} : { stateSince: moment }),
      ...(command === 'reschedule' ? { window: given.window ?? null } : {}),
      ...(given.instructions === undefined ? {} : { instructions: given.instructions }),
      ...courierAfter(given, moment),
    },
  };
}

/** A rescheduled order waits at the depot: it is on nobody's run until it is assigned again. */
function courierAfter(
  given: CommandGiven,
  moment: string,
): Pick<OrderChanges, 'courierId' | 'courierName' | 'assignedAt'> {
  if (given.command === 'reschedule') return { courierId: null, courierName: null, assignedAt: null };
  if (given.courier === undefined) return {};
  return { courierId: given.courier.id, courierName: given.courier.name, assignedAt: moment };
}

function wasCollected(order: OrderFacts): boolean {
  return order.events.some((event) => event.command === 'collect');
}

function refuse(code: RefusedFor, detail: string): Decision {
  return { ok: false, code, detail };
}
