// What is wrong with a policy document: where, what was given, what is allowed, what to do.

import { brief } from '../bounded-words.ts';

export interface PolicyProblem {
  /** Path inside the document, such as `Statement[1].Condition.IpAddress`. */
  readonly at: string;
  readonly message: string;
}

/** More problems than these are counted, not told: a list of nothing but mistakes is as long as its author likes. */
export const mostProblems = 10;

export class PolicyUnreadable extends Error {
  override readonly name = 'PolicyUnreadable';
  /** The first of them. */
  readonly problems: readonly PolicyProblem[];

  /** `found`: how many problems there are in all. */
  constructor(policy: string, problems: readonly PolicyProblem[], found: number) {
    const told = problems.map(({ at, message }) => `${brief(policy)}, ${brief(at)}: ${message}`);
    const more = found - problems.length;
    const rest = more > 0 ? [`${brief(policy)}: ${more} more problems; mend these first`] : [];
    super([...told, ...rest].join('\n'));
    this.problems = problems;
  }
}

/** Shows a value in a sentence, cut to a readable length. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
