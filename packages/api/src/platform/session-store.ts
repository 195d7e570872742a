// Who is signed in. The token is opaque, 256 random bits; the database knows only its SHA-256. Every request reads
// the session anew: a revoked one is dead at once in every process. The record says how sure we are (aal, amr) and
// what is still missing (next), so "staff cannot act without a second factor" is a fact of the data.

import type { Role } from '@cool/contract/identity';
import type { Db } from 'mongodb';
import type { Clock } from './clock.ts';
import { makeToken, sha256Hex } from './digest.ts';
import { makeId } from './ids.ts';
import type { SecretBox } from './secret-box.ts';

export type Aal = 1 | 2;
export type Next = 'verify' | 'enrol' | null;

export interface Session {
  readonly id: string; // SHA-256 of the token
  readonly ref: string; // how its owner and an admin name it; opens nothing
  readonly userId: string;
  readonly role: Role; // a change of role ends the user's sessions
  readonly aal: Aal;
  readonly amr: readonly string[]; // RFC 8176
  readonly next: Next;
  /** When a second factor was last given in this session; null when none was. */
  readonly strongAt: Date | null;
  /** When a first one was: the password, or a passkey, which is both. Null in sessions of before this was noted. */
  readonly firstAt: Date | null;
  readonly agent: string; // as in `Firefox on Linux`
  readonly expiresAt: Date;
  /** The absolute end, which no activity and no step-up moves. */
  readonly endsAt: Date;
  /** A second factor being enrolled in this session, sealed; it counts for nothing until confirmed. */
  readonly enrolling: SecretBox | null;
}

interface SessionDocument extends Omit<Session, 'id' | 'endsAt'> {
  readonly _id: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly idleUntil: Date;
}

export type SessionFacts = Pick<Session, 'userId' | 'role' | 'aal' | 'amr' | 'next' | 'agent'> & {
  /** Absent: given just now. */
  readonly firstAt?: Date | null;
};

/** A living session as its owner and an admin may see it. */
export interface SessionGlance extends Session {
  readonly createdAt: Date;
  readonly seenAt: Date;
}

