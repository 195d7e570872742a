// Who is signed in, as the server last said. The token itself lives in an HttpOnly cookie this code cannot read. Whatever ends
// the session, the page forgets first and tells afterwards.
import type { Session, SessionEnds } from '@cool/contract/identity';
import { batch, computed } from '@preact/signals';
import { onSignedOut, type Refusal } from '#http/http-client.ts';
import { forgetSession, sessionSignal } from '#memory/session-memory.ts';
import { readSession } from './identity-client.ts';
import { endOf, mostLeftMs, type SessionEnd } from './session-end.ts';
import { onTabs, tellTabs } from './session-tabs.ts';
import { isUntold, nothingToTell, tellSignOut } from './sign-out-client.ts';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable'; readonly refusal: Refusal }
  | SignedOut
  | { readonly kind: 'pending'; readonly session: Session }
  | { readonly kind: 'active'; readonly session: Session };

export interface SignedOut {
  readonly kind: 'signed-out';
  /**
   * `stranger`: nobody was signed in. `chosen`: by the person's own will, so whoever comes next begins at their own home;
   * `untold`: so too, and the server does not know of it; `told-late`: now it does. `ended`: the server says so.
   * `unconfirmed`: it was time to ask whether the session goes on, and no answer came.
   */
  readonly why: 'stranger' | 'chosen' | 'untold' | 'told-late' | 'ended' | 'unconfirmed';
  /** How long the session of which the server was not told lives at most; null when that is not known. */
  readonly mostLeftMs: number | null;
}

const state = sessionSignal<SessionState>({ kind: 'loading' });
/** When the session ends, as last heard. */
export const sessionEnd = sessionSignal<SessionEnd | null>(null);

export const sessionState = computed(() => state.value);

/** The signed-in user, or null while nobody may act. */
export const currentUser = computed(() => (state.value.kind === 'active' ? state.value.session.user : null));

/** Everything of the session goes, and the page with it. What a stranger asked for stays: there was no session. */
export function leave(why: SignedOut['why']): void {
  batch(() => {
    if (holdsSession()) forgetSession();
    sayWhy(why);
  });
}

function holdsSession(): boolean {
  return 'session' in state.peek();
}

function sayWhy(why: SignedOut['why'], leftMs: number | null = null): void {
  state.value = { kind: 'signed-out', why, mostLeftMs: leftMs };
}

onSignedOut(() => {
  if (state.peek().kind !== 'signed-out') leave(holdsSession() ? 'ended' : 'stranger');
});

onTabs((told) => {
  if (told === 'signed-in') void loadSession();
  else if (holdsSession()) leave('chosen');
});

export function acceptSession(session: Session): void {
  const before = state.peek();
  nothingToTell();
  batch(() => {
    if ('session' in before && before.session.user.id !== session.user.id) forgetSession();
    state.value = { kind: session.state, session };
    hearEnd(session.ends);
  });
  if (before.kind !== 'loading' && before.kind !== session.state) tellTabs('signed-in');
}

export function hearEnd(ends: SessionEnds): void {
  sessionEnd.value = endOf(ends, Date.now());
}

export async function loadSession(): Promise<void> {
  if (isUntold()) {
    leave('untold');
    return tellOfLeaving(null);
  }
  const answer = await readSession();
  if (answer.ok) acceptSession(answer.value);
  else if (answer.refusal.code !== 'not-signed-in')
    state.value = { kind: 'unreachable', refusal: answer.refusal };
}

/** The page forgets at once, whether or not the server can be told. */
export function signOut(): void {
  const end = sessionEnd.peek();
  leave('chosen');
  tellTabs('signed-out');
  tellOfLeaving(end);
}

/** `end`: of the session that was left; null when an earlier page left it. */
function tellOfLeaving(end: SessionEnd | null): void {
  void tellSignOut({
    onUntold: () => sayWhy('untold', end === null ? null : mostLeftMs(end, Date.now())),
    onTold: () => {
      const now = state.peek();
      if (now.kind === 'signed-out' && now.why === 'untold') sayWhy('told-late');
    },
  });
}
