// Who is signed in, as the server last said. The token itself lives in an HttpOnly cookie this code cannot read.
import type { Session } from '@cool/contract/identity';
import { computed, signal } from '@preact/signals';
import { onSignedOut, type Refusal } from '#http/http-client.ts';
import { readSession, sendSignOut } from './identity-client.ts';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable'; readonly refusal: Refusal }
  /** `byChoice`: the person signed out; whoever comes next begins at their own home. */
  | { readonly kind: 'signed-out'; readonly byChoice: boolean }
  | { readonly kind: 'pending'; readonly session: Session }
  | { readonly kind: 'active'; readonly session: Session };

const state = signal<SessionState>({ kind: 'loading' });

export const sessionState = computed(() => state.value);

/** The signed-in user, or null while nobody may act. */
export const currentUser = computed(() => (state.value.kind === 'active' ? state.value.session.user : null));

onSignedOut(() => {
  state.value = { kind: 'signed-out', byChoice: false };
});

export function acceptSession(session: Session): void {
  state.value = { kind: session.state, session };
}

export async function loadSession(): Promise<void> {
  const answer = await readSession();
  if (answer.ok) acceptSession(answer.value);
  else if (answer.refusal.code === 'not-signed-in') state.value = { kind: 'signed-out', byChoice: false };
  else state.value = { kind: 'unreachable', refusal: answer.refusal };
}

/** Ends the session on the server; the page only forgets it once the server has. */
export async function signOut(): Promise<Refusal | null> {
  const answer = await sendSignOut();
  if (!answer.ok && answer.refusal.code !== 'not-signed-in') return answer.refusal;
  state.value = { kind: 'signed-out', byChoice: true };
  return null;
}
