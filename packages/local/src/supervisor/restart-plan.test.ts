import { describe, expect, it } from 'vitest';
import { failuresAfter, pauseBeforeRestartMs } from './restart-plan.ts';

describe('when a process is started again', () => {
  it('at once after it worked, however often it is killed', () => {
    let failures = 0;
    for (let kill = 0; kill < 100; kill += 1) failures = failuresAfter({ readyForMs: 1_000 }, failures);
    expect(pauseBeforeRestartMs(failures)).toBe(0);
  });

  it('ever later while it dies before it is ready', () => {
    const pauses: number[] = [];
    let failures = 0;
    for (let life = 0; life < 9; life += 1) {
      failures = failuresAfter({ readyForMs: null }, failures);
      pauses.push(pauseBeforeRestartMs(failures));
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
  });

  it('a moment of being ready is no cure, a longer one is', () => {
    expect(failuresAfter({ readyForMs: 10 }, 3)).toBe(4);
    expect(failuresAfter({ readyForMs: 300 }, 3)).toBe(0);
  });
});
