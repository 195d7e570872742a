// `npm run backup -- FILE`: everything the platform stores, while it runs or while it does not. The chain is read first and
// the orders after it, so each order is at least as new as its records; what the orders know more stands in their outboxes
// in the copy and joins the chain after a restore. So whatever was acknowledged before the command began is in the file.
// Sessions are left out: a restored platform asks everybody to sign in.

import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { type OrderDocument, outboxBeside } from '@cool/api/local';
import type { Db } from 'mongodb';
import { dataFolder, writePrivately } from '../data-folder.ts';
import { type Entry, writeBackup } from './backup-file.ts';
import { type Place, withDatabase } from './database.ts';
import { proofsIn } from './kept-proofs.ts';

const leftOut: readonly string[] = ['sessions'];

/** What the data is of no use without: kept in a file of its own, so that the two can be kept apart. */
export type Secrets = { readonly keys: unknown; readonly personas: unknown; readonly demoOrders: unknown };

export const secretsPath = (file: string) => `${file}.secrets.json`;

export async function backup(wish: Place & { readonly file: string }): Promise<number> {
  const { file } = wish;
  for (const path of [file, secretsPath(file)]) {
    if (existsSync(path))
      throw new Error(`${path} is already there. Give another name; no backup is written over.`);
  }
  return withDatabase(wish, async ({ db }) => {
    const unfinished = `${file}.new`;
    rmSync(unfinished, { force: true });
    const folder = dataFolder(wish.data);
    const counts = await writeBackup(unfinished, new Date(), everythingIn(db, folder.evidence));
    const secrets: Secrets = {
      keys: jsonOf(folder.keys),
      personas: jsonOf(folder.personas),
      demoOrders: jsonOf(folder.demoOrders),
    };
    writePrivately(secretsPath(file), secrets);
    renameSync(unfinished, file); // last: the file is there when all is
    for (const [name, count] of Object.entries(counts)) console.log(`${count} ${name}`);
    console.log(`Written to ${file}, and the secret keys to ${secretsPath(file)}.`);
    console.log(
      'Keep the two in different places: together they are the whole platform. Restoring needs both.',
    );
    return 0;
  });
}

async function* everythingIn(db: Db, evidence: string): AsyncGenerator<Entry> {
  const chained = new Set<string>();
  const last = await db.collection('audit').find().sort({ seq: -1 }).limit(1).next();
  const records = db
    .collection('audit')
    .find({ seq: { $lte: Number(last?.['seq'] ?? 0) } })
    .sort({ seq: 1 });
  for await (const document of records) {
    chained.add(String(document['eventId']));
    yield { collection: 'audit', document };
  }
  for await (const order of db.collection<OrderDocument>('orders').find().sort({ _id: 1 })) {
    const outbox = outboxBeside(order, (eventId) => chained.has(eventId));
    yield { collection: 'orders', document: { ...order, outbox } };
  }
  // After the orders: a person or an import that an order names was there before the order was.
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const others = names.filter(
    (name) => !['audit', 'orders', ...leftOut].includes(name) && !name.startsWith('system.'),
  );
  for (const collection of others.sort()) {
    for await (const document of db.collection(collection).find()) yield { collection, document };
  }
  // Last: a proof is kept before its order names it, so each proof that an order above names is there by now.
  yield* proofsIn(evidence);
}

function jsonOf(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
