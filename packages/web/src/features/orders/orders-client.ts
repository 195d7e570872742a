// The order routes. Lists are read to their end by cursor; what changes something names its intent, so that it can
// be sent again when no answer came.
import type { Courier } from '@cool/contract/identity';
import type {
  CommandBody,
  ImportOrders,
  ImportResult,
  Order,
  OrderCommand,
  OrderPage,
  OrderRow,
  PlacedOrder,
  PlaceOrder,
} from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { type Answer, request, requestUntilAnswered } from '#http/http-client.ts';

const pageSize = '100';
const searchPageSize = 20;

export function readOpenOrders(): Promise<Answer<readonly OrderRow[]>> {
  return readToTheEnd({ open: 'true' });
}

/** The signed-in customer's own orders; the server puts ownership into the query. */
export function readMyOrders(): Promise<Answer<readonly OrderRow[]>> {
  return readToTheEnd({});
}

export async function readRun(): Promise<Answer<readonly OrderRow[]>> {
  const answer = await request<Pick<OrderPage, 'rows'>>('GET', urls.run());
  return answer.ok ? { ok: true, value: answer.value.rows } : answer;
}

export function readOrder(orderId: string): Promise<Answer<Order>> {
  return request('GET', urls.order(orderId));
}

export async function readCouriers(): Promise<Answer<readonly Courier[]>> {
  const answer = await request<{ couriers: readonly Courier[] }>('GET', urls.couriers());
  return answer.ok ? { ok: true, value: answer.value.couriers } : answer;
}

export function sendPlaceOrder(body: PlaceOrder): Promise<Answer<PlacedOrder>> {
  return requestUntilAnswered('POST', urls.orders(), { body });
}

export function sendCommand<Command extends OrderCommand>(
  target: Pick<OrderRow, 'id' | 'version'>,
  command: Command,
  body: CommandBody<Command>,
): Promise<Answer<Order>> {
  return requestUntilAnswered('POST', urls.command(target.id, command), { body, version: target.version });
}

export function sendImport(body: ImportOrders): Promise<Answer<ImportResult>> {
  return requestUntilAnswered('POST', urls.importOrders(), { body });
}

/** One page of what a search finds, ended orders included. */
export function searchOrders(
  query: { readonly words: string; readonly courier: string; readonly state: string },
  cursor: string | null,
): Promise<Answer<OrderPage>> {
  const { words, ...filters } = query;
  const given = Object.fromEntries(
    Object.entries({ ...filters, cursor: cursor ?? '' }).filter(([, value]) => value !== ''),
  );
  // Words may be somebody's name: they travel in a body, where no log of addresses has them.
  return words === ''
    ? request('GET', urls.orders({ ...given, limit: String(searchPageSize) }))
    : request('POST', urls.searchOrders(), { body: { ...given, words, limit: searchPageSize } });
}

async function readToTheEnd(query: Readonly<Record<string, string>>): Promise<Answer<readonly OrderRow[]>> {
  const rows: OrderRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<OrderPage> = await request(
      'GET',
      urls.orders(cursor === null ? { ...query, limit: pageSize } : { ...query, limit: pageSize, cursor }),
    );
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    cursor = page.value.nextCursor;
  } while (cursor !== null);
  return { ok: true, value: rows };
}
