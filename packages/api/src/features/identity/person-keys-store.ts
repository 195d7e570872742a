// The only file that knows the collection `personKeys`: 256 random bits per person, under which the audit chain holds
// what is personal. A digest is keyed twice: by the platform's key, which no reader of the database has, and by the
// person's, which can be deleted. Once it is, nobody can link a digest to anything, and the chain still verifies.

import { randomBytes } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import { keyedDigest } from '#platform/digest.ts';
import type { Keys } from '#platform/keys.ts';
import { isDuplicate } from '#platform/mongo.ts';

interface PersonKeyDocument {
  readonly _id: string;
  readonly key: string; // base64
}

export type PersonalKind = 'email' | 'reason';

export interface PersonKeysStore {
  /** The person's key, made when there is none yet. */
  make(userId: string): Promise<Buffer>;
  /** Null when it was deleted, or never made. */
  of(userId: string): Promise<Buffer | null>;
  drop(userId: string): Promise<void>;
}

export function personKeysStore(db: Db): PersonKeysStore {
  const personKeys: Collection<PersonKeyDocument> = db.collection('personKeys');
  const find = async (userId: string) => {
    const found = await personKeys.findOne({ _id: userId });
    return found === null ? null : Buffer.from(found.key, 'base64');
  };
  return {
    async make(userId) {
      const known = await find(userId);
      if (known !== null) return known;
      const key = randomBytes(32);
      try {
        await personKeys.insertOne({ _id: userId, key: key.toString('base64') });
        return key;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const other = await find(userId); // another process was faster
        if (other === null) throw new Error('A key could be neither made nor found.');
        return other;
      }
    },
    of: find,
    async drop(userId) {
      await personKeys.deleteOne({ _id: userId });
    },
  };
}

/** What the chain says of a personal value: the same value of the same person gives the same digest. */
export function personalDigest(
  keys: Pick<Keys, 'bodyDigestKey'>,
  personKey: Buffer,
  kind: PersonalKind,
  value: string,
): string {
  const inner = keyedDigest(keys.bodyDigestKey, `personal:${kind}:${value}`);
  return keyedDigest(personKey, inner.toString('hex')).toString('hex');
}
