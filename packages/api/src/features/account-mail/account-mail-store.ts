// The only file that knows the collection `accountMail`: mail about accounts that waits to be sent. It holds no token:
// the link is made when the mail is (send-account-mail.ts), so nothing that opens an account is ever at rest.

import type { Collection, Db } from 'mongodb';
import { makeId } from '#platform/ids.ts';

export type Notice =
  | 'second-factor-set'
  | 'passkey-added'
  | 'passkey-removed'
  | 'recovery-code-used'
  | 'recovery-codes-made'
  | 'password-changed'
  | 'email-changed'
  | 're-enrolment-requested';

/** `to` of a sign-up or a password reset may be an address with or without an account: that is found out when the mail is made. */
export type AccountMessage =
  | { readonly kind: 'invitation'; readonly to: string; readonly ref: string }
  | { readonly kind: 'sign-up'; readonly to: string }
  | { readonly kind: 'password-reset'; readonly to: string }
  | {
      readonly kind: 'email-change';
      readonly to: string;
      readonly userId: string;
      readonly version: number;
    }
  | { readonly kind: 're-enrolment'; readonly to: string; readonly userId: string }
  | { readonly kind: 'notice'; readonly to: string; readonly what: Notice };

interface WaitingDocument {
  readonly _id: string;
  readonly message: AccountMessage;
  readonly at: Date;
  readonly leasedUntil: Date;
}

export interface WaitingMail {
  readonly id: string;
  readonly message: AccountMessage;
  readonly at: Date;
}

export interface AccountMailStore {
  put(message: AccountMessage, at: Date): Promise<void>;
  /** One mail that waits, for this process alone until the lease ends; null when none does. */
  lease(now: Date): Promise<WaitingMail | null>;
  drop(id: string): Promise<void>;
}

const leaseMs = 30_000;

export function accountMailStore(db: Db): AccountMailStore {
  const waiting: Collection<WaitingDocument> = db.collection('accountMail');
  return {
    async put(message, at) {
      await waiting.insertOne({ _id: makeId('msg', at), message, at, leasedUntil: new Date(0) });
    },
    async lease(now) {
      const found = await waiting.findOneAndUpdate(
        { leasedUntil: { $lte: now } },
        { $set: { leasedUntil: new Date(now.getTime() + leaseMs) } },
        { sort: { _id: 1 } },
      );
      return found === null ? null : { id: found._id, message: found.message, at: found.at };
    },
    async drop(id) {
      await waiting.deleteOne({ _id: id });
    },
  };
}
