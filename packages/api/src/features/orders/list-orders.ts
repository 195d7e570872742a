// A page of orders, newest first, by state, by courier, or by the words they are found under.

import {
  type ListQuery,
  mostSearchWords,
  type OrderPage,
  type SearchOrders,
  searchWords,
} from '@cool/contract/orders';
import { Refusal } from '#platform/problem.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Actor } from './order.ts';
import { type OrdersStore, scopeOf } from './orders-store.ts';
import { rowOf } from './views.ts';

const defaultLimit = 50;

export async function listOrders(orders: OrdersStore, actor: Actor, query: ListQuery): Promise<OrderPage> {
  const { open, limit, ...filters } = query;
  return await readPage(orders, actor, {
    ...filters,
    words: [],
    openOnly: open === 'true',
    limit: limit === undefined ? defaultLimit : Number(limit),
    cursorField: 'query.cursor',
  });
}

export async function searchOrders(
  orders: OrdersStore,
  actor: Actor,
  search: SearchOrders,
): Promise<OrderPage> {
  const { words: text, open = false, limit = defaultLimit, ...filters } = search;
  const words = searchWords(text).slice(0, mostSearchWords);
  if (words.length === 0) return { rows: [], nextCursor: null }; // signs only: nothing begins so
  return await readPage(orders, actor, { ...filters, words, openOnly: open, limit, cursorField: '/cursor' });
}

interface Wanted extends Pick<ListQuery, 'state' | 'courier' | 'cursor'> {
  readonly words: readonly string[];
  readonly openOnly: boolean;
  readonly limit: number;
  /** Where the caller gave the cursor, to be named in a refusal. */
  readonly cursorField: string;
}

async function readPage(orders: OrdersStore, actor: Actor, wanted: Wanted): Promise<OrderPage> {
  const { state, courier, words, openOnly, limit, cursor, cursorField } = wanted;
  const before = cursor === undefined ? null : decodeCursor(cursor);
  if (cursor !== undefined && before === null) {
    throw new Refusal('body-invalid', {
      errors: [
        {
          field: cursorField,
          given: JSON.stringify(cursor.slice(0, 60)),
          allowed: 'the nextCursor of an earlier page',
        },
      ],
    });
  }
  const found = await orders.page(scopeOf(actor), {
    ...(state === undefined ? {} : { state }),
    ...(courier === undefined ? {} : { courierId: courier }),
    words,
    openOnly,
    before,
    limit: limit + 1, // one more tells whether there is a next page, without counting
  });
  const rows = found.slice(0, limit).map(rowOf);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last !== undefined ? encodeCursor(last.id) : null };
}
