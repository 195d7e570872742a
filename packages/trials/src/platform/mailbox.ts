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

/** The four digits in a mail that are neither part of a longer number nor of a link. */
export function pinIn(text: string): string | undefined {
  return /(?<![\w/.:-])\d{4}(?![\w/:-])/.exec(text.replace(/https?:\/\/\S+/g, ''))?.[0];
}
