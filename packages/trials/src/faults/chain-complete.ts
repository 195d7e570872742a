// Does the audit chain tell all of it? Read from the database itself, beside `audit:verify`: every event of every order
// stands in the chain once, every acknowledged change among them, and the sequence has no gap.

import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Runtime } from '../platform/start-platform.ts';
import type { Acknowledged } from './journal.ts';

export type ChainFacts = {
  /** In their order. */
  readonly records: readonly { readonly seq: number; readonly eventId: string }[];
  readonly orders: readonly { readonly id: string; readonly eventIds: readonly string[] }[];
};

/**
 * The orders as they are, and then the chain: work goes on meanwhile (the demo's couriers ride), so only what an order
 * told before the chain was read may be missed in it. Waits for the chain to tell it; what is missing then, is missing.
 */
export async function readChainFacts(
  { mongodbUri, database }: Runtime,
  withinMs = 30_000,
): Promise<ChainFacts> {
  const client = await MongoClient.connect(mongodbUri);
  try {
    const db = client.db(database);
    const stored = await db
      .collection<{ _id: string; events: readonly { eventId: string }[] }>('orders')
      .find({}, { projection: { 'events.eventId': 1 } })
      .toArray();
    const orders = stored.map(({ _id, events }) => ({
      id: _id,
      eventIds: events.map(({ eventId }) => eventId),
    }));
    const until = Date.now() + withinMs;
    for (;;) {
      const records = await db
        .collection<{ seq: number; eventId: string }>('audit')
        .find({}, { projection: { _id: 0, seq: 1, eventId: 1 } })
        .sort({ seq: 1 })
        .toArray();
      const told = new Set(records.map(({ eventId }) => eventId));
      const isWhole = orders.every(({ eventIds }) => eventIds.every((eventId) => told.has(eventId)));
      if (isWhole || Date.now() > until) return { records, orders };
      await sleep(200);
    }
  } finally {
    await client.close();
  }
}

export function chainBreaches(facts: ChainFacts, acknowledged: readonly Acknowledged[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { eventId } of facts.records) times.set(eventId, (times.get(eventId) ?? 0) + 1);
  const first = facts.records[0]?.seq === 0 ? 0 : 1;
  const wrongSeq = facts.records.find(({ seq }, at) => seq !== first + at);
  return [
    ...(wrongSeq === undefined ? [] : [`the chain has a gap before record ${wrongSeq.seq}`]),
    ...facts.orders.flatMap(({ id, eventIds }) =>
      eventIds
        .filter((eventId) => times.get(eventId) !== 1)
        .map((eventId) => `${id}: ${eventId} stands ${times.get(eventId) ?? 0} times in the chain`),
    ),
    ...acknowledged
      .filter(({ eventId }) => !times.has(eventId))
      .map(({ eventId, command }) => `${command} ${eventId} was acknowledged and is not in the chain`),
  ];
}
