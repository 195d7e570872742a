// A command line that cannot be followed. The message says what was wrong, what was given, what is allowed.

export class UsageError extends Error {
  override readonly name = 'UsageError';
}
