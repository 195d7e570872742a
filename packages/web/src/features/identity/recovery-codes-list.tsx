// Recovery codes, the one time they can be read: copy, save, print, and only then go on. The page keeps them nowhere.
import { useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { FieldNotes } from '#ui/field.tsx';
import './identity.css';

export function RecoveryCodesList(props: {
  readonly codes: readonly string[];
  readonly onSaved: () => void;
}) {
  const [saved, setSaved] = useState(false);
  const [checked, setChecked] = useState(false);
  const text = `${props.codes.join('\n')}\n`;
  const missing = checked && !saved ? 'Save the codes first: they are not shown again.' : undefined;
  return (
    <div className="stack">
      <p>
        Each of these codes signs you in once when your authenticator is not at hand. Keep them where your
        password is not. They are not shown again.
      </p>
      <ol className="recovery-codes" aria-label="Recovery codes">
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="button-row">
        <CopyButton text={text}>Copy</CopyButton>
        <Button icon="file" onPress={() => download(text)}>
          Download
        </Button>
        <Button icon="file" onPress={() => print()}>
          Print
        </Button>
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={saved}
          aria-invalid={missing === undefined ? undefined : 'true'}
          aria-describedby={missing === undefined ? undefined : 'recovery-saved-error'}
          onChange={(event) => setSaved(event.currentTarget.checked)}
        />
        I saved them
      </label>
      <FieldNotes id="recovery-saved" error={missing} />
      <Button
        kind="primary"
        wide
        onPress={() => {
          setChecked(true);
          if (saved) props.onSaved();
        }}
      >
        Continue
      </Button>
    </div>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'cool-delivery-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}
