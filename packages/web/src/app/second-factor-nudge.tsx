// Offers customers a second factor once; the choice to be left alone is remembered in this browser.
import { useState } from 'preact/hooks';
import { IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { readPreference, writePreference } from '#ui/preferences.ts';

export function SecondFactorNudge() {
  const [dismissed, setDismissed] = useState(() => readPreference('second-factor-nudge') === 'dismissed');
  if (dismissed) return null;
  return (
    <aside className="nudge" aria-label="Second factor">
      <Icon name="key" />
      <p>
        Keep your account yours: <a href="/enrol">set up a second factor</a>. It takes a minute.
      </p>
      <IconButton
        icon="close"
        label="Not now"
        onPress={() => {
          writePreference('second-factor-nudge', 'dismissed');
          setDismissed(true);
        }}
      />
    </aside>
  );
}
