// Passwords are argon2id (RFC 9106; OWASP's parameters: 19 MiB, two passes, one lane). At most four are computed at
// once and a bounded queue waits: a flood of sign-ins costs a bounded amount of memory and time.

import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '#platform/problem.ts';

const parameters = { algorithm: 2 /* argon2id */, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const likeNew = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** True when it was hashed as one would hash it now. */
export function isHashedAnew(passwordHash: string): boolean {
  return passwordHash.startsWith(likeNew);
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Costs the same time for an account that does not exist (null). */
  fits(password: string, passwordHash: string | null): Promise<boolean>;
}

export function makePasswords(atOnce = 4, mostWaiting = 64): Passwords {
  const limited = semaphore(atOnce, mostWaiting);
  // A hash of something nobody knows stands in where there is no account. Made before the first need: the first one to
  // ask for an unknown address must not wait longer either.
  const nobody = hashPassword(randomBytes(32).toString('hex'));
  return {
    hash: (password) => limited(() => hashPassword(password)),
    async fits(password, passwordHash) {
      const against = passwordHash ?? (await nobody);
      const right = await limited(() => verify(against, password));
      return right && passwordHash !== null;
    },
  };
}

/** For a process that hashes once and leaves; the service goes through `makePasswords`. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, parameters);
}

/** Runs at most `atOnce` works at a time; beyond `mostWaiting` it refuses with `unavailable`. */
export function semaphore(atOnce: number, mostWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw new Refusal('unavailable', { retryAfterSeconds: 2 });
      await new Promise<void>((resolve) => waiting.push(resolve)); // the place is handed over, not freed
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
