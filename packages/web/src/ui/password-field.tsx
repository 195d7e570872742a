// A password field whose text can be shown: people who see what they type choose longer passwords (WCAG 3.3.8).
import { useId, useState } from 'preact/hooks';
import { describedBy, FieldNotes } from './field.tsx';
import { Icon } from './icon.tsx';

/** For the password one has, where a password manager knows it. */
export function OwnPasswordField(props: {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly error?: string | undefined;
}) {
  return <PasswordField label="Password" {...props} name="password" autoComplete="current-password" />;
}

export function PasswordField(props: {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string;
  readonly error?: string | undefined;
}) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const typed: object = { type: shown ? 'text' : 'password' }; // JSX types want one literal per input
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.label}
      </label>
      <div className="affixed">
        <input
          id={id}
          className="input"
          name={props.name}
          {...typed}
          value={props.value}
          autoComplete={props.autoComplete}
          autoCapitalize="none"
          spellcheck={false}
          maxLength={128}
          aria-invalid={props.error === undefined ? undefined : 'true'}
          aria-describedby={describedBy(id, props)}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
        <button
          type="button"
          className="button button-plain button-icon"
          aria-pressed={shown}
          aria-label="Show what I type"
          title="Show what I type"
          onClick={() => setShown(!shown)}
        >
          <Icon name="eye" />
        </button>
      </div>
      <FieldNotes id={id} hint={props.hint} error={props.error} />
    </div>
  );
}
