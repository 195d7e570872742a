// A data folder from before accounts were recorded: its people are taken into the trail once, by whichever process comes
// first, and somebody slipped in later is not.

import type { AuditRecord } from '@cool/contract/audit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../src/local-door.ts';
import { eventually, type Platform, startPlatform } from './harness.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform(0);
});

afterAll(async () => {
  await platform.stop();
});

const users = () => platform.db.collection<{ _id: string }>('users');
const older = (name: string, more: object = {}) => ({
  _id: `usr_${name.padStart(26, '0')}`,
  email: `${name.toLowerCase()}@example.ie`,
  name,
  role: 'dispatcher',
  passwordHash: 'none',
  totp: null,
  createdAt: new Date(),
  ...more,
});

test('people of an older data folder are taken over once, with what they are now', async () => {
  await users().insertMany([older('A'), older('B', { role: 'admin', disabledAt: new Date() })] as never);
  await Promise.all([platform.startApi(), platform.startApi()]);
  const told = await eventually('two records', async () => {
    const found = await platform.db
      .collection<AuditRecord>('audit')
      .find()
      .sort({ 'subject.id': 1 })
      .toArray();
    return found.length >= 2 ? found : undefined;
  });
  expect(told.map(({ event }) => event)).toMatchObject([
    { what: 'adopted', role: 'dispatcher', disabled: false, actorId: null },
    { what: 'adopted', role: 'admin', disabled: true },
  ]);
  expect(await verifyAudit(platform.db)).toMatchObject({ ok: true, people: 2, pending: 0 });
});

test('somebody slipped in afterwards is not taken over by the next start, and is named', async () => {
  const stranger = older('C', { role: 'admin' });
  await users().insertOne(stranger as never);
  await platform.startApi();
  expect(await verifyAudit(platform.db)).toMatchObject({
    ok: false,
    personId: stranger._id,
    what: expect.stringContaining('stands in no record'),
  });
});
