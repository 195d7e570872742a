// Readings of the process itself.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Gauges } from './telemetry.ts';

const resolutionMs = 10;

export function processGauges(): Gauges {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  return {
    ProcessUp: () => 1,
    MemoryUsed: () => process.memoryUsage.rss(),
    EventLoopDelay: () => {
      // The histogram measures the whole sleep; what is late is the rest above the resolution asked for.
      const late = Math.max(0, delays.percentile(99) / 1_000_000 - resolutionMs);
      delays.reset();
      return Math.round(late * 10) / 10;
    },
  };
}
