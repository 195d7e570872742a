// Makes the security report and stores it. Runs once at each start, beside the platform and at low priority.

import { parseArgs } from 'node:util';
import { connect, storeSecurityReport } from '@cool/api/local';
import { databaseName } from '../supervisor/roles.ts';
import { makeSecurityReport } from './security-report.ts';

const { values } = parseArgs({ options: { root: { type: 'string', default: '.' } } });

const report = makeSecurityReport(values.root, new Date());
const { client, db } = await connect(process.env['MONGODB_URI'] ?? '', databaseName);
try {
  await storeSecurityReport(db, report);
} finally {
  await client.close();
}
