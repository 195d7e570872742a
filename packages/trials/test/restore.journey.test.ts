// A backup under load, restored into a second folder and started: RECOVER, on one machine.

import { beforeAll, describe, expect, it } from 'vitest';
import { type DrillResult, restoreDrill } from '../src/faults/restore-drill.ts';

const withinMs = 60 * 60_000; // the promise: recovery within an hour
let result: DrillResult;

beforeAll(async () => {
  result = await restoreDrill(60);
  console.log(
    `${result.acknowledgedBefore} acknowledged before the backup, ${result.acknowledgedMeanwhile} meanwhile; recovered in ${result.recoveryMs} ms`,
  );
}, 300_000);

describe('a backup made while people write', () => {
  it('is made, and does not stop them', () => {
    expect(result.backup.output).toMatch(/Written to/);
    expect(result.backup.code).toBe(0);
    expect(result.acknowledgedBefore).toBeGreaterThanOrEqual(60);
    expect(result.acknowledgedMeanwhile).toBeGreaterThan(0);
  });

  it('is restored into a new folder with its audit chain intact', () => {
    expect(result.restore, result.restore.output).toMatchObject({ code: 0 });
    expect(result.audit.output).toMatch(/intact/);
    expect(result.audit.code).toBe(0);
  });

  it('misses nothing that was acknowledged before it began, and holds nothing twice', () => {
    expect(result.breaches).toEqual([]);
  });

  it('starts, lets people sign in with their second factor, and keeps its chain intact', () => {
    expect(result.auditAfterStart.output).toMatch(/intact/);
    expect(result.auditAfterStart.code).toBe(0);
    expect(result.recoveryMs).toBeLessThan(withinMs);
  });
});
