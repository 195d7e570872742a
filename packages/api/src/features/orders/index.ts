// The door of orders.

import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import { reEncoder } from '../proofs/index.ts';
import type { OrdersDeps } from './deps.ts';
import { importsStore } from './imports-store.ts';
import type { OrdersStore } from './orders-store.ts';
import { ordersRoutes } from './routes.ts';

export { contentDigest } from './content-digest.ts';
export type { MailEntry, OrderDocument, StoredEvent } from './order-document.ts';
export { pinOf, viewTokenHash, viewTokenOf } from './order-secrets.ts';
export { type OrdersStore, ordersStore } from './orders-store.ts';
export { outboxBeside } from './outbox-of.ts';
export {
  type OutboxStore,
  outboxStore,
  type PendingEvent,
  type PendingMail,
} from './outbox-store.ts';
export { eventOf, type RowFields, rowOf } from './views.ts';

export interface OrdersParts extends Omit<OrdersDeps, 'imports' | 'reEncode'> {
  readonly db: Db;
  readonly orders: OrdersStore;
}

export function installOrders(app: App, { db, ...deps }: OrdersParts): void {
  ordersRoutes(app, { ...deps, imports: importsStore(db), reEncode: reEncoder() });
}
