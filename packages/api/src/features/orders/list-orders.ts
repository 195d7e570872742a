// A page of orders, newest first, by state, by courier, or by the words they are found under.

import { type ListQuery, mostSearchWords, type OrderPage, searchWords } from '@cool/contract/orders';
import { Refusal } from '#platform/problem.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Actor } from './order.ts';
import { type OrdersStore, scopeOf } from './orders-store.ts';
import { rowOf } from './views.ts';

const defaultLimit = 50;

export async function listOrders(orders: OrdersStore, actor: Actor, query: ListQuery): Promise<OrderPage> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
  if (query.cursor !== undefined && before === null) {
    throw new Refusal('body-invalid', {
      errors: [
        {
          field: 'query.cursor',
          given: JSON.stringify(query.cursor.slice(0, 60)),
          allowed: 'the nextCursor of an earlier page',
        },
      ],
    });
  }
  const words = query.q === undefined ? [] : searchWords(query.q).slice(0, mostSearchWords);
  if (query.q !== undefined && words.length === 0) return { rows: [], nextCursor: null }; // signs only: nothing begins so
  const limit = query.limit === undefined ? defaultLimit : Number(query.limit);
  const found = await orders.page(scopeOf(actor), {
    ...(query.state === undefined ? {} : { state: query.state }),
    ...(query.courier === undefined ? {} : { courierId: query.courier }),
    words,
    openOnly: query.open === 'true',
    before,
    limit: limit + 1, // one more tells whether there is a next page, without counting
  });
  const rows = found.slice(0, limit).map(rowOf);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last !== undefined ? encodeCursor(last.id) : null };
}
