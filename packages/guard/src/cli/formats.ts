// Which forms a report is written in, and where to: one form goes to standard output, several need a folder.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { type Arguments, several, single } from './arguments.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

export const formats = ['text', 'json', 'html'] as const;
export type Format = (typeof formats)[number];

const fileNames: Readonly<Record<Format, string>> = {
  text: 'report.txt',
  json: 'report.json',
  html: 'report.html',
};

export interface Output {
  readonly formats: readonly Format[];
  readonly folder: string | undefined;
}

export function outputOf(command: string, given: Arguments): Output {
  const wanted = several(given, 'format') ?? ['text'];
  const known = wanted.map((name) => {
    const format = formats.find((it) => it === name);
    if (!format)
      throw new UsageError(`guard ${command}: unknown format ${name}; allowed: ${formats.join(', ')}`);
    return format;
  });
  const folder = single(command, given, 'out');
  if (known.length > 1 && folder === undefined) {
    throw new UsageError(
      `guard ${command}: ${known.length} formats need a folder; given: --format ${known.join(',')}; add --out DIR`,
    );
  }
  return { formats: known, folder };
}

/** Writes each form; `render` makes the text of one. */
export function writeReports(
  output: Output,
  surroundings: Surroundings,
  render: (format: Format) => string,
): void {
  for (const format of output.formats) {
    if (output.folder === undefined) {
      surroundings.print(render(format));
      continue;
    }
    const folder = isAbsolute(output.folder) ? output.folder : join(surroundings.base, output.folder);
    const text = render(format);
    try {
      makeFolder(folder);
      writeFileSync(join(folder, fileNames[format]), text);
    } catch (error) {
      throw new UsageError(
        `guard: --out takes a folder that can be made and written to; given: ${output.folder} (${codeOf(error)}); give another, or make it first`,
      );
    }
    surroundings.print(`wrote ${join(output.folder, fileNames[format])}\n`);
  }
}

/**
 * Makes a folder and what leads to it. Not by mkdir's own `recursive`: where a file system answers "no such folder" to
 * every attempt, as /proc does, Node tries for ever.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // made meanwhile by another run is made
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
