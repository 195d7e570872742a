// Who sees what of the live feed. Pure.

import type { Role } from '@cool/contract/identity';

export interface Viewer {
  readonly id: string;
  readonly role: Role;
}

export interface OrderOwners {
  readonly customerId: string;
  readonly courierId: string | null;
  /** Every courier the order was ever assigned to. */
  readonly couriers: readonly string[];
}

/** `gone`: it was this courier's and is no longer; they learn that, and nothing about where it went. */
export function visibilityOf(viewer: Viewer, order: OrderOwners): 'seen' | 'gone' | 'hidden' {
  switch (viewer.role) {
    case 'dispatcher':
    case 'admin':
    case 'auditor':
      return 'seen';
    case 'customer':
      return order.customerId === viewer.id ? 'seen' : 'hidden';
    case 'courier':
      if (order.courierId === viewer.id) return 'seen';
      return order.couriers.includes(viewer.id) ? 'gone' : 'hidden';
  }
}
