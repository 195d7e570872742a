// The only file that knows the collection `attempts`. A try is counted *before* it is judged, by a compare-and-set on
// the number of tries: fifty guesses in parallel, over any number of processes, still take one place each. Keyed by a
// digest of what was typed, so an address without an account locks exactly like one with.

import type { Collection, Db } from 'mongodb';
import type { Clock } from '#platform/clock.ts';
import { sha256Hex } from '#platform/digest.ts';
import { isDuplicate } from '#platform/mongo.ts';
import { Refusal, type RefusalNotes } from '#platform/problem.ts';
import { type LockoutRule, waitAfter } from './lockout.ts';

interface AttemptsDocument {
  readonly _id: string;
  readonly tries: number;
  readonly notBefore: Date;
  readonly expiresAt: Date;
}

export interface AttemptsStore {
  /** Counts one try, or refuses with `sign-in-locked` while the account must wait. How long it must wait after it. */
  begin(key: string, rule: LockoutRule): Promise<{ readonly waitMs: number }>;
  /** Forgets the tries after a right one. */
  forget(key: string): Promise<void>;
  sweep(): Promise<void>;
}

const memoryMs = 24 * 3_600_000;

export function attemptKey(kind: 'password' | 'code' | 'mail', whom: string): string {
  return `${kind}:${sha256Hex(whom)}`;
}

/** What a wrong try means for the audit trail: whom it concerns, and the lock that begins with it. */
export function triedNotes(userId: string | undefined, waitMs: number): RefusalNotes {
  return { concerns: userId, ...(waitMs === 0 ? {} : { lockSeconds: Math.ceil(waitMs / 1_000) }) };
}

export function attemptsStore(db: Db, clock: Clock): AttemptsStore {
  const attempts: Collection<AttemptsDocument> = db.collection('attempts');

  /** The wait that begins with this try; null when another try came between reading and writing. */
  async function takePlace(key: string, rule: LockoutRule): Promise<number | null> {
    const now = clock();
    const known = await attempts.findOne({ _id: key });
    if (known !== null && known.notBefore > now) {
      const waitMs = known.notBefore.getTime() - now.getTime();
      throw new Refusal('sign-in-locked', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    }
    const tries = known === null || known.expiresAt <= now ? 1 : known.tries + 1;
    const waitMs = waitAfter(rule, tries);
    const next = {
      tries,
      // No wait is the beginning of time, not now: "now" of one process may be the future of another.
      notBefore: waitMs === 0 ? new Date(0) : new Date(now.getTime() + waitMs),
      expiresAt: new Date(now.getTime() + memoryMs),
    };
    if (known !== null) {
      const { modifiedCount } = await attempts.updateOne(
        { _id: key, tries: known.tries, notBefore: known.notBefore, expiresAt: known.expiresAt },
        { $set: next },
      );
      return modifiedCount === 1 ? waitMs : null;
    }
    try {
      await attempts.insertOne({ _id: key, ...next });
      return waitMs;
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }

  return {
    async begin(key, rule) {
      // Each lost round means another try was counted, so the lock comes within `freeTries` rounds; the bound only
      // guards against an account that is being forgotten and guessed at in turns.
      for (let round = 0; round < 4 * rule.freeTries; round += 1) {
        const waitMs = await takePlace(key, rule);
        if (waitMs !== null) return { waitMs };
      }
      throw new Refusal('sign-in-locked', { retryAfterSeconds: 1 });
    },
    async forget(key) {
      await attempts.deleteOne({ _id: key });
    },
    async sweep() {
      await attempts.deleteMany({ expiresAt: { $lte: clock() } });
    },
  };
}
