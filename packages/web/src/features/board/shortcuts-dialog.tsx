// The sheet of keys. Single-key shortcuts can be switched off, as speech input and tremor need it (WCAG 2.1.4).
import { Dialog } from '#ui/dialog.tsx';
import { boardShortcuts } from './board-keys.ts';

export function ShortcutsDialog(props: {
  readonly enabled: boolean;
  readonly onEnabled: (enabled: boolean) => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Keyboard" onClose={props.onClose}>
      <dl className="facts shortcuts">
        {boardShortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={props.enabled}
          onChange={(event) => props.onEnabled(event.currentTarget.checked)}
        />
        Single-key shortcuts
      </label>
    </Dialog>
  );
}
