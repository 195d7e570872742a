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

export function readMailbox(data: string): readonly Mail[] {
  const folder = join(data, 'mail');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Mail);
}

/** The four digits in a mail that are neither part of a longer number nor of a link. */
export function pinIn(text: string): string | undefined {
  return /(?<![\w/.:-])\d{4}(?![\w/:-])/.exec(text.replace(/https?:\/\/\S+/g, ''))?.[0];
}
