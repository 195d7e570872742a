// Says that the session is about to end, and lets whoever is still reading go on where that can be.
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { nearEnd, tellUse } from '../features/identity/index.ts';

export function EndWarning() {
  if (nearEnd.value === 'none') return null;
  return (
    <aside className="end-warning" aria-label="Session">
      <Note tone="warn" title="You will be signed out within two minutes." urgent>
        {nearEnd.value === 'final' ? (
          <span>
            This session has lasted as long as it may. Finish what you are doing, then sign in again.
          </span>
        ) : (
          <>
            <span>Nothing was done here for a while. Press any key or touch the page to go on.</span>
            <div>
              <Button onPress={() => void tellUse()}>Stay signed in</Button>
            </div>
          </>
        )}
      </Note>
    </aside>
  );
}
