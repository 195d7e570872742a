// Which role may give which command. Ownership comes on top: a courier commands only the orders assigned to
// them, a customer only their own (the API puts it into the query, so a foreign order is a 404).

import type { Role } from '../identity/roles.ts';
import type { OrderCommand } from './lifecycle.ts';

/** Who acts on an order: somebody signed in, or whoever holds its manage link. */
export type ActorRole = Role | 'recipient';

export const mayCommand: Readonly<Record<OrderCommand, readonly ActorRole[]>> = {
  confirm: ['dispatcher', 'admin'],
  assign: ['dispatcher', 'admin'],
  collect: ['courier'],
  depart: ['courier'],
  arrive: ['courier'],
  deliver: ['courier'],
  /** Also whoever plans: a courier who fell ill, lost the phone or left says nothing any more. */
  fail: ['courier', 'dispatcher', 'admin'],
  reschedule: ['dispatcher', 'admin', 'recipient'],
  return: ['dispatcher', 'admin'],
  receive: ['dispatcher', 'admin'],
  cancel: ['customer', 'dispatcher', 'admin'],
  instruct: ['recipient'],
  revoke: ['customer', 'dispatcher', 'admin'],
};

export const mayPlace: readonly Role[] = ['customer', 'dispatcher', 'admin'];
export const mayImport: readonly Role[] = ['dispatcher', 'admin'];
export const mayReadOrders: readonly Role[] = ['customer', 'courier', 'dispatcher', 'admin', 'auditor'];

/** Who needs it for their work: whoever placed the order, and those who correct it. A courier calls at the door. */
export const mayReadRecipientEmail: readonly Role[] = ['customer', 'dispatcher', 'admin'];

/** A photo shows a home, a signature a name: whoever sent it, delivered it or answers for it sees them. */
export const mayReadProof: readonly Role[] = ['customer', 'courier', 'dispatcher', 'admin'];

/** Free text between those who deliver and those who plan: it may be about a person, so it goes no further. */
export const mayReadNotes: readonly Role[] = ['courier', 'dispatcher', 'admin'];

/** Those of an account who may give a command, for its route; `recipient` has a door of its own. */
export function rolesFor(command: OrderCommand): readonly Role[] {
  return mayCommand[command].filter((role): role is Role => role !== 'recipient');
}

/** How to hand the parcel over: for whoever brings it, plans it or sent it. */
export const mayReadInstructions: readonly Role[] = ['customer', 'courier', 'dispatcher', 'admin'];
