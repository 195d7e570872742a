// A labelled text field: hint and error are tied to the input, so they are read out with it.
import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';

export interface TextFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'search';
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly autoComplete?: string;
  readonly inputMode?: 'none' | 'text' | 'numeric' | 'decimal' | 'email';
  readonly maxLength?: number;
  readonly className?: string;
  readonly autoCapitalize?: 'none' | 'characters' | 'words' | 'sentences';
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  const typed: object = { type: props.type ?? 'text' }; // JSX types want one literal per input
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        className={props.className === undefined ? 'input' : `input ${props.className}`}
        name={props.name}
        {...typed}
        value={props.value}
        autoComplete={props.autoComplete ?? 'off'}
        autoCapitalize={props.autoCapitalize}
        inputMode={props.inputMode}
        maxLength={props.maxLength}
        spellcheck={false}
        aria-invalid={props.error === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
      <FieldNotes id={id} hint={props.hint} error={props.error} />
    </div>
  );
}

interface Notes {
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** The ids of the notes below an input, for its aria-describedby. */
export function describedBy(id: string, { hint, error }: Notes): string | undefined {
  const ids = [hint === undefined ? [] : [`${id}-hint`], error === undefined ? [] : [`${id}-error`]].flat();
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function FieldNotes({ id, hint, error }: Notes & { readonly id: string }) {
  return (
    <>
      {hint !== undefined && (
        <span id={`${id}-hint`} className="field-hint">
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span id={`${id}-error`} className="field-error">
          <Icon name="alert" />
          {error}
        </span>
      )}
    </>
  );
}

/** Puts the cursor into the first field of `form` that is marked wrong. */
export function focusFirstError(form: HTMLElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
