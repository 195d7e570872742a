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

/** `simulated`: the addresses of those whom only the demo's simulator signs in. */
export async function takeSnapshot(
  { mongodbUri, database }: Runtime,
  orderIds: readonly string[],
  simulated: ReadonlySet<string>,
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
      users: (
        await db
          .collection('users')
          .find({}, { projection: { outbox: 0, toldCount: 0 } })
          .sort({ _id: 1 })
          .toArray()
      ).map((user) => (simulated.has(user['email']) ? apartFromSignIns(user) : user)),
      invitations: await db.collection('invitations').countDocuments({}),
      collections: names.sort(),
    };
  } finally {
    await client.close();
  }
}

/**
 * The demo's simulator signs its people in when their turn comes, on a slow machine in the middle of the trial: the
 * last code used and its moment move on. Nobody else signs in while bad input is tried.
 */
function apartFromSignIns(user: Document): Document {
  const { lastStrongSignInAt: _moment, totp, ...rest } = user;
  const { lastStep: _code, ...factor } = totp as Document;
  return { ...rest, totp: factor };
}
