// The drill: a backup is made while people write, restored into a second folder, judged and started. What was
// acknowledged before the backup began must be there, once; what came after may be there or not.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from '../client/sign-in.ts';
import { personasOf, readPersonas } from '../platform/personas.ts';
import { type CommandResult, operate, startPlatform, verifyAudit } from '../platform/start-platform.ts';
import { breaches } from './checks.ts';
import { openJournal } from './journal.ts';
import { courierIdsFrom, written } from './kills.ts';
import { startWriters } from './writers.ts';

export type DrillResult = {
  /** Changes acknowledged before the backup began, and while it was made. */
  readonly acknowledgedBefore: number;
  readonly acknowledgedMeanwhile: number;
  readonly backup: CommandResult;
  readonly restore: CommandResult;
  /** Of the restored folder, before anything was started in it. */
  readonly audit: CommandResult;
  readonly breaches: readonly string[];
  readonly auditAfterStart: CommandResult;
  /** From the beginning of the restore to the first answer of the restored platform. */
  readonly recoveryMs: number;
};

export async function restoreDrill(writesBefore: number): Promise<DrillResult> {
  const outside = mkdtempSync(join(tmpdir(), 'cool-drill-'));
  const journal = openJournal(join(outside, 'journal.jsonl'));
  const file = join(outside, 'backup');
  const second = join(outside, 'restored');
  let platform = await startPlatform();
  try {
    const [dispatcher] = personasOf(readPersonas(platform.data), 'dispatcher');
    if (dispatcher === undefined) throw new Error('the demo has no dispatcher');
    const { client } = await signIn(platform.port, dispatcher);
    const writers = startWriters(client, journal, await courierIdsFrom(client), () => undefined);
    await written(writers, journal.count, writesBefore);

    const before = journal.read().acknowledged;
    const backup = await operate('backup', file, '--data', platform.data);
    if (backup.code !== 0) throw new Error(`backup ended with ${backup.code}: ${backup.output}`);
    const acknowledgedMeanwhile = journal.count() - before.length;
    await writers.stop();
    client.close();
    await platform.discard();

    const beganAt = Date.now();
    const restore = await operate('restore', file, '--data', second);
    if (restore.code !== 0) throw new Error(`restore ended with ${restore.code}: ${restore.output}`);
    const audit = await verifyAudit(second);
    platform = await startPlatform([], second);
    const again = await signIn(platform.port, dispatcher);
    const recoveryMs = Date.now() - beganAt;
    const { sent } = journal.read();
    const found = await breaches(again.client, { ...journal, read: () => ({ sent, acknowledged: before }) });
    again.client.close();
    const auditAfterStart = await verifyAudit(second);
    return {
      acknowledgedBefore: before.length,
      acknowledgedMeanwhile,
      backup,
      restore,
      audit,
      breaches: found,
      auditAfterStart,
      recoveryMs,
    };
  } finally {
    await platform.discard();
    rmSync(outside, { recursive: true, force: true });
  }
}
