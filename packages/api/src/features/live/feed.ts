// From the chain to the pages. One batch of records costs one query for the rows, however many pages look on. A page
// that joins (or comes back with Last-Event-ID) first reads what it missed, then is fed live; it goes live only when it
// has caught up with what was published, so it misses nothing and sees nothing twice.

import type { LiveGone, LiveOrder } from '@cool/contract/live';
import type { EventStream } from '#platform/event-stream.ts';
import type { AuditDocument, AuditStore, Tail } from '../audit/index.ts';
import { type OrdersStore, rowOf } from '../orders/index.ts';
import { type OrderOwners, type Viewer, visibilityOf } from './visibility.ts';

interface Item {
  readonly seq: number;
  readonly owners: OrderOwners;
  readonly seen: string;
  readonly gone: string;
}

interface Member {
  readonly stream: EventStream;
  readonly viewer: Viewer;
  /** The last record this page has passed, seen or not. */
  last: number;
  live: boolean;
}

const pageSize = 200;

export interface Feed {
  /** Feeds `stream` with everything after `since`; null means from now on. */
  join(stream: EventStream, viewer: Viewer, since: number | null): Promise<void>;
}

export function makeFeed(tail: Tail, audit: AuditStore, orders: OrdersStore): Feed {
  const members = new Set<Member>();
  let published = tail.startedAt;

  tail.onRecords(async (records) => {
    // Before the rows are read: a page that joins meanwhile catches up to here by itself.
    published = records.at(-1)?.seq ?? published;
    if (members.size === 0) return;
    const items = await itemsOf(records, orders);
    for (const member of members) if (member.live) deliver(member, items);
  });

  async function catchUp(member: Member): Promise<void> {
    while (!member.stream.closed) {
      if (member.last >= published) {
        member.live = true; // nothing can be published between this comparison and the next batch
        return;
      }
      const found = await audit.after(member.last, pageSize);
      const records = found.filter(({ seq }) => seq <= published); // beyond, a kill may still take some back
      if (records.length === 0) {
        member.live = true;
        return;
      }
      deliver(member, await itemsOf(records, orders));
      // Also past what is no order's: a record of a sign-in has nothing to deliver.
      member.last = Math.max(member.last, records.at(-1)?.seq ?? 0);
    }
  }

  /** A page may have seen more than this process has published: it came from a faster one. Only an id beyond the
   *  chain itself (of another database) would wait for ever, and counts as now. */
  async function placeOf(since: number): Promise<number> {
    return since <= published ? since : Math.min(since, (await audit.head()).seq);
  }

  return {
    async join(stream, viewer, since) {
      const last = since === null ? published : await placeOf(since);
      const member: Member = { stream, viewer, last, live: false };
      members.add(member);
      stream.onClosed(() => members.delete(member));
      stream.send({ id: last }); // no event, but the page now knows where it stands, should it have to come back
      await catchUp(member);
    },
  };
}

function deliver(member: Member, items: readonly Item[]): void {
  for (const { seq, owners, seen, gone } of items) {
    if (seq <= member.last) continue;
    member.last = seq;
    const visibility = visibilityOf(member.viewer, owners);
    if (visibility === 'seen') member.stream.send({ id: seq, event: 'order', data: seen });
    if (visibility === 'gone') member.stream.send({ id: seq, event: 'gone', data: gone });
  }
}

async function itemsOf(records: readonly AuditDocument[], orders: OrdersStore): Promise<readonly Item[]> {
  const changes = records.flatMap(({ seq, subject }) => (subject.type === 'order' ? [{ seq, subject }] : []));
  if (changes.length === 0) return [];
  const ids = [...new Set(changes.map(({ subject }) => subject.id))];
  const rows = new Map((await orders.rowsWithCouriers(ids)).map((order) => [order._id, order]));
  return changes.flatMap(({ seq, subject }) => {
    const order = rows.get(subject.id);
    if (order === undefined) return [];
    const seen: LiveOrder = { seq, row: rowOf(order) };
    const gone: LiveGone = { seq, id: subject.id };
    const couriers = order.events.flatMap((event) =>
      event.courierId === undefined ? [] : [event.courierId],
    );
    return [
      {
        seq,
        owners: { customerId: order.customerId, courierId: order.courierId, couriers },
        seen: JSON.stringify(seen),
        gone: JSON.stringify(gone),
      },
    ];
  });
}
