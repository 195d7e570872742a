// The key of an order's own, under which the audit chain vouches for its content. It goes with what is personal.

import { randomBytes } from 'node:crypto';

/** 256 random bits, base64. */
export function makeContentKey(): string {
  return randomBytes(32).toString('base64');
}
