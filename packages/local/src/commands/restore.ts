// `npm run restore -- FILE --data DIR`: makes a data folder out of a backup. The whole file is judged before anything is
// written, a folder that holds something is refused, and what could not be finished is taken away again.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { makeIndexes, verifyAudit } from '@cool/api/local';
import type { Db, Document } from 'mongodb';
import { type DataFolder, dataFolder, makeDataFolder, writePrivately } from '../data-folder.ts';
import { type Secrets, secretsPath } from './backup.ts';
import { checkBackup, entriesOf, NoBackup } from './backup-file.ts';
import { NothingThere, type Place, withNewDatabase } from './database.ts';
import { isProof, writeProof } from './kept-proofs.ts';

const batchSize = 500;

export async function restore(wish: Place & { readonly file: string }): Promise<number> {
  const folder = dataFolder(wish.data);
  if (existsSync(folder.root) && readdirSync(folder.root).length > 0) {
    throw new Error(
      `${folder.root} is not empty. A backup is restored into a new folder: give one with --data.`,
    );
  }
  const { madeAt, counts } = await checkBackup(wish.file).catch((error: unknown) => {
    throw error instanceof NoBackup ? new NothingThere(error.message) : error;
  });
  const secrets = readSecrets(wish.file);
  makeDataFolder(folder);
  try {
    writeSecrets(folder, secrets);
    await withNewDatabase(wish, async (db) => {
      await fill(db, wish.file, folder.evidence);
      await makeIndexes(db);
      const verdict = await verifyAudit(db);
      if (!verdict.ok) throw new Error(`The backup was made of a damaged database: ${verdict.what}`);
    });
  } catch (error) {
    rmSync(folder.root, { recursive: true, force: true }); // it was empty: all in it is ours
    throw error;
  }
  for (const [name, count] of Object.entries(counts)) console.log(`${count} ${name}`);
  console.log(`Restored the state of ${madeAt} into ${folder.root}; its audit chain is intact.`);
  console.log(`Start it with npm start -- --data ${folder.root}. Everybody signs in anew.`);
  return 0;
}

function readSecrets(file: string): Secrets {
  const path = secretsPath(file);
  if (!existsSync(path)) {
    throw new NothingThere(
      `There is no ${path}. Put the secrets file of this backup beside it: without its keys nobody's second factor and no link works.`,
    );
  }
  const secrets = JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets> | null;
  if (secrets?.keys == null)
    throw new NothingThere(`${path} holds no keys. Use the file that was written with the backup.`);
  return { keys: secrets.keys, personas: secrets.personas ?? null, demoOrders: secrets.demoOrders ?? null };
}

function writeSecrets(folder: DataFolder, { keys, personas, demoOrders }: Secrets): void {
  writePrivately(folder.keys, keys);
  if (personas !== null) writePrivately(folder.personas, personas);
  if (demoOrders !== null) writePrivately(folder.demoOrders, demoOrders);
}

async function fill(db: Db, file: string, evidence: string): Promise<void> {
  let collection = '';
  let batch: Document[] = [];
  const flush = async () => {
    if (batch.length > 0) await db.collection(collection).insertMany(batch);
    batch = [];
  };
  for await (const entry of entriesOf(file)) {
    if (isProof(entry)) {
      writeProof(evidence, entry.document);
      continue;
    }
    if (entry.collection !== collection || batch.length === batchSize) await flush();
    collection = entry.collection;
    batch.push(entry.document);
  }
  await flush();
}
