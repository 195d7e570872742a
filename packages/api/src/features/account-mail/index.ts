// The door of mail about accounts: put into the database with what it is about, sent by whichever process comes first.

import type { Clock } from '#platform/clock.ts';
import { type Periodic, startPeriodic } from '#platform/periodic.ts';
import type { AccountMailStore, AccountMessage } from './account-mail-store.ts';
import { type SendingParts, sendAccountMail } from './send-account-mail.ts';

export { type AccountMailStore, type AccountMessage, accountMailStore } from './account-mail-store.ts';

export interface AccountMail {
  /** Resolves when the mail is in the database: from then on it is sent, at least once. */
  enqueue(message: AccountMessage): Promise<void>;
}

const sendEveryMs = 500;

export function accountMail(waiting: AccountMailStore, clock: Clock): AccountMail {
  return { enqueue: (message) => waiting.put(message, clock()) };
}

export function startAccountMail(parts: SendingParts): Periodic {
  return startPeriodic('account-mail', sendEveryMs, () => sendAccountMail(parts), parts.log);
}
