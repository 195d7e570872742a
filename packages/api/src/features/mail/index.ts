// The door of mail: what waits in the orders' mail outboxes is handed to the mailer, at least once.

import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import type { Keys } from '#platform/keys.ts';
import { type Periodic, startPeriodic } from '#platform/periodic.ts';
import { type OutboxStore, outboxStore } from '../orders/index.ts';
import type { Mailer } from './mailer.ts';
import { messageOf } from './messages.ts';

export { fileMailer } from './file-mailer.ts';
export type { Mail, Mailer } from './mailer.ts';

export interface MailParts {
  readonly db: Db;
  readonly mailer: Mailer;
  readonly keys: Keys;
  readonly publicOrigin: string;
  readonly log: Logger;
}

const drainEveryMs = 500;
const mostOrdersAtOnce = 100;

export function startMail({ db, mailer, keys, publicOrigin, log }: MailParts): Periodic {
  const outbox = outboxStore(db);
  return startPeriodic(
    'mail-drain',
    drainEveryMs,
    () => drainMail(outbox, mailer, keys, publicOrigin, log),
    log,
  );
}

/** One mail that cannot be delivered holds up no other; it stays where it is and is tried again. */
export async function drainMail(
  outbox: OutboxStore,
  mailer: Mailer,
  keys: Keys,
  publicOrigin: string,
  log: Logger,
): Promise<void> {
  for (const pending of await outbox.pendingMail(mostOrdersAtOnce)) {
    try {
      await mailer.send(messageOf(pending, keys, publicOrigin));
    } catch (error) {
      log.error({ event: 'mail-failed', messageId: pending.messageId, err: error });
      continue;
    }
    await outbox.dropMail(pending);
  }
}
