// The command line: picks the command, turns the two kinds of expected failure into one sentence and an exit code,
// and lets everything else crash aloud. Exit codes are a contract: 0, 1, 2 answers; 64 usage; 65 unreadable.

import { UnreadableInput } from '../read/unreadable.ts';
import { compareCommand } from './compare.ts';
import { demoCommand } from './demo.ts';
import { explainCommand } from './explain.ts';
import { proveCommand } from './prove.ts';
import { reachCommand } from './reach.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';
import { whoCommand } from './who.ts';

const commands: Readonly<Record<string, (given: readonly string[], surroundings: Surroundings) => number>> = {
  prove: proveCommand,
  demo: demoCommand,
  explain: explainCommand,
  reach: reachCommand,
  who: whoCommand,
  compare: compareCommand,
};

const help = `usage: guard COMMAND …

  prove PATH…          judge templates or a recorded account: proved, refuted with a witness, or unknown with a reason
  demo                 the site as it was running beside the site as designed
  explain [CONTROL]    what a control claims, and why
  reach FROM TO PATH…  which packets get from FROM to TO, or all that stops them
  who ACTION RESOURCE PATH…  which principals can do it, and which statements let them
  compare A.json B.json  does the policy A allow what B does not

guard COMMAND --help tells the options of a command.
`;

/** Runs one command line; returns the exit code. */
export function main(given: readonly string[], surroundings: Surroundings): number {
  const [name, ...rest] = given;
  if (name === undefined || name === '--help' || name === 'help') {
    surroundings.print(help);
    return name === undefined ? 64 : 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command)
      throw new UsageError(
        `guard: unknown command ${name}; allowed: ${Object.keys(commands).join(', ')}; see guard --help`,
      );
    return command(rest, surroundings);
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.printError(`${error.message}\n`);
      return 64;
    }
    if (error instanceof UnreadableInput) {
      surroundings.printError(`guard: ${error.message}\n`);
      return 65;
    }
    throw error;
  }
}