export interface SessionStore {
  /** At level 2 a second factor was given just now. `endsBy`: a session that replaces another lives no longer. */
  create(facts: SessionFacts, endsBy?: Date): Promise<{ token: string; session: Session }>;
  /** The living session of a token, or null. To ask for it is to use it, but where `isUse` says otherwise. */
  find(token: string, isUse?: boolean): Promise<Session | null>;
  /** Those of the given sessions that still live; costs one query however many there are. */
  living(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ends a session; true for exactly one caller, however many ask at once. */
  end(id: string): Promise<boolean>;
  /** Ends the one session of this user that bears the name. */
  endNamed(userId: string, ref: string): Promise<boolean>;
  /** Ends all of a user's sessions but the one to keep; answers how many. */
  endAllOf(userId: string, keepId?: string): Promise<number>;
  livingOf(userId: string): Promise<readonly SessionGlance[]>;
  /** Every living session: evidence that left one out would be none. */
  allLiving(): Promise<readonly SessionGlance[]>;
  keepEnrolling(id: string, box: SecretBox): Promise<void>;
  /** Told of each session ended in this process. */
  onEnded(listener: (id: string) => void): void;
  sweep(): Promise<void>;
  makeIndexes(): Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Idle and absolute lifetimes (NIST SP 800-63B asks for at most 30 min idle and 12 h at AAL2). */
export function lifetimeOf(role: Role, next: Next): { idleMs: number; absoluteMs: number } {
  if (next !== null) return { idleMs: 10 * minuteMs, absoluteMs: 30 * minuteMs }; // time to scan a code, not more
  if (role === 'customer') return { idleMs: 30 * 24 * hourMs, absoluteMs: 30 * 24 * hourMs };
  if (role === 'courier') return { idleMs: 12 * hourMs, absoluteMs: 12 * hourMs }; // a shift
  return { idleMs: 30 * minuteMs, absoluteMs: 12 * hourMs };
}

export function sessionStore(db: Db, clock: Clock): SessionStore {
  const sessions = db.collection<SessionDocument>('sessions');
  const listeners: ((id: string) => void)[] = [];
  const ended = (id: string) => {
    for (const listener of listeners) listener(id);
  };
  const alive = () => {
    const now = clock();
    return { expiresAt: { $gt: now }, idleUntil: { $gt: now } };
  };

  return {
    async create(facts, endsBy) {
      const now = clock();
      const { idleMs, absoluteMs } = lifetimeOf(facts.role, facts.next);
      const token = makeToken();
      const endMs = Math.min(now.getTime() + absoluteMs, endsBy?.getTime() ?? Number.POSITIVE_INFINITY);
      const document: SessionDocument = {
        _id: sha256Hex(token),
        ref: makeId('ses', now),
        ...facts,
        strongAt: facts.aal === 2 ? now : null,
        firstAt: facts.firstAt === undefined ? now : facts.firstAt,
        enrolling: null,
        createdAt: now,
        seenAt: now,
        idleUntil: new Date(now.getTime() + idleMs),
        expiresAt: new Date(endMs),
      };
      await sessions.insertOne(document);
      return { token, session: sessionOf(document) };
    },

    async find(token, isUse = true) {
      const document = await sessions.findOne({ _id: sha256Hex(token), ...alive() });
      if (document === null) return null;
      const now = clock();
      // Activity is noted once a minute: an idle limit of half an hour needs no finer clock, and a read stays a read.
      if (!isUse || now.getTime() - document.seenAt.getTime() <= minuteMs) return sessionOf(document);
      const { idleMs } = lifetimeOf(document.role, document.next);
      const used = { seenAt: now, idleUntil: new Date(now.getTime() + idleMs) };
      await sessions.updateOne({ _id: document._id }, { $set: used });
      return sessionOf({ ...document, ...used });
    },

    async living(ids) {
      const found = await sessions
        .find({ _id: { $in: [...ids] }, ...alive() }, { projection: { _id: 1 } })
        .toArray();
      return new Set(found.map((each) => each._id));
    },

    async end(id) {
      const { deletedCount } = await sessions.deleteOne({ _id: id });
      ended(id);
      return deletedCount === 1;
    },

    async endNamed(userId, ref) {
      const found = await sessions.findOneAndDelete({ userId, ref });
      if (found === null) return false;
      ended(found._id);
      return true;
    },

    async endAllOf(userId, keepId) {
      const others = { userId, ...(keepId === undefined ? {} : { _id: { $ne: keepId } }) };
      const doomed = await sessions.find(others, { projection: { _id: 1 } }).toArray();
      const { deletedCount } = await sessions.deleteMany(others); // the filter, not the list: one begun meanwhile too
      for (const { _id } of doomed) ended(_id);
      return deletedCount;
    },

    async livingOf(userId) {
      const found = await sessions
        .find({ userId, ...alive() })
        .sort({ _id: 1 })
        .limit(500)
        .toArray();
      return found.map(glanceOf).sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
    },

    async allLiving() {
      const found = await sessions.find(alive()).toArray();
      return found.map(glanceOf);
    },

    async keepEnrolling(id, box) {
      await sessions.updateOne({ _id: id }, { $set: { enrolling: box } });
    },

    onEnded(listener) {
      listeners.push(listener);
    },

    async sweep() {
      const now = clock();
      await sessions.deleteMany({ $or: [{ expiresAt: { $lte: now } }, { idleUntil: { $lte: now } }] });
    },

    async makeIndexes() {
      await sessions.createIndexes([
        { key: { expiresAt: 1 }, name: 'expiresAt' },
        { key: { idleUntil: 1 }, name: 'idleUntil' },
        { key: { userId: 1 }, name: 'userId' },
      ]);
    },
  };
}

function sessionOf(document: SessionDocument): Session {
  const { _id, createdAt: _createdAt, seenAt: _seenAt, idleUntil, expiresAt, ...facts } = document;
  return {
    ...facts,
    firstAt: facts.firstAt ?? null,
    id: _id,
    expiresAt: new Date(Math.min(idleUntil.getTime(), expiresAt.getTime())),
    endsAt: expiresAt,
  };
}

function glanceOf(document: SessionDocument): SessionGlance {
  return { ...sessionOf(document), createdAt: document.createdAt, seenAt: document.seenAt };
}
