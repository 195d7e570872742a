// What became of the session, on the page where the next one begins: said in words, and only when there is something to say.
import { Note } from '#ui/note.tsx';
import { sessionState } from './session.ts';
import { inWords } from './session-end.ts';

export function WhySignedOut() {
  const state = sessionState.value;
  if (state.kind !== 'signed-out') return null;
  switch (state.why) {
    case 'stranger':
    case 'chosen':
      return null;
    case 'ended':
      return (
        <Note tone="info" title="Your session has ended.">
          This page is cleared. Sign in to go on where you were.
        </Note>
      );
    case 'unconfirmed':
      return (
        <Note tone="warn" title="Cool Delivery could not be reached.">
          It was time to ask whether your session goes on, so this page is cleared. It opens again by itself
          if it does.
        </Note>
      );
    case 'untold':
      return (
        <Note tone="warn" title="This browser is cleared, but the server does not know yet." urgent>
          <span>
            You are signed out here, and Cool Delivery could not be reached. The session there ends by itself
            {state.mostLeftMs === null ? ' when nobody uses it' : ` in at most ${inWords(state.mostLeftMs)}`}.
          </span>
          <span>
            Leave this page open: it tells the server as soon as it can. Or sign in on another device, and end
            the session under “Your account”.
          </span>
        </Note>
      );
    case 'told-late':
      return (
        <Note tone="good" title="The server knows now.">
          Your session has ended everywhere it was open in this browser.
        </Note>
      );
  }
}
