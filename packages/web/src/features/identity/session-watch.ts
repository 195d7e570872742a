// A page that is left open follows its session: it says when the end is near, and clears itself when it has come. The server
// is asked first, for the person may have gone on in another tab; who cannot ask sees nothing more.
import { effect } from '@preact/signals';
import { sessionSignal } from '#memory/session-memory.ts';
import { readSession, readSessionEnds } from './identity-client.ts';
import { hearEnd, leave, loadSession, sessionEnd, sessionState } from './session.ts';
import { isUseToTell, lookAt } from './session-end.ts';

const askAgainMs = 15_000;
const uses = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
const wakings = ['focus', 'pageshow', 'online'] as const;

/** The session ends within minutes: because nobody did anything, or whatever is done. */
export const nearEnd = sessionSignal<'none' | 'unless-used' | 'final'>('none');

/** Watches until the returned function is called. */
export function watchSession(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;

  const ask = async (isOver: boolean) => {
    asking = true;
    await askForEnd(isOver);
    asking = false;
    look();
  };
  const look = () => {
    clearTimeout(timer);
    if (asking) return;
    const end = sessionEnd.peek();
    if (end === null) {
      if (isUnconfirmed()) timer = setTimeout(() => void ask(true), askAgainMs);
      return;
    }
    const next = lookAt(end, Date.now());
    nearEnd.value = next.kind !== 'warn' ? 'none' : next.isFinal ? 'final' : 'unless-used';
    if (next.kind === 'ask') void ask(next.isOver);
    else timer = setTimeout(look, next.forMs);
  };
  const wake = () => (isUnconfirmed() && !asking ? void ask(true) : look());
  const use = () => {
    const end = sessionEnd.peek();
    if (end !== null && (nearEnd.peek() === 'unless-used' || isUseToTell(end, Date.now()))) void tellUse();
  };

  const stopFollowing = effect(() => {
    if (sessionEnd.value !== null) look();
  });
  for (const name of uses) addEventListener(name, use, { passive: true });
  for (const name of wakings) addEventListener(name, wake);
  document.addEventListener('visibilitychange', wake);
  return () => {
    stopFollowing();
    clearTimeout(timer);
    for (const name of uses) removeEventListener(name, use);
    for (const name of wakings) removeEventListener(name, wake);
    document.removeEventListener('visibilitychange', wake);
  };
}

/** Whatever is done on the page uses the session, also where nothing is sent for it. */
export async function tellUse(): Promise<void> {
  putOff();
  const answer = await readSession();
  if (answer.ok) hearEnd(answer.value.ends);
}

async function askForEnd(isOver: boolean): Promise<void> {
  const answer = await readSessionEnds();
  if (isUnconfirmed()) {
    if (answer.ok) await loadSession();
    else if (answer.refusal.code === 'not-signed-in') leave('ended');
  } else if (answer.ok) hearEnd(answer.value);
  else if (isOver && sessionEnd.peek() !== null)
    leave('unconfirmed'); // null: the answer was that it has ended
  else putOff(); // what is known here will do until the end has come
}

/** Heard or not: not asked again at once. */
function putOff(): void {
  const end = sessionEnd.peek();
  if (end !== null) sessionEnd.value = { ...end, heardAtMs: Date.now() };
}

function isUnconfirmed(): boolean {
  const now = sessionState.peek();
  return now.kind === 'signed-out' && now.why === 'unconfirmed';
}
