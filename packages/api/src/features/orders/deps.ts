// What the use cases of orders act on.

import type { Clock } from '#platform/clock.ts';
import type { Keys } from '#platform/keys.ts';
import type { EvidenceStore, ReEncode } from '../proofs/index.ts';
import type { ImportsStore } from './imports-store.ts';
import type { OrdersStore } from './orders-store.ts';

export interface OrdersDeps {
  readonly orders: OrdersStore;
  readonly imports: ImportsStore;
  readonly evidence: EvidenceStore;
  readonly reEncode: ReEncode;
  readonly keys: Keys;
  readonly clock: Clock;
  /** Null when there is no such user or the user is no courier. */
  readonly findCourier: (id: string) => Promise<{ id: string; name: string } | null>;
  /** Told after each acknowledged change, so that the outboxes are drained without waiting for the next beat. */
  readonly changed: () => void;
}
