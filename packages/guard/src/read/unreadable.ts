// An input that cannot be judged. One sentence says what was wrong with which file, and what would be accepted:
// the command line prints it as it stands and ends with exit code 65.

export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput';
}

/** Refuses `file` at a place of it; line and column count from 1. */
export function unreadableAt(file: string, line: number, column: number, problem: string): UnreadableInput {
  return new UnreadableInput(`${file}:${line}:${column}: ${problem}`);
}
