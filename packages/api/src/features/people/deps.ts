// What the use cases of people act on.

import type { IdentityDeps } from '../identity/index.ts';
import type { OrdersStore } from '../orders/index.ts';
import type { ErasuresStore } from './erasures-store.ts';
import type { ReEnrolmentsStore } from './re-enrolments-store.ts';

export type PeopleDeps = IdentityDeps & {
  readonly reEnrolments: ReEnrolmentsStore;
  readonly erasures: ErasuresStore;
  readonly orders: Pick<OrdersStore, 'forgetCourier'>;
};
