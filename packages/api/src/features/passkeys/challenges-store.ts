// The only file that knows the collection `passkeyChallenges`: what an authenticator is asked to sign. Each counts once, for
// one purpose, one person and one relying party, within five minutes, whichever process gets the answer.

import type { Collection, Db } from 'mongodb';
import { makeToken, sha256Hex } from '#platform/digest.ts';

export interface Challenge {
  readonly purpose: 'register' | 'sign-in' | 'step-up';
  /** Null while nobody is signed in. */
  readonly userId: string | null;
  readonly rpId: string;
}

interface ChallengeDocument extends Challenge {
  readonly _id: string;
  readonly expiresAt: Date;
}

export const challengeMs = 5 * 60_000;

export interface ChallengesStore {
  make(challenge: Challenge, at: Date): Promise<string>;
  /** True for exactly one caller. */
  claim(text: string, challenge: Challenge, at: Date): Promise<boolean>;
  sweep(at: Date): Promise<void>;
}

export function challengesStore(db: Db): ChallengesStore {
  const challenges: Collection<ChallengeDocument> = db.collection('passkeyChallenges');
  return {
    async make(challenge, at) {
      const text = makeToken();
      const expiresAt = new Date(at.getTime() + challengeMs);
      await challenges.insertOne({ _id: sha256Hex(text), ...challenge, expiresAt });
      return text;
    },
    async claim(text, challenge, at) {
      const found = await challenges.findOneAndDelete({
        _id: sha256Hex(text),
        ...challenge,
        expiresAt: { $gt: at },
      });
      return found !== null;
    },
    async sweep(at) {
      await challenges.deleteMany({ expiresAt: { $lte: at } });
    },
  };
}
