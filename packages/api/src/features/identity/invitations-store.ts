// The only file that knows the collection `invitations`: who may become a user, as what. An admin's word and a person's own
// wish are kept apart, so that nobody can spoil an invitation by asking for one; of each there is one per address, so the
// latest word counts and can be taken back. The token is made when the mail is, and only its SHA-256 is kept.

import type { Role } from '@cool/contract/identity';
import type { Collection, Db } from 'mongodb';
import { makeToken, sha256Hex } from '#platform/digest.ts';
import { makeId } from '#platform/ids.ts';

export interface Invitation {
  readonly email: string;
  readonly role: Role;
}

/** An admin's invitation that was not yet accepted. */
export interface OpenInvitation extends Invitation {
  readonly at: Date;
  readonly expiresAt: Date;
}

interface InvitationDocument extends Invitation {
  readonly _id: string;
  readonly from: 'admin' | 'self';
  /** What the mail that waits names: another word of the same admin has another. */
  readonly ref: string;
  /** Null until the mail is made. */
  readonly tokenHash: string | null;
  readonly at: Date;
  readonly expiresAt: Date;
}

export const invitationHours = 24;

export interface InvitationsStore {
  /** An admin's word, in the place of an earlier one for this address; answers what its mail must name. */
  invite(invitation: Invitation, at: Date): Promise<string>;
  /** The token of an invitation that still stands; an earlier token of it is void. Null when it was replaced or taken back. */
  makeToken(ref: string, at: Date): Promise<string | null>;
  /** The token for somebody who asked for an account of their own, in the place of an earlier one. */
  signUp(email: string, at: Date): Promise<string>;
  /** Those of admins that were not yet accepted, the newest first. */
  open(at: Date): Promise<readonly OpenInvitation[]>;
  /** False when there is none. */
  withdraw(email: string): Promise<boolean>;
  /** The invitation, still usable after; null when unknown, used or expired. */
  look(token: string, at: Date): Promise<Invitation | null>;
  /** Takes the invitation away: of many at once, one gets it. Null when unknown, used or expired. */
  claim(token: string, at: Date): Promise<Invitation | null>;
  /** What is left for an address that has an account now. */
  dropAllOf(email: string): Promise<void>;
  sweep(at: Date): Promise<void>;
  makeIndexes(): Promise<void>;
}

export function invitationsStore(db: Db): InvitationsStore {
  const invitations: Collection<InvitationDocument> = db.collection('invitations');
  const idOf = (from: InvitationDocument['from'], email: string) => `${from}:${email}`;
  const living = (token: string, at: Date) => ({ tokenHash: sha256Hex(token), expiresAt: { $gt: at } });
  const endOf = (at: Date) => new Date(at.getTime() + invitationHours * 3_600_000);
  const put = async (
    from: InvitationDocument['from'],
    { email, role }: Invitation,
    tokenHash: string | null,
    at: Date,
  ) => {
    const ref = makeId('msg', at);
    await invitations.replaceOne(
      { _id: idOf(from, email) },
      { email, role, from, ref, tokenHash, at, expiresAt: endOf(at) },
      { upsert: true },
    );
    return ref;
  };

  return {
    invite: (invitation, at) => put('admin', invitation, null, at),
    async makeToken(ref, at) {
      const token = makeToken();
      const { matchedCount } = await invitations.updateOne(
        { ref },
        { $set: { tokenHash: sha256Hex(token), expiresAt: endOf(at) } },
      );
      return matchedCount === 1 ? token : null;
    },
    async signUp(email, at) {
      const token = makeToken();
      await put('self', { email, role: 'customer' }, sha256Hex(token), at);
      return token;
    },
    async open(now) {
      const found = await invitations
        .find({ from: 'admin', expiresAt: { $gt: now } })
        .sort({ at: -1 })
        .limit(500)
        .toArray();
      return found.map(({ email, role, at, expiresAt }) => ({ email, role, at, expiresAt }));
    },
    async withdraw(email) {
      const { deletedCount } = await invitations.deleteOne({ _id: idOf('admin', email) });
      return deletedCount === 1;
    },
    look: async (token, at) => invitationOf(await invitations.findOne(living(token, at))),
    claim: async (token, at) => invitationOf(await invitations.findOneAndDelete(living(token, at))),
    async dropAllOf(email) {
      await invitations.deleteMany({ _id: { $in: [idOf('admin', email), idOf('self', email)] } });
    },
    async sweep(at) {
      await invitations.deleteMany({ expiresAt: { $lte: at } });
    },
    async makeIndexes() {
      await invitations.createIndexes([
        { key: { tokenHash: 1 }, name: 'tokenHash' },
        { key: { ref: 1 }, name: 'ref' },
        { key: { expiresAt: 1 }, name: 'expiresAt' },
      ]);
    },
  };
}

function invitationOf(document: InvitationDocument | null): Invitation | null {
  return document === null ? null : { email: document.email, role: document.role };
}
