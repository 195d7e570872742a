// What `diff`, `deploy`, `promote` and `release` have in common: the request is read, the configuration is known.

import { resolve } from 'node:path';
import { begin } from '../begin-command.ts';
import type { Environments } from '../environments.ts';
import { refuse, type Terminal } from '../terminal.ts';
import { type Arguments, type Command, readArguments } from './arguments.ts';
import { refusalIn } from './refused.ts';

export interface Asked extends Arguments {
  readonly known: Environments;
  readonly one: (option: string) => string | undefined;
  readonly path: (option: string) => string;
}

/** Runs `act` with what was asked for; its result, or 64 or 65, is the exit code. What AWS refuses is told, with 1. */
export async function ask(
  command: Command,
  args: readonly string[],
  terminal: Terminal,
  act: (asked: Asked) => Promise<number>,
): Promise<number> {
  const begun = begin(readArguments(command, args), command.usage, terminal);
  if ('code' in begun) return begun.code;
  const { request, environments } = begun;
  const one = (option: string) => request.options.get(option)?.at(-1);
  const path = (option: string) => resolve(terminal.folder, one(option) ?? '');
  try {
    return await act({ ...request, known: environments, one, path });
  } catch (error) {
    const sentence = refusalIn(error);
    if (sentence === undefined) throw error;
    return refuse(terminal, [sentence], 1);
  }
}
