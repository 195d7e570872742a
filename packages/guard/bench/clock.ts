// CPU time and memory of this process.

import type { Measured } from './sizes.ts';

/** The result of the work and the CPU seconds it took. */
export function timed<T>(work: () => T): readonly [T, number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
}

/** Completes a measurement with the most memory this process ever held. */
export const measured = (found: Omit<Measured, 'megabytes'>): Measured => ({
  ...found,
  megabytes: process.resourceUsage().maxRSS / 1024,
});
