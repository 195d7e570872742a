// Where the chain's records come from. Each source keeps what is told with what changed, in one document; the chain takes
// it over and only then is it dropped there, so a process killed half way leaves nothing lost and nothing doubled.

import type { PeopleOutboxStore } from '../identity/index.ts';
import type { OutboxStore } from '../orders/index.ts';
import type { ChainEntry } from './chain.ts';
import type { InboxStore } from './inbox-store.ts';

export interface Source {
  /** The oldest first; only what can no longer be lost, for the chain never forgets. */
  pending(most: number): Promise<readonly ChainEntry[]>;
  /** These stand in the chain. */
  drop(done: readonly ChainEntry[]): Promise<void>;
}

export function ordersSource(outbox: OutboxStore): Source {
  return {
    pending: async (most) =>
      (await outbox.pendingEvents(most)).map(({ orderId, version, event }) => ({
        subject: { type: 'order', id: orderId, version },
        event,
      })),
    drop: async (done) =>
      await outbox.dropEvents(
        done.flatMap((entry) =>
          'command' in entry.event && entry.subject.type === 'order'
            ? [{ orderId: entry.subject.id, version: entry.subject.version, event: entry.event }]
            : [],
        ),
      ),
  };
}

export function peopleSource(outbox: PeopleOutboxStore): Source {
  return {
    pending: async (most) =>
      (await outbox.pendingEvents(most)).map(({ userId, version, event }) => ({
        subject: { type: 'person', id: userId, version },
        event,
      })),
    drop: async (done) => await outbox.dropEvents(done.flatMap(personTold)),
  };
}

export function inboxSource(inbox: InboxStore): Source {
  return {
    pending: (most) => inbox.pending(most),
    drop: async (done) => await inbox.drop(done.map(({ event }) => event.eventId)),
  };
}

function personTold(entry: ChainEntry) {
  return isPerson(entry) ? [{ userId: entry.subject.id, event: entry.event }] : [];
}

export function isPerson<Entry extends ChainEntry>(
  entry: Entry,
): entry is Extract<Entry, { readonly subject: { readonly type: 'person' } }> {
  return entry.subject.type === 'person';
}
