// The main job, judged: none of the 200 orders is lost or done twice, the board saw every step once and in order,
// the audit chain holds, and one changed character in the database is found and named.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedIn, signIn } from '../src/client/sign-in.ts';
import { couriersOnTheJob, rowsInTheFile, straightWay } from '../src/main-job/expectations.ts';
import { fingerprintOf, fingerprintsOfFile } from '../src/main-job/import-orders.ts';
import { doMainJob, type MainJob } from '../src/main-job/main-job.ts';
import { pageVerdict } from '../src/main-job/page-verdict.ts';
import { withDocumentGone, withOneCharacterChanged } from '../src/main-job/tamper.ts';
import { personasOf, readPersonas } from '../src/platform/personas.ts';
import { type Platform, startPlatform, verifyAudit } from '../src/platform/start-platform.ts';

const states = straightWay.map(([, state]) => state);

let platform: Platform;
let job: MainJob;
let auditor: SignedIn;

beforeAll(async () => {
  platform = await startPlatform();
  job = await doMainJob(platform);
  const [persona] = personasOf(readPersonas(platform.data), 'auditor');
  if (persona === undefined) throw new Error('the demo has no auditor');
  auditor = await signIn(platform.port, persona);
}, 400_000);

afterAll(async () => {
  auditor?.client.close();
  await platform?.discard();
});

describe('the import', () => {
  it('finds nothing wrong with the example file, and a dry run places nothing', () => {
    expect(job.imported.dry).toEqual({ dryRun: true, rows: rowsInTheFile, placed: [], problems: [] });
    const [before, after] = job.imported.listedBeforeAndAfterDryRun;
    const ours = new Set(job.imported.placed.placed);
    expect(after.filter((id) => !before.includes(id) && ours.has(id))).toEqual([]);
  });

  it('places each row once', () => {
    expect(job.imported.placed.problems).toEqual([]);
    expect(new Set(job.imported.placed.placed).size).toBe(rowsInTheFile);
    expect(job.orders.map(fingerprintOf).sort()).toEqual([...fingerprintsOfFile()].sort());
  });

  it('places nothing more when it is sent again', () => {
    expect(job.imported.again.placed).toEqual(job.imported.placed.placed);
  });
});

describe('every order', () => {
  it('came to its end', () => {
    expect(job.orders).toHaveLength(rowsInTheFile);
    expect(
      job.orders.filter(({ state }) => state !== 'delivered').map(({ id, state }) => ({ id, state })),
    ).toEqual([]);
  });

  it('went the straight way, each step once', () => {
    for (const { id, version, events } of job.orders) {
      const way = events.map(({ command, to }) => [command, to]);
      expect({ id, version, way }).toEqual({ id, version: straightWay.length, way: straightWay });
      expect(events.map(({ from }) => from)).toEqual([null, ...states.slice(0, -1)]);
    }
  });

  it('was driven by one of the six couriers, who share them evenly', () => {
    expect(new Set(job.courierIds).size).toBe(couriersOnTheJob);
    const shares = job.courierIds.map((id) => job.orders.filter(({ courierId }) => courierId === id).length);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(rowsInTheFile);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    for (const { events, courierId } of job.orders) {
      expect(events.filter(({ actorRole }) => actorRole === 'courier').map(({ actorId }) => actorId)).toEqual(
        Array(4).fill(courierId),
      );
    }
  });
});

describe('the board', () => {
  it('was told of each step once, in the order of the one sequence', () => {
    const seqs = job.live.map(({ seq }) => seq);
    expect(seqs).toHaveLength(rowsInTheFile * straightWay.length);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  it('never went back, and shows every order delivered', () => {
    for (const { id } of job.orders) {
      const versions = job.live.filter(({ row }) => row.id === id).map(({ row }) => row.version);
      expect(versions).toHaveLength(straightWay.length);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(versions.at(-1)).toBe(straightWay.length);
    }
  });
});

describe('the audit chain', () => {
  const someOrder = () => {
    const [order] = job.orders;
    if (order === undefined) throw new Error('no order was driven');
    return order;
  };
  /** The record of a step of that order, as the board was told of it. */
  const seqOf = (step: number) => {
    const told = job.live.filter(({ row }) => row.id === someOrder().id).map(({ seq }) => seq);
    const seq = told[step];
    if (seq === undefined) throw new Error(`the board was not told of step ${step}`);
    return seq;
  };

  it('holds', async () => {
    const { code, output } = await verifyAudit(platform.data);
    expect(output).toMatch(/intact/i);
    expect(code).toBe(0);
    expect(await pageVerdict(auditor.client)).toMatchObject({ ok: true });
  });

  it.each([
    ['event.at', 2],
    ['event.actorId', 3],
    ['hash', 4],
    ['prev', 5],
  ])('names the record after one character of its %s was changed in the database', async (path, step) => {
    const seq = seqOf(step);
    const edit = { collection: 'audit', filter: { seq }, path } as const;
    const verdict = await withOneCharacterChanged(platform.runtime(), edit, () =>
      pageVerdict(auditor.client),
    );
    expect(verdict).toMatchObject({ ok: false, seq });
  });

  it.each([
    'events.3.actorId',
    'events.0.at',
    'state',
    'customerId',
    'courierId',
    'endedAt',
    'dropOff.address',
    'recipient.email',
    'viewTokenHash',
  ])('names the order after one character of its %s was changed', async (path) => {
    const { id } = someOrder();
    const edit = { collection: 'orders', filter: { _id: id }, path } as const;
    const verdict = await withOneCharacterChanged(platform.runtime(), edit, () =>
      pageVerdict(auditor.client),
    );
    expect(verdict).toMatchObject({ ok: false, orderId: id });
  });

  it('is judged by the command as by the page: it names the changed record, and the changed order', async () => {
    const seq = seqOf(2);
    const record = { collection: 'audit', filter: { seq }, path: 'event.at' } as const;
    const ofRecord = await withOneCharacterChanged(platform.runtime(), record, () =>
      verifyAudit(platform.data),
    );
    expect(ofRecord.code).toBe(1);
    expect(ofRecord.output).toMatch(new RegExp(`\\b${seq}\\b`));
    const { id } = someOrder();
    const order = { collection: 'orders', filter: { _id: id }, path: 'state' } as const;
    const ofOrder = await withOneCharacterChanged(platform.runtime(), order, () =>
      verifyAudit(platform.data),
    );
    expect(ofOrder.code).toBe(1);
    expect(ofOrder.output).toContain(id);
  });

  it('names a record that was taken away', async () => {
    const seq = seqOf(3);
    const act = { collection: 'audit', filter: { seq } } as const;
    const { code, output } = await withDocumentGone(platform.runtime(), act, () =>
      verifyAudit(platform.data),
    );
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`\\b${seq}\\b`));
  });

  it('names an order that was taken away', async () => {
    const { id } = someOrder();
    const act = { collection: 'orders', filter: { _id: id } } as const;
    const { code, output } = await withDocumentGone(platform.runtime(), act, () =>
      verifyAudit(platform.data),
    );
    expect(code).toBe(1);
    expect(output).toContain(id);
  });

  it('holds again when all is put back', async () => {
    expect((await verifyAudit(platform.data)).code).toBe(0);
  });
});
