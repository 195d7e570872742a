// The only file that knows the collection `invitations`: one-time tokens, of which only the SHA-256 is kept.

import type { Role } from '@cool/contract/identity';
import type { Collection, Db } from 'mongodb';
import { makeToken, sha256Hex } from '#platform/digest.ts';

export interface Invitation {
  readonly email: string;
  readonly role: Role;
}

interface InvitationDocument extends Invitation {
  readonly _id: string;
  readonly expiresAt: Date;
}

export const invitationHours = 24;

export interface InvitationsStore {
  make(invitation: Invitation, at: Date): Promise<string>;
  /** The invitation, still usable after; null when unknown, used or expired. */
  look(token: string, at: Date): Promise<Invitation | null>;
  /** Takes the invitation away: of many at once, one gets it. Null when unknown, used or expired. */
  claim(token: string, at: Date): Promise<Invitation | null>;
  sweep(at: Date): Promise<void>;
}

export function invitationsStore(db: Db): InvitationsStore {
  const invitations: Collection<InvitationDocument> = db.collection('invitations');
  const living = (token: string, at: Date) => ({ _id: sha256Hex(token), expiresAt: { $gt: at } });
  return {
    look: async (token, at) => invitationOf(await invitations.findOne(living(token, at))),
    claim: async (token, at) => invitationOf(await invitations.findOneAndDelete(living(token, at))),
    async make({ email, role }, at) {
      const token = makeToken();
      const expiresAt = new Date(at.getTime() + invitationHours * 3_600_000);
      await invitations.insertOne({ _id: sha256Hex(token), email, role, expiresAt });
      return token;
    },
    async sweep(at) {
      await invitations.deleteMany({ expiresAt: { $lte: at } });
    },
  };
}

function invitationOf(document: InvitationDocument | null): Invitation | null {
  return document === null ? null : { email: document.email, role: document.role };
}
