// The only file that knows the collection `imports`: which file an importId stands for.

import type { Collection, Db } from 'mongodb';
import { isDuplicate } from '#platform/mongo.ts';

interface ImportDocument {
  readonly _id: string;
  readonly digest: string;
  readonly actorId: string;
  readonly at: Date;
}

export interface ImportsStore {
  /** True when the importId is new or stands for this very file by this very person. */
  claim(
    importId: string,
    digest: string,
    isSame: (known: string) => boolean,
    actorId: string,
    at: Date,
  ): Promise<boolean>;
}

export function importsStore(db: Db): ImportsStore {
  const imports: Collection<ImportDocument> = db.collection('imports');
  return {
    async claim(importId, digest, isSame, actorId, at) {
      try {
        await imports.insertOne({ _id: importId, digest, actorId, at });
        return true;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const known = await imports.findOne({ _id: importId });
        return known !== null && isSame(known.digest);
      }
    },
  };
}
