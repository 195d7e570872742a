// How CDK says that a check refused the architecture, told apart from every other failure of a synthesis.

/** The findings are already on the terminal then: CDK prints its report as it refuses. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name.includes('ValidationFailed');
}

export const refusalSentence =
  'The architecture was refused by its checks: fix the findings above, or acknowledge each on its construct.';
