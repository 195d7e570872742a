// The command line as data: words and options, checked against the table of the command. An option nobody declared is
// refused, never ignored: a mistyped --strict must not turn a gate into a suggestion.

import { UsageError } from './usage-error.ts';

export interface OptionTable {
  /** Option name without dashes → placeholder of its value, or null for a switch. */
  readonly [name: string]: { readonly value: string | null; readonly says: string };
}

export interface Arguments {
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export function readArguments(command: string, given: readonly string[], table: OptionTable): Arguments {
  const words: string[] = [];
  const values = new Map<string, string[]>();
  for (let index = 0; index < given.length; index += 1) {
    const word = given[index] ?? '';
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const [name = '', attached] = splitOnce(word.slice(2));
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!option)
      throw new UsageError(
        `guard ${command}: unknown option --${name}; allowed: ${names(table)}; see guard ${command} --help`,
      );
    if (option.value === null && attached !== undefined)
      throw new UsageError(`guard ${command}: --${name} takes no value; given: ${attached}`);
    let value = attached ?? '';
    if (option.value !== null && attached === undefined) {
      index += 1;
      const next = given[index];
      if (next === undefined || next.startsWith('--')) {
        throw new UsageError(
          `guard ${command}: --${name} needs a value, ${option.value}; given: ${next ?? 'nothing'}`,
        );
      }
      value = next;
    }
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return { words, values };
}

/** The one value of an option that may stand once. */
export function single(command: string, { values }: Arguments, name: string): string | undefined {
  const given = values.get(name);
  if (given && given.length > 1)
    throw new UsageError(`guard ${command}: --${name} may stand once; given: ${given.join(', ')}`);
  return given?.[0];
}

/** All values of an option, repeated or separated by commas. */
export function several({ values }: Arguments, name: string): readonly string[] | undefined {
  return values.get(name)?.flatMap((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
}

const names = (table: OptionTable) =>
  Object.keys(table)
    .map((name) => `--${name}`)
    .join(', ');

function splitOnce(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** The help text of a command, from the same table that reads it. */
export function helpText(usage: string, says: string, table: OptionTable, rest: string): string {
  const lines = Object.entries(table).map(([name, option]) => {
    const left = option.value === null ? `--${name}` : `--${name} ${option.value}`;
    return `  ${left.padEnd(26)} ${option.says}`;
  });
  return [`usage: ${usage}`, '', says, '', ...lines, '', rest, ''].join('\n');
}
