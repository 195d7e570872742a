// What a body must be before any schema judges it: JSON in UTF-8 (RFC 8259, section 8.1) in which each name stands
// once (section 4). Bytes that are no UTF-8 would be stored as replacement characters, and of a name told twice one
// reader takes the first value and another the last: both are refused rather than guessed at.

import type { App } from './app-type.ts';
import { Refusal } from './problem.ts';
import { repeatedName } from './repeated-name.ts';

export function installJsonBody(app: App): void {
  app.removeAllContentTypeParsers(); // every body here is JSON
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseJsonBody(body),
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value the bytes stand for, or a Refusal. `__proto__` and `constructor` come out as plain fields of their own:
 * every body has a closed schema, which refuses them by name like any unknown field.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) throw notJson('nothing');
  const text = decoded(body);
  const value = parsed(text);
  const repeated = repeatedName(text);
  if (repeated === undefined) return value;
  throw new Refusal('body-invalid', {
    errors: [{ field: repeated, given: 'the same field a second time', allowed: 'each field once' }],
  });
}

function decoded(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (error) {
    if (error instanceof TypeError) throw notJson('bytes that are not UTF-8');
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw notJson('text that is not JSON');
    throw error;
  }
}

function notJson(given: string): Refusal {
  return new Refusal('body-not-json', {
    errors: [{ field: 'body', given, allowed: 'a JSON object, encoded in UTF-8' }],
  });
}
