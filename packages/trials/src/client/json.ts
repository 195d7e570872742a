// JSON over a client, and patience: a change that carries its eventId may be sent again until it is answered.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from './client.ts';

export const getJson = (client: Client, path: string): Promise<Answer> =>
  client.send({ method: 'GET', path });

export function postJson(
  client: Client,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return client.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** The body of an answer that must have this status; else an error that shows what came. */
export function bodyOf<Body>(answer: Answer, status = 200): Body {
  if (answer.status !== status) {
    throw new Error(`expected ${status}, got ${answer.status}: ${answer.text.slice(0, 500)}`);
  }
  return JSON.parse(answer.text) as Body;
}

/** The answers that ask to come again: too many requests, nobody there just now. */
const comeAgain: ReadonlySet<number> = new Set([429, 502, 503]);

/**
 * Sends until an answer stands. Only for reads and for changes that name themselves (eventId): an answer that got
 * lost may stand for a change that was made.
 */
export async function patiently(send: () => Promise<Answer>, patienceMs = 30_000): Promise<Answer> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const outcome = await send().catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    if (!(outcome instanceof Error) && !comeAgain.has(outcome.status)) return outcome;
    if (Date.now() > until) {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    }
    const asked = outcome instanceof Error ? 0.1 : Number(outcome.headers['retry-after'] ?? 0.1);
    await sleep(Math.min(5_000, Math.max(50, asked * 1_000)));
  }
}
