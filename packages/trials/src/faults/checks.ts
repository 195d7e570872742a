// The judgement after the kills: the client's journal against what the platform answers now.

import type { Order, OrderPage } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Client } from '../client/client.ts';
import { bodyOf, getJson, patiently } from '../client/json.ts';
import type { Acknowledged, Journal } from './journal.ts';
import { illegalSteps } from './legal-walks.ts';
import { recipientPrefix } from './writers.ts';

/** One sentence for each breach; empty when nothing acknowledged was lost or doubled. */
export async function breaches(client: Client, journal: Journal): Promise<readonly string[]> {
  const { sent, acknowledged } = journal.read();
  const known = new Set(sent.map(({ eventId }) => eventId));
  const byOrder = new Map<string, Acknowledged[]>();
  for (const line of acknowledged) byOrder.set(line.orderId, [...(byOrder.get(line.orderId) ?? []), line]);

  const found: string[] = [];
  for (const [orderId, lines] of byOrder) {
    const answer = await patiently(() => getJson(client, urls.order(orderId)));
    if (answer.status === 404) found.push(`order ${orderId} was acknowledged and is not there`);
    else {
      const order = bodyOf<Order>(answer);
      found.push(...orderBreaches(order, lines, known), ...illegalSteps(order));
    }
  }
  return [...found, ...listBreaches(await listOfTrial(client), byOrder, sent.length)];
}

function orderBreaches(
  { id, version, events }: Order,
  acknowledged: readonly Acknowledged[],
  sent: ReadonlySet<string>,
): readonly string[] {
  const ids = events.map(({ eventId }) => eventId);
  const found: string[] = [];
  for (const { eventId, command } of acknowledged) {
    const times = ids.filter((each) => each === eventId).length;
    if (times === 0) found.push(`${id}: ${command} ${eventId} was acknowledged and is lost`);
    if (times > 1) found.push(`${id}: ${command} ${eventId} happened ${times} times`);
  }
  for (const eventId of ids)
    if (!sent.has(eventId)) found.push(`${id}: ${eventId} was never sent by this client`);
  if (version !== events.length) found.push(`${id}: version ${version} with ${events.length} events`);
  return found;
}

/** A placing that was retried must not have made a second order under another id. */
function listBreaches(
  listed: readonly { readonly id: string; readonly recipientName: string }[],
  acknowledged: ReadonlyMap<string, readonly Acknowledged[]>,
  sentCount: number,
): readonly string[] {
  const found: string[] = [];
  const byRecipient = new Map<string, string[]>();
  for (const { id, recipientName } of listed) {
    byRecipient.set(recipientName, [...(byRecipient.get(recipientName) ?? []), id]);
  }
  for (const [recipient, ids] of byRecipient) {
    if (ids.length > 1) found.push(`${recipient} has ${ids.length} orders: ${ids.join(', ')}`);
  }
  for (const orderId of acknowledged.keys()) {
    if (!listed.some(({ id }) => id === orderId)) found.push(`order ${orderId} is missing from the list`);
  }
  if (listed.length > sentCount)
    found.push(`${listed.length} orders are listed, ${sentCount} changes were sent`);
  return found;
}

async function listOfTrial(client: Client): Promise<OrderPage['rows']> {
  const rows: OrderPage['rows'] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: Record<string, string> = { limit: '100', ...(cursor === '' ? {} : { cursor }) };
    const page: OrderPage = bodyOf<OrderPage>(await patiently(() => getJson(client, urls.orders(query))));
    rows.push(...page.rows.filter(({ recipientName }) => recipientName.startsWith(recipientPrefix)));
    cursor = page.nextCursor;
  }
  return rows;
}
