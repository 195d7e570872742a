// An insider with the database's address acts behind the platform's back (changes one character, takes a document
// away) and then undoes it, so that each act is judged alone.

import { type Document, MongoClient } from 'mongodb';
import type { Runtime } from '../platform/start-platform.ts';

type Edit = {
  readonly collection: 'audit' | 'orders';
  readonly filter: Document;
  /** Path of a text in the document, such as `event.actorId`. */
  readonly path: string;
};

/** Changes the last character of the text, runs `during`, restores it; returns what `during` returned. */
export async function withOneCharacterChanged<Result>(
  { mongodbUri, database }: Runtime,
  { collection, filter, path }: Edit,
  during: () => Promise<Result>,
): Promise<Result> {
  const client = new MongoClient(mongodbUri, { retryWrites: false });
  try {
    const documents = client.db(database).collection(collection);
    const before = valueAt(await documents.findOne(filter), path);
    const last = before.at(-1);
    const after = before.slice(0, -1) + (last === '0' ? '1' : '0');
    await change(documents, filter, path, before, after);
    try {
      return await during();
    } finally {
      await change(documents, filter, path, after, before);
    }
  } finally {
    await client.close();
  }
}

/** Takes the document away, runs `during`, puts it back. */
export async function withDocumentGone<Result>(
  { mongodbUri, database }: Runtime,
  { collection, filter }: Pick<Edit, 'collection' | 'filter'>,
  during: () => Promise<Result>,
): Promise<Result> {
  const client = new MongoClient(mongodbUri, { retryWrites: false });
  try {
    const documents = client.db(database).collection(collection);
    const gone = await documents.findOneAndDelete(filter);
    if (gone === null) throw new Error(`there is no document to take away at ${JSON.stringify(filter)}`);
    try {
      return await during();
    } finally {
      await documents.insertOne(gone);
    }
  } finally {
    await client.close();
  }
}

type Documents = ReturnType<ReturnType<MongoClient['db']>['collection']>;

async function change(documents: Documents, filter: Document, path: string, from: string, to: string) {
  const { modifiedCount } = await documents.updateOne({ ...filter, [path]: from }, { $set: { [path]: to } });
  if (modifiedCount !== 1) throw new Error(`nothing was changed at ${path} of ${JSON.stringify(filter)}`);
}

function valueAt(document: Document | null, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[key],
      document,
    );
  if (typeof found !== 'string' || found === '') throw new Error(`there is no text at ${path} to change`);
  return found;
}
