// How long an account must wait after wrong tries (OWASP ASVS 6.3.1). Pure. The first tries are free, then the wait
// doubles up to a quarter of an hour: guessing dies, and nobody can lock another person out for good.

export interface LockoutRule {
  readonly freeTries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export const passwordRule: LockoutRule = { freeTries: 10, firstWaitMs: 15_000, longestWaitMs: 900_000 };

/** A code has 20 bits: fewer free tries than a password. */
export const codeRule: LockoutRule = { freeTries: 5, firstWaitMs: 30_000, longestWaitMs: 900_000 };

/** Mail somebody asks for to an address: a mailbox must not be flooded, and the owner must not wait long either. */
export const mailRequestRule: LockoutRule = { freeTries: 5, firstWaitMs: 60_000, longestWaitMs: 900_000 };

/** The wait after the `tries`-th try, counting it as wrong. */
export function waitAfter(rule: LockoutRule, tries: number): number {
  if (tries < rule.freeTries) return 0;
  return Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** Math.min(tries - rule.freeTries, 30));
}
