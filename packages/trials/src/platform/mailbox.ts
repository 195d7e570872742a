// The file mailbox under the data folder: one JSON file for each message, written whole or not at all.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Mail = {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly kind: string;
  readonly orderId: string;
};

export type Mailbox = {
  /** All messages so far; a file is read once. */
  readonly read: () => readonly Mail[];
};

export function openMailbox(data: string): Mailbox {
  const folder = join(data, 'mail');
  const known = new Map<string, Mail>();
  return {
    read: () => {
      for (const name of readdirSync(folder)) {
        if (!name.endsWith('.json') || known.has(name)) continue;
        known.set(name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Mail);
      }
      return [...known.values()];
    },
  };
}

/** The four digits that follow the word PIN. */
export function pinIn(text: string): string | undefined {
  return /\bPIN\b\D{0,40}(\d{4})\b/.exec(text)?.[1];
}
