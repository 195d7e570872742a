// `npm run backup -- FILE`: everything the platform stores, while it runs or while it does not. The chain is read first and
// the orders after it, so each order is at least as new as its records; what the orders know more stands in their outboxes
// in the copy and joins the chain after a restore. People and the inbox keep no history of their own: what was chained
// while the copy was made is looked up in the chain and waits in the copy again. So whatever was acknowledged before the
// command began is in the file.
// Sessions are left out: a restored platform asks everybody to sign in.

import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { copiedInbox, copiedOutbox, type OrderDocument, outboxBeside } from '@cool/api/local';
import type { AuditRecord } from '@cool/contract/audit';
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
  const toldOf = new Map<string, number>();
  const audit = db.collection<AuditRecord>('audit');
  const last = await audit.find().sort({ seq: -1 }).limit(1).next();
  const headSeq = last?.seq ?? 0;
  const records = audit.find({ seq: { $lte: headSeq } }).sort({ seq: 1 });
  for await (const document of records) {
    chained.add(document.eventId);
    if (document.subject.type === 'person') toldOf.set(document.subject.id, document.subject.version);
    yield { collection: 'audit', document };
  }
  for await (const order of db.collection<OrderDocument>('orders').find().sort({ _id: 1 })) {
    const outbox = outboxBeside(order, (eventId) => chained.has(eventId));
    yield { collection: 'orders', document: { ...order, outbox } };
  }
  const people = await db.collection<{ _id: string }>('users').find().toArray();
  const inbox = await db.collection<{ _id: string }>('auditInbox').find().toArray();
  const later = await audit
    .find({ seq: { $gt: headSeq } })
    .sort({ seq: 1 })
    .toArray();
  for (const person of people) {
    const outbox = copiedOutbox(person, toldOf.get(person._id) ?? 0, later);
    yield { collection: 'users', document: { ...person, outbox } };
  }
  const waiting = new Map([...copiedInbox(later), ...inbox].map((entry) => [entry._id, entry]));
  for (const document of waiting.values()) yield { collection: 'auditInbox', document };
  // After the orders: a person or an import that an order names was there before the order was.
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const others = names.filter(
    (name) =>
      !['audit', 'orders', 'users', 'auditInbox', ...leftOut].includes(name) && !name.startsWith('system.'),
  );
  for (const collection of others.sort()) {
    // A checkpoint signed meanwhile vouches for records the copy does not have.
    const filter = collection === 'checkpoints' ? { seq: { $lte: headSeq } } : {};
    for await (const document of db.collection(collection).find(filter)) yield { collection, document };
  }
  // Last: a proof is kept before its order names it, so each proof that an order above names is there by now.
  yield* proofsIn(evidence);
}

function jsonOf(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
