// The import, as a dispatcher does it: look first (dry run), then place. Sent twice, as an impatient person would.

import { readFileSync } from 'node:fs';
import type { ImportResult, Order } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { parse } from 'csv-parse/sync';
import type { Client } from '../client/client.ts';
import { bodyOf, getJson, patiently, postJson } from '../client/json.ts';

const file = new URL('../../../../docs/examples/orders-dublin.csv', import.meta.url);

export type ImportTrial = {
  readonly dry: ImportResult;
  readonly listedBeforeAndAfterDryRun: readonly [readonly string[], readonly string[]];
  readonly placed: ImportResult;
  readonly again: ImportResult;
};

export async function importOrders(client: Client, importId: string): Promise<ImportTrial> {
  const csv = readFileSync(file, 'utf8');
  const send = async (dryRun: boolean) =>
    bodyOf<ImportResult>(
      await patiently(() => postJson(client, urls.importOrders(), { importId, dryRun, csv })),
    );
  const before = await placedOrderIds(client);
  const dry = await send(true);
  const after = await placedOrderIds(client);
  return {
    dry,
    listedBeforeAndAfterDryRun: [before, after],
    placed: await send(false),
    again: await send(false),
  };
}

/** All orders that only were placed, page by page. Demo orders move on by themselves; none of ours may appear. */
async function placedOrderIds(client: Client): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = {
      state: 'placed',
      limit: '100',
      ...(cursor === null ? {} : { cursor }),
    };
    const page: { rows: readonly { id: string }[]; nextCursor: string | null } = bodyOf(
      await patiently(() => getJson(client, urls.orders(query))),
    );
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids.sort();
}

/** What identifies a row of the file, and the order made from it. */
export function fingerprintsOfFile(): readonly string[] {
  const rows = parse(readFileSync(file, 'utf8'), { columns: true }) as readonly Readonly<
    Record<string, string>
  >[];
  return rows.map((row) =>
    [
      row['pickup_name'],
      row['pickup_address'],
      row['pickup_routing_key'],
      Number(row['pickup_lat']),
      Number(row['pickup_lon']),
      row['dropoff_name'],
      row['dropoff_address'],
      row['dropoff_routing_key'],
      Number(row['dropoff_lat']),
      Number(row['dropoff_lon']),
      row['recipient_name'],
      row['recipient_email'],
      row['parcel'],
      Number(row['weight_grams']),
    ].join('|'),
  );
}

export function fingerprintOf({ pickup, dropOff, recipient, parcel }: Order): string {
  const end = (place: Order['pickup']) => [
    place.name,
    place.address,
    place.routingKey,
    place.position?.lat,
    place.position?.lon,
  ];
  return [
    ...end(pickup),
    ...end(dropOff),
    recipient.name,
    recipient.email,
    parcel.description,
    parcel.weightGrams,
  ].join('|');
}
