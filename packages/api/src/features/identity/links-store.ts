// The only file that knows the collection `accountLinks`: one-time links into an account, of which only the SHA-256 of
// the token is kept. A link names its purpose; a token made for one opens nothing else.

import type { Collection, Db } from 'mongodb';
import { makeToken, sha256Hex } from '#platform/digest.ts';

/** What stands for a factor lives ten minutes (OWASP ASVS 6.5.5); a new address is confirmed, and signs nobody in. */
export const linkMinutes = { 'password-reset': 10, 'email-change': 60, 're-enrolment': 10 } as const;

export type LinkPurpose = keyof typeof linkMinutes;

export interface AccountLink {
  readonly purpose: LinkPurpose;
  readonly userId: string;
  /** The address to be confirmed, or the one the link was sent to: a link dies when that changes. */
  readonly email: string;
  /** Of a change of address: the version of the person it was asked for at; it dies when that moves on. */
  readonly version?: number;
}

interface LinkDocument extends AccountLink {
  readonly _id: string;
  readonly expiresAt: Date;
}

export interface LinksStore {
  make(link: AccountLink, at: Date): Promise<string>;
  /** The link, still usable after; null when unknown, used or expired. */
  look(purpose: LinkPurpose, token: string, at: Date): Promise<AccountLink | null>;
  /** Takes the link away: of many at once, one gets it. */
  claim(purpose: LinkPurpose, token: string, at: Date): Promise<AccountLink | null>;
  /** Ends every link of a user, or those of one purpose. */
  dropAllOf(userId: string, purpose?: LinkPurpose): Promise<void>;
  sweep(at: Date): Promise<void>;
  makeIndexes(): Promise<void>;
}

export function linksStore(db: Db): LinksStore {
  const links: Collection<LinkDocument> = db.collection('accountLinks');
  const living = (purpose: LinkPurpose, token: string, at: Date) => ({
    _id: sha256Hex(token),
    purpose,
    expiresAt: { $gt: at },
  });
  return {
    async make({ purpose, userId, email, version }, at) {
      const token = makeToken();
      const expiresAt = new Date(at.getTime() + linkMinutes[purpose] * 60_000);
      await links.insertOne({
        _id: sha256Hex(token),
        purpose,
        userId,
        email,
        ...(version === undefined ? {} : { version }),
        expiresAt,
      });
      return token;
    },
    look: async (purpose, token, at) => linkOf(await links.findOne(living(purpose, token, at))),
    claim: async (purpose, token, at) => linkOf(await links.findOneAndDelete(living(purpose, token, at))),
    async dropAllOf(userId, purpose) {
      await links.deleteMany({ userId, ...(purpose === undefined ? {} : { purpose }) });
    },
    async sweep(at) {
      await links.deleteMany({ expiresAt: { $lte: at } });
    },
    async makeIndexes() {
      await links.createIndexes([
        { key: { userId: 1 }, name: 'userId' },
        { key: { expiresAt: 1 }, name: 'expiresAt' },
      ]);
    },
  };
}

function linkOf(document: LinkDocument | null): AccountLink | null {
  if (document === null) return null;
  const { purpose, userId, email, version } = document;
  return { purpose, userId, email, ...(version === undefined ? {} : { version }) };
}
