// Leaving without breaking anything: /readyz turns 503 first, so the load balancer looks elsewhere; then streams end, so
// that who reconnects is not sent here again; then requests in flight finish, and only then the process goes.

import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Drain {
  readonly draining: boolean;
  /** From here on /readyz says 503 and no stream opens; what is asked is answered still. */
  begin(): void;
  /** Called once when others have had the time to notice, for what would otherwise never end. */
  onNoticed(listener: () => void): void;
  noticed(): void;
}

export function makeDrain(): Drain {
  const listeners: (() => void)[] = [];
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    begin() {
      draining = true;
    },
    onNoticed(listener) {
      listeners.push(listener);
    },
    noticed() {
      draining = true;
      for (const listener of listeners.splice(0)) listener();
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
