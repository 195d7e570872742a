// A file of orders, all or nothing. Each row's eventId follows from the importId, which stands for this very file, and
// its place in it, so an import sent again (also after a crash half way) places each row exactly once. Never from what the
// row says: an eventId stands in the audit chain for good.

import type { ImportOrders, ImportResult, PlaceOrder } from '@cool/contract/orders';
import { canonicalJson } from '#platform/canonical-json.ts';
import { sha256Hex } from '#platform/digest.ts';
import { makeId } from '#platform/ids.ts';
import { Refusal } from '#platform/problem.ts';
import { bodyDigest, isDigestOf } from './body-digest.ts';
import { makeContentKey } from './content-key.ts';
import type { OrdersDeps } from './deps.ts';
import { readImport } from './import-csv.ts';
import { newOrder } from './new-order.ts';
import type { Actor } from './order.ts';

export async function importOrders(
  deps: OrdersDeps,
  actor: Actor,
  given: ImportOrders,
): Promise<ImportResult> {
  const { importId, dryRun, csv } = given;
  const read = readImport(csv);
  if (!read.ok) return { dryRun, rows: read.rowCount, placed: [], problems: [...read.problems] };
  if (dryRun) return { dryRun, rows: read.rows.length, placed: [], problems: [] };

  const at = deps.clock();
  const change = { actorId: actor.id, orderId: null, command: 'import', body: { importId, csv } };
  const digest = bodyDigest(deps.keys, change);
  const isSame = (known: string) => isDigestOf(deps.keys, known, change);
  if (!(await deps.imports.claim(importId, digest, isSame, actor.id, at)))
    throw new Refusal('event-id-reused');

  const wishes = read.rows.map((row, i): PlaceOrder => ({ eventId: rowEventId(importId, i + 1), ...row }));
  await deps.orders.insertNew(
    wishes.map((wish) =>
      newOrder(deps.keys, {
        id: makeId('ord', at),
        contentKey: makeContentKey(),
        given: wish,
        bodyDigest: bodyDigest(deps.keys, { actorId: actor.id, orderId: null, command: 'place', body: wish }),
        actor,
        at,
      }),
    ),
  );
  deps.changed();

  // Answered from what stands in the database, so the first and the fifth answer are the same.
  const placed = new Map(
    (await deps.orders.byEventIds(wishes.map((wish) => wish.eventId))).map((order) => [
      order.events[0]?.eventId,
      order._id,
    ]),
  );
  return {
    dryRun,
    rows: wishes.length,
    placed: wishes.map(({ eventId }) => {
      const id = placed.get(eventId);
      if (id === undefined) throw new Error('An imported order is not in the database.');
      return id;
    }),
    problems: [],
  };
}

function rowEventId(importId: string, row: number): string {
  return `imp_${sha256Hex(canonicalJson({ importId, row })).slice(0, 40)}`;
}
