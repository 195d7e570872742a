// The only file that knows the collection `users`. Seeds of second factors lie here sealed, recovery codes as SHA-256.
// `totp.lastStep` moves only forward in one atomic compare, a recovery code is pulled in one: each works once.
// Invariant: whatever changes what a user may do or prove raises `securityVersion` in the same write, so that a session
// begun on older facts is found out (open-session.ts).

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
  readonly lastStrongSignInAt: Date | null;
  readonly securityVersion: number;
}

export type NewUser = Pick<User, 'id' | 'email' | 'name' | 'role' | 'passwordHash' | 'totp'>;

interface UserDocument extends NewUserFacts, Partial<LaterFacts> {
  readonly _id: string;
  readonly createdAt: Date;
}
type NewUserFacts = Omit<NewUser, 'id'>;
type LaterFacts = Pick<User, 'recoveryCodes' | 'disabledAt' | 'lastStrongSignInAt' | 'securityVersion'>;

export interface UsersStore {
  byEmail(email: string): Promise<User | null>;
  byId(id: string): Promise<User | null>;
  /** Everybody, by address: evidence that left somebody out would be none. */
  all(): Promise<readonly User[]>;
  /** False when the e-mail address is taken. */
  insert(user: NewUser, at: Date): Promise<boolean>;
  /** True for exactly one caller per time step. */
  acceptStep(id: string, step: number): Promise<boolean>;
  /** True for exactly one caller per code. */
  spendRecoveryCode(id: string, hash: string): Promise<boolean>;
  noteStrongSignIn(id: string, at: Date): Promise<void>;
  /** Each of these is refused (false) when the user's facts moved on since `version` was read. */
  setSecondFactor(
    id: string,
    version: number,
    totp: Totp,
    recoveryCodes: readonly string[],
  ): Promise<boolean>;
  setRecoveryCodes(id: string, version: number, recoveryCodes: readonly string[]): Promise<boolean>;
  dropSecondFactors(id: string, version: number): Promise<boolean>;
  setPassword(id: string, version: number, passwordHash: string): Promise<boolean>;
  setRole(id: string, version: number, role: Role): Promise<boolean>;
  setDisabled(id: string, version: number, at: Date | null): Promise<boolean>;
  /** False when the address is taken, or the facts moved on. */
  setEmail(id: string, version: number, email: string): Promise<boolean>;
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

  const change = async (id: string, version: number, $set: UpdateFilter<UserDocument>['$set']) => {
    const { modifiedCount } = await users.updateOne(
      // A user made before there were versions has none: null matches what is absent.
      { _id: id, securityVersion: version === 0 ? { $in: [0, null] as unknown as number[] } : version },
      { $set: { ...$set, securityVersion: version + 1 } },
    );
    return modifiedCount === 1;
  };

  return {
    byEmail: async (email) => userOf(await users.findOne({ email: normalEmail(email) })),
    byId: async (id) => userOf(await users.findOne({ _id: id })),
    all: async () => (await users.find().sort({ email: 1 }).toArray()).map(present),
    async insert({ id, ...facts }, at) {
      try {
        await users.insertOne({ _id: id, ...facts, email: normalEmail(facts.email), createdAt: at });
      } catch (error) {
        if (isDuplicate(error, 'email')) return false;
        throw error;
      }
      if (facts.role === 'admin') await admins.join(id);
      return true;
    },
    async acceptStep(id, step) {
      const { modifiedCount } = await users.updateOne(
        { _id: id, 'totp.lastStep': { $lt: step } },
        { $set: { 'totp.lastStep': step } },
      );
      return modifiedCount === 1;
    },
    async spendRecoveryCode(id, hash) {
      const { modifiedCount } = await users.updateOne(
        { _id: id, recoveryCodes: hash },
        { $pull: { recoveryCodes: hash } },
      );
      return modifiedCount === 1;
    },
    async noteStrongSignIn(id, at) {
      await users.updateOne({ _id: id }, { $set: { lastStrongSignInAt: at } });
    },
    setSecondFactor: (id, version, totp, recoveryCodes) => change(id, version, { totp, recoveryCodes }),
    setRecoveryCodes: (id, version, recoveryCodes) => change(id, version, { recoveryCodes }),
    dropSecondFactors: (id, version) => change(id, version, { totp: null, recoveryCodes: [] }),
    setPassword: (id, version, passwordHash) => change(id, version, { passwordHash }),
    setRole: (id, version, role) => change(id, version, { role }),
    setDisabled: (id, version, disabledAt) => change(id, version, { disabledAt }),
    async setEmail(id, version, email) {
      try {
        return await change(id, version, { email: normalEmail(email) });
      } catch (error) {
        if (isDuplicate(error, 'email')) return false;
        throw error;
      }
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
      ]);
    },
  };
}

function userOf(document: UserDocument | null): User | null {
  return document === null ? null : present(document);
}

function present({ _id, createdAt: _createdAt, ...facts }: UserDocument): User {
  return {
    recoveryCodes: [],
    disabledAt: null,
    lastStrongSignInAt: null,
    securityVersion: 0,
    ...facts,
    id: _id,
  };
}
