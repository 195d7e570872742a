// Runs once before the API starts, and again only while something is missing: the secret keys, the users of the
// demo, or, without a demo, the invitation of the first admin. Prints what it has to tell as one JSON line.

import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect, hasAdmin, invite, type KeyFile, makeIndexes, makeKeys, seedUser } from '@cool/api/local';
import type { Db } from 'mongodb';
import { dataFolder, writePrivately } from '../data-folder.ts';
import { databaseMark, makePersonas, readPersonas, writePersonas } from '../demo/personas.ts';
import { databaseName } from '../supervisor/roles.ts';
import { unpreparedSentence } from './unprepared.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    origin: { type: 'string', default: '' },
    embedded: { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
  },
});
const folder = dataFolder(values.data);
const mongodbUri = process.env['MONGODB_URI'] ?? '';

const keys = readOrMakeKeys();
try {
  const { client, db } = await connect(mongodbUri, databaseName);
  await makeIndexes(db); // the unique address is what makes seeding twice harmless
  if (values.demo) await seedPersonas(db);
  else await inviteFirstAdmin(db);
  await client.close();
} catch (error) {
  process.stderr.write(`${unpreparedSentence(error, values.embedded ? null : mongodbUri)}\n`);
  process.exit(1); // the open connection would hold the process
}

function readOrMakeKeys(): KeyFile {
  if (existsSync(folder.keys)) return JSON.parse(readFileSync(folder.keys, 'utf8'));
  const made = makeKeys();
  writePrivately(folder.keys, made);
  return made;
}

async function seedPersonas(db: Db): Promise<void> {
  const mark = databaseMark(values.embedded ? null : mongodbUri);
  const known = readPersonas(folder.personas);
  const personas = known?.personas ?? makePersonas();
  // Written first: a user whose password nobody knows would be of no use.
  if (known === null) writePersonas(folder.personas, { seededIn: null, personas });
  await Promise.all(
    personas.map(({ email, name, role, password, totpSecret }) =>
      seedUser(db, keys, { email, name, role, password, ...(totpSecret === null ? {} : { totpSecret }) }),
    ),
  );
  writePersonas(folder.personas, { seededIn: mark, personas });
}

async function inviteFirstAdmin(db: Db): Promise<void> {
  if (await hasAdmin(db)) return;
  const token = await invite(db, { email: 'admin@example.com', role: 'admin' });
  process.stdout.write(`${JSON.stringify({ invitation: `${values.origin}/invitation#${token}` })}\n`);
}
