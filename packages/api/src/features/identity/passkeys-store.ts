// The only file that knows the collection `passkeys`: public keys, which are no secret, and the counters that show a copied
// authenticator.

import type { Collection, Db } from 'mongodb';
import { isDuplicate } from '#platform/mongo.ts';

export interface StoredPasskey {
  readonly id: string; // the credential's own id, base64url
  readonly userId: string;
  readonly rpId: string;
  readonly publicKey: string; // COSE, base64url
  readonly counter: number;
  readonly madeOn: string; // as in `Firefox on Linux`
  readonly madeAt: Date;
  readonly usedAt: Date | null;
}

interface PasskeyDocument extends Omit<StoredPasskey, 'id'> {
  readonly _id: string;
}

export interface PasskeysStore {
  byId(id: string): Promise<StoredPasskey | null>;
  of(userId: string): Promise<readonly StoredPasskey[]>;
  /** Ids of everybody who has at least one. */
  owners(): Promise<ReadonlySet<string>>;
  /** False when this credential is registered already. */
  insert(passkey: StoredPasskey): Promise<boolean>;
  /** False when the counter moved since it was read: the same assertion twice, or a copy of the authenticator. */
  noteUse(id: string, counterBefore: number, counter: number, at: Date): Promise<boolean>;
  remove(userId: string, id: string): Promise<boolean>;
  removeAllOf(userId: string): Promise<void>;
  makeIndexes(): Promise<void>;
}

export function passkeysStore(db: Db): PasskeysStore {
  const passkeys: Collection<PasskeyDocument> = db.collection('passkeys');
  return {
    async byId(id) {
      const found = await passkeys.findOne({ _id: id });
      return found === null ? null : passkeyOf(found);
    },
    of: async (userId) =>
      (await passkeys.find({ userId }).sort({ _id: 1 }).limit(50).toArray()).map(passkeyOf),
    owners: async () => {
      const found = await passkeys.find({}, { projection: { userId: 1 } }).toArray();
      return new Set(found.map(({ userId }) => userId));
    },
    async insert({ id, ...facts }) {
      try {
        await passkeys.insertOne({ _id: id, ...facts });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async noteUse(id, counterBefore, counter, at) {
      const { matchedCount } = await passkeys.updateOne(
        { _id: id, counter: counterBefore },
        { $set: { counter, usedAt: at } },
      );
      return matchedCount === 1;
    },
    async remove(userId, id) {
      const { deletedCount } = await passkeys.deleteOne({ _id: id, userId });
      return deletedCount === 1;
    },
    async removeAllOf(userId) {
      await passkeys.deleteMany({ userId });
    },
    async makeIndexes() {
      await passkeys.createIndexes([{ key: { userId: 1 }, name: 'userId' }]);
    },
  };
}

function passkeyOf({ _id, ...facts }: PasskeyDocument): StoredPasskey {
  return { id: _id, ...facts };
}
