// The draft outlives its page, in memory only: whoever has to sign in again, or looks at another page, finds what
// they typed. The name of its intent is kept with it, so placing after an interruption cannot double an order.
// Invariant: a draft is shown to nobody but the user who typed it.
import { type Draft, emptyDraft } from './draft.ts';
import type { Intent } from './intent.ts';

interface KeptDraft {
  readonly ownerId: string;
  readonly draft: Draft;
  readonly intent: Intent | null;
}

let kept: KeptDraft | null = null;

export function keepDraft(ownerId: string, draft: Draft, intent: Intent | null): void {
  kept = { ownerId, draft, intent };
}

export function draftOf(ownerId: string): Pick<KeptDraft, 'draft' | 'intent'> {
  return kept !== null && kept.ownerId === ownerId ? kept : { draft: emptyDraft, intent: null };
}
