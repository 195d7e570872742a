// Where a command speaks, and where its relative paths start.

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Relative paths are the caller's: npm changes the working folder and leaves this one. */
  readonly folder: string;
}

/** Tells each sentence, and gives the exit code back. */
export function refuse(terminal: Terminal, sentences: readonly string[], code: number): number {
  for (const sentence of sentences) terminal.err(`${sentence}\n`);
  return code;
}
