// What is wrong with a policy document: where, what was given, what is allowed, what to do.

export interface PolicyProblem {
  /** Path inside the document, such as `Statement[1].Condition.IpAddress`. */
  readonly at: string;
  readonly message: string;
}

export class PolicyUnreadable extends Error {
  override readonly name = 'PolicyUnreadable';
  readonly problems: readonly PolicyProblem[];

  constructor(policy: string, problems: readonly PolicyProblem[]) {
    super(problems.map(({ at, message }) => `${policy}, ${at}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** Shows a value in a sentence, cut to a readable length. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
