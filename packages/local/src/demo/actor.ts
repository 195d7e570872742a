// One signed-in person of the simulation: keeps a session, signs in again when it ended, waits when told to.

import { setTimeout as pause } from 'node:timers/promises';
import type { Order, OrderCommand, OrderRow, PlacedOrder, PlaceOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { type Answer, call, signInAs } from './api-client.ts';
import type { Persona } from './personas.ts';

const retryMs = 1_000;
const longestTries = 40; // a restarted process or engine is back within seconds

export class Declined extends Error {
  override readonly name = 'Declined';
  readonly answer: Answer;
  constructor(what: string, answer: Answer) {
    super(`${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
    this.answer = answer;
  }
}

export type Actor = {
  readonly read: <Body>(path: string) => Promise<Body>;
  readonly send: <Body>(
    path: string,
    body: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Body>;
};

export function makeActor(persona: Persona, port: number): Actor {
  const host = `localhost:${port}`;
  let cookie: string | null = null;

  const signIn = async (): Promise<string> => {
    for (;;) {
      const outcome = await signInAs(persona, port, host);
      if (outcome.kind === 'signed-in') return outcome.cookie;
      if (outcome.kind === 'refused') throw new Error(`${persona.id} could not sign in: ${outcome.code}`);
      await pause(outcome.ms);
    }
  };

  const request = async <Body>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        cookie ??= await signIn();
        const answer = await call({
          port,
          host,
          method,
          path,
          headers: { ...headers, cookie },
          ...(body === undefined ? {} : { body }),
        });
        if (answer.status < 300) return answer.body as Body; // as the contract promises for this path
        if (answer.status === 401) cookie = null;
        else if (answer.status < 500 && answer.status !== 429)
          throw new Declined(`${method} ${path}`, answer);
      } catch (error) {
        if (error instanceof Declined || attempt >= longestTries) throw error;
      }
      if (attempt >= longestTries) throw new Error(`${method} ${path} did not succeed in ${attempt} tries`);
      await pause(retryMs);
    }
  };

  return {
    read: (path) => request('GET', path),
    send: (path, body, headers) => request('POST', path, body, headers),
  };
}

/** Every command carries the version it was decided on, and a name that follows from it: a retry is the same change. */
export function giveCommand(
  actor: Actor,
  order: Pick<OrderRow, 'id' | 'version'>,
  command: OrderCommand,
  more: object = {},
): Promise<Order> {
  return actor.send(
    urls.command(order.id, command),
    { eventId: `demo_${order.id}_v${order.version}`, ...more },
    { 'if-match': `"${order.version}"` },
  );
}

export function placeOrder(actor: Actor, body: PlaceOrder): Promise<PlacedOrder> {
  return actor.send(urls.orders(), body);
}
