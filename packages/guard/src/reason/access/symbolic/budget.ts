// How much work a question may cost. Some policies have exponentially many classes; a question about them ends in
// "unknown", never in a hang.

export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';

  constructor(what: string) {
    super(`the question has too many cases (${what}); ask about fewer actions or a narrower resource`);
  }
}

export interface Budget {
  readonly textStates: number;
  readonly branches: number;
  /** Combinations of values tried for policy variables the caller chooses. */
  readonly guesses: number;
}

export const defaultBudget: Budget = { textStates: 40_000, branches: 100_000, guesses: 200 };

export function counter(limit: number, what: string): () => void {
  let left = limit;
  return () => {
    left -= 1;
    if (left < 0) throw new BudgetSpent(what);
  };
}
