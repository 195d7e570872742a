// Waits for what happens in its own time.

import { setTimeout as delay } from 'node:timers/promises';

/** The first answer that is not undefined; fails after 10 s, naming what was waited for. */
export async function eventually<Value>(
  what: string,
  look: () => Value | undefined | Promise<Value | undefined>,
  withinMs = 10_000,
): Promise<Value> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const value = await look();
    if (value !== undefined) return value;
    await delay(25);
  }
  throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
}
