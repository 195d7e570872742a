// What the database holds of ours, byte for byte: compared before and after, it says whether anything was changed.
// The demo goes on meanwhile, so only documents that this trial made, or that nobody should touch, are looked at.

import { type Document, MongoClient } from 'mongodb';
import type { Runtime } from '../platform/start-platform.ts';
import { canary } from './secrets.ts';

export type Snapshot = {
  readonly orders: readonly Document[];
  readonly records: readonly Document[];
  readonly users: readonly Document[];
  readonly invitations: number;
  /** Anything an injected field could have created. */
  readonly collections: readonly string[];
};

export async function takeSnapshot(
  { mongodbUri, database }: Runtime,
  orderIds: readonly string[],
): Promise<Snapshot> {
  const client = new MongoClient(mongodbUri, { retryWrites: false });
  try {
    const db = client.db(database);
    const ours = { $or: [{ _id: { $in: orderIds as never[] } }, { 'recipient.email': canary.recipient }] };
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    return {
      orders: await db.collection('orders').find(ours).sort({ _id: 1 }).toArray(),
      records: await db
        .collection('audit')
        .find({ 'subject.id': { $in: [...orderIds] } })
        .sort({ seq: 1 })
        .toArray(),
      // With every sign-in of the demo's couriers the last code used moves on, and the trail is told.
      users: await db
        .collection('users')
        .find({}, { projection: { 'totp.lastStep': 0, outbox: 0, toldCount: 0 } })
        .sort({ _id: 1 })
        .toArray(),
      invitations: await db.collection('invitations').countDocuments({}),
      collections: names.sort(),
    };
  } finally {
    await client.close();
  }
}
