// The only file that knows the collection `checkpoints`: signed statements about the chain, each with the public key that
// fits it. Only ever inserted.

import type { Checkpoint, SigningKey } from '@cool/contract/audit';
import { appendedIndexes } from '@cool/contract/runtime';
import type { Collection, Db } from 'mongodb';
import { makeMissingIndexes } from '#platform/missing-indexes.ts';
import { isDuplicate } from '#platform/mongo.ts';

export interface StoredCheckpoint extends Checkpoint {
  readonly publicKey: string;
}

interface CheckpointDocument extends StoredCheckpoint {
  readonly _id: string;
}

export interface CheckpointsStore {
  put(checkpoint: Checkpoint, key: SigningKey): Promise<void>;
  /** The one that reaches furthest. */
  last(): Promise<StoredCheckpoint | null>;
  everything(): AsyncIterable<StoredCheckpoint>;
  makeIndexes(): Promise<void>;
}

export function checkpointsStore(db: Db): CheckpointsStore {
  const checkpoints: Collection<CheckpointDocument> = db.collection('checkpoints');
  return {
    async put(checkpoint, { publicKey }) {
      try {
        await checkpoints.insertOne({
          _id: `${checkpoint.seq}:${checkpoint.keyId}`,
          ...checkpoint,
          publicKey,
        });
      } catch (error) {
        if (!isDuplicate(error)) throw error; // said already, and the answer was lost
      }
    },
    async last() {
      const found = await checkpoints.find().sort({ seq: -1 }).limit(1).next();
      return found === null ? null : storedOf(found);
    },
    async *everything() {
      for await (const document of checkpoints.find().sort({ seq: 1 })) yield storedOf(document);
    },
    async makeIndexes() {
      await makeMissingIndexes(checkpoints, appendedIndexes.checkpoints);
    },
  };
}

function storedOf({ _id, ...stored }: CheckpointDocument): StoredCheckpoint {
  return stored;
}
