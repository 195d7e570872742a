// The draft outlives its page, in memory only and no longer than the session: whoever looks at another page in between finds
// what they typed. The name of its intent is kept with it, so placing after an interruption cannot double an order.
// Invariant: a draft is shown to nobody but the user who typed it.
import { sessionSignal } from '#memory/session-memory.ts';
import { type Draft, emptyDraft } from './draft.ts';
import type { Intent } from './intent.ts';

interface KeptDraft {
  readonly ownerId: string;
  readonly draft: Draft;
  readonly intent: Intent | null;
}

const kept = sessionSignal<KeptDraft | null>(null);

export function keepDraft(ownerId: string, draft: Draft, intent: Intent | null): void {
  kept.value = { ownerId, draft, intent };
}

export function draftOf(ownerId: string): Pick<KeptDraft, 'draft' | 'intent'> {
  const found = kept.peek();
  return found !== null && found.ownerId === ownerId ? found : { draft: emptyDraft, intent: null };
}
