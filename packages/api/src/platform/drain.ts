// Leaving without breaking anything: /readyz turns 503 first, so the load balancer looks elsewhere; then streams end,
// requests in flight finish, and only then the process goes.

import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Drain {
  readonly draining: boolean;
  /** Called once when draining begins, for what would otherwise never end. */
  onBegin(listener: () => void): void;
  begin(): void;
}

export function makeDrain(): Drain {
  const listeners: (() => void)[] = [];
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    onBegin(listener) {
      listeners.push(listener);
    },
    begin() {
      if (draining) return;
      draining = true;
      for (const listener of listeners) listener();
    },
  };
}

/** Counts what is being answered; `allAnswered` resolves when that is nothing. */
export function watchInFlight(server: Server): { allAnswered(): Promise<void> } {
  let inFlight = 0;
  server.on('request', (_request, response) => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
  });
  return {
    async allAnswered() {
      while (inFlight > 0) await delay(10);
    },
  };
}
