// Work that repeats: one run at a time, woken early by `nudge`, stopped cleanly. A failing run is logged and tried
// again at the next beat; it never stops the process.

import type { Logger } from 'pino';

export interface Periodic {
  nudge(): void;
  /** Resolves when the run under way, if any, has ended. */
  stop(): Promise<void>;
}

export function startPeriodic(
  name: string,
  everyMs: number,
  run: () => Promise<void>,
  log: Logger,
): Periodic {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const begin = () => {
    clearTimeout(timer);
    if (stopped) return;
    again = false;
    running = run()
      .catch((error: unknown) => log.error({ event: 'periodic-failed', name, err: error }))
      .then(() => {
        running = undefined;
        if (stopped) return;
        if (again) begin();
        else timer = setTimeout(begin, everyMs).unref();
      });
  };
  timer = setTimeout(begin, 0).unref();

  return {
    nudge() {
      if (running === undefined) begin();
      else again = true;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
