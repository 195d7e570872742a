// Telling the server that somebody signed out. The page has forgotten them before; where the server cannot be reached it is
// told again and again while the page is open, and by the next page of this browser. The cookie is out of reach of scripts,
// so nothing secret is kept for it: only that there is something to tell.
import { urls } from '@cool/contract/urls';
import { request } from '#http/http-client.ts';
import { readPreference, writePreference } from '#ui/preferences.ts';

const answerWithinMs = 5_000;
const longestWaitMs = 30_000;

export interface TellListener {
  /** An attempt was not heard; more follow. */
  readonly onUntold: () => void;
  readonly onTold: () => void;
}

interface Telling {
  readonly listener: TellListener;
  /** Whether the attempt of the moment was heard. */
  heard: Promise<boolean>;
  stopped: boolean;
}

let telling: Telling | null = null;

/** Whether this browser has a sign-out to tell. */
export function isUntold(): boolean {
  return readPreference('sign-out-untold') === 'yes';
}

export function nothingToTell(): void {
  telling = null;
  if (isUntold()) writePreference('sign-out-untold', 'no');
}

export async function tellSignOut(listener: TellListener): Promise<void> {
  const mine: Telling = { listener, heard: attempt(), stopped: false };
  telling = mine;
  for (let waitMs = 1_000; !(await mine.heard); waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    if (mine.stopped) return;
    writePreference('sign-out-untold', 'yes');
    listener.onUntold();
    await onlineOrAfter(waitMs);
    if (mine.stopped || !isUntold()) return; // another tab told it, or began a new session
    mine.heard = attempt();
  }
  if (mine.stopped) return;
  nothingToTell();
  listener.onTold();
}

/**
 * For what begins a session, which ends the one before it as well: the answer to a sign-out under way would take the new cookie
 * along. Told again when nothing began.
 */
export async function insteadOfTelling<Outcome extends { readonly ok: boolean }>(
  begin: () => Promise<Outcome>,
): Promise<Outcome> {
  const before = telling;
  if (before === null) return await begin();
  before.stopped = true;
  const wasHeard = await before.heard;
  const outcome = await begin();
  if (!outcome.ok && !wasHeard) void tellSignOut(before.listener);
  return outcome;
}

async function attempt(): Promise<boolean> {
  const answer = await request('POST', urls.signOut(), { signal: AbortSignal.timeout(answerWithinMs) });
  return answer.ok || answer.refusal.code === 'not-signed-in';
}

function onlineOrAfter(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener('online', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    addEventListener('online', wake);
  });
}
