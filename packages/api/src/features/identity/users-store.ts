// The only file that knows the collection `users`. Seeds of second factors lie here sealed, recovery codes as SHA-256.
// `totp.lastStep` moves only forward in one atomic compare, a recovery code is pulled in one: each works once.
// Invariants: whatever changes what a user may do or prove raises `securityVersion` in the same write, so that a session
// begun on older facts is found out (open-session.ts); and it tells so in the same write (`outbox`, `toldCount`), so that
// no change is acknowledged which the audit chain will not hold.

import type { PersonEvent } from '@cool/contract/audit';
import type { Role } from '@cool/contract/identity';
import type { Collection, Db, UpdateFilter } from 'mongodb';
import { isDuplicate } from '#platform/mongo.ts';
import type { SecretBox } from '#platform/secret-box.ts';
import { adminsStore } from './admins-store.ts';

export interface Totp {
  readonly seed: SecretBox;
  readonly lastStep: number;
}

export interface User {
  readonly id: string;
  readonly email: string; // lower case
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly totp: Totp | null;
  readonly recoveryCodes: readonly string[]; // SHA-256, those not yet used
  readonly disabledAt: Date | null;
  /** When what was personal in this record was erased; such a person is never found again. */
  readonly erasedAt: Date | null;
  readonly lastStrongSignInAt: Date | null;
  readonly securityVersion: number;
}

export type NewUser = Pick<User, 'id' | 'email' | 'name' | 'role' | 'passwordHash' | 'totp'>;

interface UserDocument extends NewUserFacts, Partial<LaterFacts> {
  readonly _id: string;
  readonly createdAt: Date;
  /** What was told of this person and is not yet in the audit chain, the oldest first. */
  readonly outbox?: readonly PersonEvent[];
  /** How much was ever told of this person. */
  readonly toldCount?: number;
}
type NewUserFacts = Omit<NewUser, 'id'>;
type LaterFacts = Pick<
  User,
  'recoveryCodes' | 'disabledAt' | 'erasedAt' | 'lastStrongSignInAt' | 'securityVersion'
>;

export type ErasedFacts = Pick<User, 'email' | 'name' | 'passwordHash'>;

export interface UsersStore {
  byEmail(email: string): Promise<User | null>;
  byId(id: string): Promise<User | null>;
  /** Everybody, by address: evidence that left somebody out would be none. */
  all(): Promise<readonly User[]>;
  /** False when the e-mail address is taken. */
  insert(user: NewUser, at: Date, event: PersonEvent): Promise<boolean>;
  /** Tells something of a person that changes nothing in this record; false when there is no such person. */
  tell(id: string, event: PersonEvent): Promise<boolean>;
  /**
   * Tells of a session begun and answers the user as they are now; null, and nothing told, when they may no longer act
   * or their facts moved on since `version`. `strongAt`: when a second factor was given.
   */
  tellSession(id: string, version: number, event: PersonEvent, strongAt: Date | null): Promise<User | null>;
  /** Takes people made before accounts were recorded into the trail; only while nobody is in it. */
  adopt(event: (user: User) => PersonEvent): Promise<void>;
  /** Those whose second factor is sealed under one of these keys, or by one without a name. */
  sealedUnder(keyIds: readonly string[], most: number): Promise<readonly User[]>;
  /** Puts the same seed under another key in its place; it tells nobody, for nothing changed. */
  reseal(id: string, before: SecretBox, after: SecretBox): Promise<void>;
  /** Keeps the same password under other parameters; nothing when the password was changed meanwhile. */
  rehash(id: string, before: string, after: string): Promise<void>;
  /** True for exactly one caller per time step. */
  acceptStep(id: string, step: number): Promise<boolean>;
  /** True for exactly one caller per code. */
  spendRecoveryCode(id: string, hash: string, event: PersonEvent): Promise<boolean>;
  /** Each of these is refused (false) when the user's facts moved on since `version` was read. */
  setSecondFactor(
    id: string,
    version: number,
    totp: Totp,
    recoveryCodes: readonly string[],
    event: PersonEvent,
  ): Promise<boolean>;
  setRecoveryCodes(
    id: string,
    version: number,
    recoveryCodes: readonly string[],
    event: PersonEvent,
  ): Promise<boolean>;
  dropSecondFactors(id: string, version: number, event: PersonEvent): Promise<boolean>;
  setPassword(id: string, version: number, passwordHash: string, event: PersonEvent): Promise<boolean>;
  setRole(id: string, version: number, role: Role, event: PersonEvent): Promise<boolean>;
  setDisabled(id: string, version: number, at: Date | null, event: PersonEvent): Promise<boolean>;
  /** Marks a wish for another address: whatever was asked for before is void. The version that its link needs, or null. */
  askEmailChange(id: string, version: number, event: PersonEvent): Promise<number | null>;
  /** False when the address is taken, or the facts moved on. */
  setEmail(id: string, version: number, email: string, event: PersonEvent): Promise<boolean>;
  /** Puts `blank` in the place of what is personal, for good; only of a disabled person. */
  erase(id: string, version: number, blank: ErasedFacts, at: Date, event: PersonEvent): Promise<boolean>;
  /** Those of a role who are not disabled. */
  withRole(role: Role): Promise<readonly User[]>;
  anyWithRole(role: Role): Promise<boolean>;
  makeIndexes(): Promise<void>;
}

