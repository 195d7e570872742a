// The door of orders.

import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import { reEncoder } from '../proofs/index.ts';
import type { OrdersDeps } from './deps.ts';
import { importsStore } from './imports-store.ts';
import { ordersRoutes } from './routes.ts';

export { commandOrder } from './command-order.ts';
export { contentDigest, instructionsDigest, type SealOf } from './content-digest.ts';
export type { OrdersDeps } from './deps.ts';
export { linkSeries, type ManageLink, manageLinkOf, manageTokenOf, readManageToken } from './manage-link.ts';
export { recipientActor } from './order.ts';
export type { MailEntry, OrderDocument, StoredEvent } from './order-document.ts';
export { linkKeyIsKept, pinOf, viewTokenHash, viewTokenOf } from './order-secrets.ts';
export { type OrdersStore, ordersStore } from './orders-store.ts';
export { outboxBeside } from './outbox-of.ts';
export {
  type OutboxStore,
  outboxStore,
  type PendingEvent,
  type PendingMail,
} from './outbox-store.ts';
export { redactDue } from './redact-due.ts';
export { redactedBefore, redactionOf } from './redact-order.ts';
export { etagOf, versionFrom } from './version-header.ts';
export { eventOf, isRedacted, type RowFields, rowOf, sinceOf } from './views.ts';

export interface OrdersParts extends Omit<OrdersDeps, 'imports' | 'reEncode'> {
  readonly db: Db;
}

/** Returns what its neighbours act with. */
export function installOrders(app: App, { db, ...parts }: OrdersParts): OrdersDeps {
  const deps = { ...parts, imports: importsStore(db), reEncode: reEncoder() };
  ordersRoutes(app, deps);
  return deps;
}
