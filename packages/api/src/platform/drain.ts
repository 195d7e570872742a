// Leaving without breaking anything: /readyz turns 503 first, so the load balancer looks elsewhere; then streams end,
// requests in flight finish, and only then the process goes.

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