/** Addresses are compared without case: what reaches one mailbox is one account. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

export function usersStore(db: Db): UsersStore {
  const users: Collection<UserDocument> = db.collection('users');
  const admins = adminsStore(db);

  // A user made before there were versions has none: null matches what is absent.
  const atVersion = (id: string, version: number) => ({
    _id: id,
    securityVersion: version === 0 ? { $in: [0, null] as unknown as number[] } : version,
  });
  const telling = (event: PersonEvent) => ({ $push: { outbox: event }, $inc: { toldCount: 1 } });

  const change = async (
    id: string,
    version: number,
    $set: UpdateFilter<UserDocument>['$set'],
    event: PersonEvent,
  ) => {
    const { modifiedCount } = await users.updateOne(atVersion(id, version), {
      $set: { ...$set, securityVersion: version + 1 },
      ...telling(event),
    });
    return modifiedCount === 1;
  };

  return {
    byEmail: async (email) => userOf(await users.findOne({ email: normalEmail(email) })),
    byId: async (id) => userOf(await users.findOne({ _id: id })),
    all: async () => (await users.find().sort({ email: 1 }).toArray()).map(present),
    async insert({ id, ...facts }, at, event) {
      try {
        await users.insertOne({
          _id: id,
          ...facts,
          email: normalEmail(facts.email),
          createdAt: at,
          outbox: [event],
          toldCount: 1,
        });
      } catch (error) {
        if (isDuplicate(error, 'email')) return false;
        throw error;
      }
      if (facts.role === 'admin') await admins.join(id);
      return true;
    },
    async tell(id, event) {
      const { matchedCount } = await users.updateOne({ _id: id }, telling(event));
      return matchedCount === 1;
    },
    async tellSession(id, version, event, strongAt) {
      const found = await users.findOneAndUpdate(
        { ...atVersion(id, version), disabledAt: null },
        { ...telling(event), ...(strongAt === null ? {} : { $set: { lastStrongSignInAt: strongAt } }) },
        { returnDocument: 'after' },
      );
      return userOf(found);
    },
    async adopt(eventOf) {
      if ((await users.findOne({ toldCount: { $gte: 1 } }, { projection: { _id: 1 } })) !== null) return;
      for (const user of (await users.find().toArray()).map(present)) {
        // Another process may adopt the same one: it is told once.
        await users.updateOne({ _id: user.id, toldCount: { $exists: false } }, telling(eventOf(user)));
      }
    },
    async sealedUnder(keyIds, most) {
      // Null matches what is absent: a box of a time when keys had no names.
      const under = { $in: [...keyIds, null] as unknown as string[] };
      const found = users.find({ 'totp.seed.data': { $gte: '' }, 'totp.seed.keyId': under });
      return (await found.limit(most).toArray()).map(present);
    },
    async reseal(id, before, after) {
      await users.updateOne({ _id: id, 'totp.seed.data': before.data }, { $set: { 'totp.seed': after } });
    },
    async rehash(id, before, after) {
      await users.updateOne({ _id: id, passwordHash: before }, { $set: { passwordHash: after } });
    },
    async acceptStep(id, step) {
      const { modifiedCount } = await users.updateOne(
        { _id: id, 'totp.lastStep': { $lt: step } },
        { $set: { 'totp.lastStep': step } },
      );
      return modifiedCount === 1;
    },
    async spendRecoveryCode(id, hash, event) {
      const { modifiedCount } = await users.updateOne(
        { _id: id, recoveryCodes: hash },
        { $pull: { recoveryCodes: hash }, ...telling(event) },
      );
      return modifiedCount === 1;
    },
    setSecondFactor: (id, version, totp, recoveryCodes, event) =>
      change(id, version, { totp, recoveryCodes }, event),
    setRecoveryCodes: (id, version, recoveryCodes, event) => change(id, version, { recoveryCodes }, event),
    dropSecondFactors: (id, version, event) => change(id, version, { totp: null, recoveryCodes: [] }, event),
    setPassword: (id, version, passwordHash, event) => change(id, version, { passwordHash }, event),
    setRole: (id, version, role, event) => change(id, version, { role }, event),
    setDisabled: (id, version, disabledAt, event) => change(id, version, { disabledAt }, event),
    askEmailChange: async (id, version, event) =>
      (await change(id, version, {}, event)) ? version + 1 : null,
    async setEmail(id, version, email, event) {
      try {
        return await change(id, version, { email: normalEmail(email) }, event);
      } catch (error) {
        if (isDuplicate(error, 'email')) return false;
        throw error;
      }
    },
    async erase(id, version, blank, at, event) {
      const { modifiedCount } = await users.updateOne(
        { ...atVersion(id, version), disabledAt: { $ne: null }, erasedAt: null },
        {
          $set: {
            ...blank,
            totp: null,
            recoveryCodes: [],
            lastStrongSignInAt: null,
            erasedAt: at,
            securityVersion: version + 1,
          },
          ...telling(event),
        },
      );
      return modifiedCount === 1;
    },
    async withRole(role) {
      const found = await users.find({ role, disabledAt: null }).sort({ name: 1 }).limit(500).toArray();
      return found.map(present);
    },
    anyWithRole: async (role) =>
      (await users.findOne({ role, disabledAt: null }, { projection: { _id: 1 } })) !== null,
    async makeIndexes() {
      await users.createIndexes([
        { key: { email: 1 }, name: 'email', unique: true },
        { key: { role: 1, name: 1 }, name: 'role' },
        { key: { 'outbox.at': 1 }, name: 'outbox' },
      ]);
    },
  };
}

function userOf(document: UserDocument | null): User | null {
  return document === null ? null : present(document);
}

function present(document: UserDocument): User {
  const { _id, createdAt: _createdAt, outbox: _outbox, toldCount: _toldCount, ...facts } = document;
  return {
    recoveryCodes: [],
    disabledAt: null,
    erasedAt: null,
    lastStrongSignInAt: null,
    securityVersion: 0,
    ...facts,
    id: _id,
  };
}
