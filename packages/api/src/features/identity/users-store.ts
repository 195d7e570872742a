// The only file that knows the collection `users`. The seed of a second factor lies here sealed; `lastStep` is the
// time step of the last code accepted, and moves only forward, in one atomic compare: a code works once.

import type { Role } from '@cool/contract/identity';
import type { Collection, Db } from 'mongodb';
import { isDuplicate } from '#platform/mongo.ts';
import type { SecretBox } from '#platform/secret-box.ts';

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
}

interface UserDocument extends Omit<User, 'id'> {
  readonly _id: string;
  readonly createdAt: Date;
}

export interface UsersStore {
  byEmail(email: string): Promise<User | null>;
  byId(id: string): Promise<User | null>;
  /** False when the e-mail address is taken. */
  insert(user: User, at: Date): Promise<boolean>;
  /** True for exactly one caller per time step. */
  acceptStep(id: string, step: number): Promise<boolean>;
  /** False when a second factor is already enrolled. */
  enrol(id: string, totp: Totp): Promise<boolean>;
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
  return {
    byEmail: async (email) => userOf(await users.findOne({ email: normalEmail(email) })),
    byId: async (id) => userOf(await users.findOne({ _id: id })),
    async insert({ id, ...facts }, at) {
      try {
        await users.insertOne({ _id: id, ...facts, email: normalEmail(facts.email), createdAt: at });
        return true;
      } catch (error) {
        if (isDuplicate(error, 'email')) return false;
        throw error;
      }
    },
    async acceptStep(id, step) {
      const { modifiedCount } = await users.updateOne(
        { _id: id, 'totp.lastStep': { $lt: step } },
        { $set: { 'totp.lastStep': step } },
      );
      return modifiedCount === 1;
    },
    async enrol(id, totp) {
      const { modifiedCount } = await users.updateOne({ _id: id, totp: null }, { $set: { totp } });
      return modifiedCount === 1;
    },
    async withRole(role) {
      const found = await users.find({ role }).sort({ name: 1 }).limit(500).toArray();
      return found.map(present);
    },
    anyWithRole: async (role) => (await users.findOne({ role }, { projection: { _id: 1 } })) !== null,
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

function present({ _id, email, name, role, passwordHash, totp }: UserDocument): User {
  return { id: _id, email, name, role, passwordHash, totp };
}
