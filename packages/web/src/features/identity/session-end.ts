// When the page has to look whether its session goes on, and when it says that it will not. Pure: the clock is given. Only
// distances are taken from the server, so a clock that is wrong here does no harm.
import type { SessionEnds } from '@cool/contract/identity';

const minuteMs = 60_000;
/** So long before the end it is said, so that who is reading can go on (WCAG 2.2.1). */
const warnMs = 2 * minuteMs;
/** Timers stand still while a machine sleeps: it looks again within this after waking. */
const longestRestMs = 15_000;
/** What is typed in a form for long is use of the session too, and told this often. */
const tellUseMs = 5 * minuteMs;

/** As it was last heard of, on the clock of this page. */
export interface SessionEnd {
  readonly heardAtMs: number;
  readonly unusedAtMs: number;
  readonly mostAtMs: number;
  readonly idleMs: number;
}

export type Look =
  | { readonly kind: 'rest'; readonly forMs: number }
  /** `isFinal`: it ends however much it is used. */
  | { readonly kind: 'warn'; readonly isFinal: boolean; readonly forMs: number }
  /** The person may have gone on in another tab: the server knows. */
  | { readonly kind: 'ask'; readonly isOver: boolean };

export function endOf(ends: SessionEnds, heardAtMs: number): SessionEnd {
  return {
    heardAtMs,
    unusedAtMs: heardAtMs + ends.unusedSeconds * 1_000,
    mostAtMs: heardAtMs + ends.mostSeconds * 1_000,
    idleMs: ends.idleSeconds * 1_000,
  };
}

export function lookAt(end: SessionEnd, nowMs: number): Look {
  const leftMs = end.unusedAtMs - nowMs;
  if (leftMs <= 0) return { kind: 'ask', isOver: true };
  const warnAtMs = end.unusedAtMs - Math.min(warnMs, end.idleMs / 5);
  if (nowMs < warnAtMs) return { kind: 'rest', forMs: Math.min(warnAtMs - nowMs, longestRestMs) };
  if (end.heardAtMs < warnAtMs) return { kind: 'ask', isOver: false };
  return { kind: 'warn', isFinal: end.mostAtMs <= end.unusedAtMs, forMs: Math.min(leftMs, longestRestMs) };
}

/** Whether a key or a touch has to be told, because nothing else was heard of this session for a while. */
export function isUseToTell(end: SessionEnd, nowMs: number): boolean {
  return nowMs - end.heardAtMs >= Math.min(tellUseMs, end.idleMs / 5);
}

/** How long a session lives at most that nobody uses any more, and whose end could not be told. */
export function mostLeftMs(end: SessionEnd, nowMs: number): number {
  return Math.max(0, Math.min(end.idleMs, end.mostAtMs - nowMs));
}

/** `at most 30 minutes`, rounded up. */
export function inWords(ms: number): string {
  for (const [unit, unitMs, most] of [
    ['minute', minuteMs, 90],
    ['hour', 60 * minuteMs, 48],
    ['day', 24 * 60 * minuteMs, Number.POSITIVE_INFINITY],
  ] as const) {
    const count = Math.max(1, Math.ceil(ms / unitMs));
    if (count <= most) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return '';
}
