// Makes the security report and stores it. Runs once at each start, beside the platform and at low priority.

import { parseArgs } from 'node:util';
import { storeSecurityReport } from '@cool/api/local';
import { MongoClient } from 'mongodb';
import { makeSecurityReport } from './security-report.ts';

const { values } = parseArgs({ options: { root: { type: 'string', default: '.' } } });

const report = makeSecurityReport(values.root, new Date());
const client = new MongoClient(process.env['MONGODB_URI'] ?? '', {
  writeConcern: { w: 'majority', journal: true },
  serverSelectionTimeoutMS: 10_000,
});
try {
  await client.connect();
  await storeSecurityReport(client.db(process.env['DATABASE']), report);
} finally {
  await client.close();
}
