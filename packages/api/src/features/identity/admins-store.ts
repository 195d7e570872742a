// The only file that knows the collection `admins`: one document that lists who are admins and not disabled. It exists
// because "somebody else is still an admin" must be judged and acted on in one atomic write, over any number of
// processes, without transactions.
//
// Invariant: everybody listed is an admin who can act, and the list, once it has an entry, never becomes empty. An
// admin joins after becoming one and leaves before ceasing to be one, so a crash in between leaves the list too short,
// which refuses more, never too long.

import type { Collection, Db } from 'mongodb';

interface AdminsDocument {
  readonly _id: 'admins';
  readonly ids: readonly string[];
}

export interface AdminsStore {
  /** Makes the list from the users, where a data folder has none yet. */
  begin(): Promise<void>;
  /** Puts the user on the list if that is an admin who can act. */
  join(userId: string): Promise<void>;
  /** Takes the user off the list; false when nobody else would be left. */
  leave(userId: string): Promise<boolean>;
}

export function adminsStore(db: Db): AdminsStore {
  const admins: Collection<AdminsDocument> = db.collection('admins');
  const users = db.collection<{ readonly _id: string; readonly role: string }>('users');
  const isAdmin = async (id: string) =>
    (await users.findOne({ _id: id, role: 'admin', disabledAt: null }, { projection: { _id: 1 } })) !== null;

  return {
    async begin() {
      const found = await users
        .find({ role: 'admin', disabledAt: null }, { projection: { _id: 1 } })
        .toArray();
      // Only while there is no list: from then on joining and leaving keep it.
      await admins.updateOne(
        { _id: 'admins' },
        { $setOnInsert: { ids: found.map(({ _id }) => _id) } },
        { upsert: true },
      );
    },
    async join(userId) {
      if (!(await isAdmin(userId))) return;
      await admins.updateOne({ _id: 'admins' }, { $addToSet: { ids: userId } }, { upsert: true });
      // Somebody may have taken the role away between the two writes.
      if (!(await isAdmin(userId))) await admins.updateOne({ _id: 'admins' }, { $pull: { ids: userId } });
    },
    async leave(userId) {
      const { matchedCount } = await admins.updateOne(
        { _id: 'admins', ids: { $elemMatch: { $ne: userId } } },
        { $pull: { ids: userId } },
      );
      return matchedCount === 1;
    },
  };
}
