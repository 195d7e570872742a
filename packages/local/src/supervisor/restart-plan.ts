// When a process that died is started again. Pure.
// One that worked and was killed comes back at once, however often; one that dies at the start is given ever
// more time, at most five seconds, so that a broken disk is not hammered and a cured one is noticed soon.

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** A life shorter than this after being ready counts as a failed start. */
export const shortLifeMs = 300;

export type Life = {
  /** Null when the process died before it was ready. */
  readonly readyForMs: number | null;
};

/** How many failed starts in a row there are after this life. */
export function failuresAfter(life: Life, failuresBefore: number): number {
  return life.readyForMs !== null && life.readyForMs >= shortLifeMs ? 0 : failuresBefore + 1;
}

export function pauseBeforeRestartMs(failures: number): number {
  if (failures === 0) return 0;
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
}
