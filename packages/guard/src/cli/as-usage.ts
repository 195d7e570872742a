// A question that cannot be asked is, on the command line, a command line that cannot be followed.

import { Unanswerable } from '../questions/unanswerable.ts';
import { UsageError } from './usage-error.ts';

/** Asks; what is wrong with the question is told under the name of the command. */
export function asUsage<T>(command: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Unanswerable) throw new UsageError(`guard ${command}: ${error.message}`);
    throw error;
  }
}
