// Where checkpoints are kept outside the database. A port: here a file of the data folder that only grows; in AWS an object
// store that refuses to delete (S3 Object Lock). One JSON line each: a key that signs from now on, or a checkpoint.

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { Checkpoint, SigningKey } from '@cool/contract/audit';

export type AnchorLine =
  | ({ readonly kind: 'key' } & SigningKey)
  | ({ readonly kind: 'checkpoint' } & Checkpoint);

export interface AnchorStore {
  /** Every line ever written; throws one sentence when what lies there is not of that form. */
  read(): readonly AnchorLine[];
  /** Returns when the line is on the disk. */
  append(line: AnchorLine): void;
}

export function anchorFile(path: string): AnchorStore {
  return {
    read: () => (existsSync(path) ? parseAnchors(readFileSync(path, 'utf8'), path) : []),
    append(line) {
      cutTornLine(path);
      const file = openSync(path, 'a', 0o600);
      try {
        writeSync(file, `${JSON.stringify(line)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

/** What a crash left half written was never a checkpoint, and must not become the beginning of the next line. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path);
  if (text.length > 0 && text.at(-1) !== newline) truncateSync(path, text.lastIndexOf(newline) + 1);
}

const newline = 0x0a;

/** The last line counts only when it has its end. */
export function parseAnchors(text: string, path: string): readonly AnchorLine[] {
  const lines = text.split('\n');
  lines.pop();
  return lines.map((line, i) => {
    const parsed = anchorLine(line);
    if (parsed !== null) return parsed;
    throw new Error(
      `Line ${i + 1} of ${path} is no line of an anchor file. Restore it from the copy you keep elsewhere.`,
    );
  });
}

function anchorLine(text: string): AnchorLine | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : null;
  } catch {
    return null; // told by the caller, with the number of the line
  }
}

const hex = /^[0-9a-f]{64}$/;

function isLine(value: unknown): value is AnchorLine {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Readonly<Record<string, unknown>>;
  const texts = (...names: readonly string[]) => names.every((name) => typeof line[name] === 'string');
  if (!hex.test(String(line['keyId']))) return false;
  if (line['kind'] === 'key') return texts('publicKey', 'since');
  const whole = Number.isInteger(line['seq']) && Number(line['seq']) >= 1 && line['records'] === line['seq'];
  return line['kind'] === 'checkpoint' && whole && hex.test(String(line['hash'])) && texts('at', 'signature');
}
