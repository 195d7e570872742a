import { expect, it } from 'vitest';
import { forgetSession } from '#memory/session-memory.ts';
import { emptyDraft } from './draft.ts';
import { draftOf, keepDraft } from './kept-draft.ts';

it('shows a kept draft, with its intent, to its owner and to nobody else', () => {
  const draft = { ...emptyDraft, parcel: 'Books' };
  const intent = { eventId: 'a'.repeat(24), content: '{}' };
  keepDraft('usr_aoife', draft, intent);
  expect(draftOf('usr_aoife')).toMatchObject({ draft, intent });
  expect(draftOf('usr_liam')).toEqual({ draft: emptyDraft, intent: null });
});

it('keeps no draft beyond the session, for its owner neither', () => {
  keepDraft('usr_aoife', { ...emptyDraft, parcel: 'Books' }, null);
  forgetSession();
  expect(draftOf('usr_aoife')).toEqual({ draft: emptyDraft, intent: null });
});
