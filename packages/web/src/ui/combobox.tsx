// A text field with suggestions. Any text may stay; picking an option is a help, never a must. `pinned` keeps the
// list in view, for choosing from it alone.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type ListState, listStep } from './combobox-keys.ts';
import { describedBy, FieldNotes } from './field.tsx';

export interface ComboboxOption {
  readonly id: string;
  readonly label: string;
  readonly note: string;
}

export function Combobox(props: {
  readonly label: string;
  readonly name: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly options: readonly ComboboxOption[];
  readonly onPick: (id: string) => void;
  readonly pinned?: boolean;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly onFocus?: () => void;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const pinned = props.pinned === true;
  const [state, setState] = useState<ListState>({ open: false, active: pinned ? 0 : -1 });
  const shown = pinned || (state.open && props.options.length > 0);
  const active = Math.min(state.active, props.options.length - 1);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const pick = (index: number) => {
    const option = props.options[index];
    if (option === undefined) return;
    setState({ open: false, active: pinned ? index : -1 });
    props.onPick(option.id);
  };

  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.label}
      </label>
      <div className="combobox">
        <input
          id={id}
          className="input"
          type="text"
          role="combobox"
          name={props.name}
          autoComplete="off"
          spellcheck={false}
          value={props.text}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={props.error === undefined ? undefined : 'true'}
          aria-describedby={describedBy(id, props)}
          onFocus={props.onFocus}
          onBlur={() => setState({ open: false, active: pinned ? 0 : -1 })}
          onInput={(event) => {
            props.onText(event.currentTarget.value);
            setState({ open: true, active: pinned ? 0 : -1 });
          }}
          onKeyDown={(event) => {
            const step = listStep({ open: shown, active }, event.key, props.options.length);
            if (step.kind === 'pass' || (pinned && event.key === 'Escape')) return;
            event.preventDefault();
            if (event.key === 'Escape') event.stopPropagation(); // closes the list, not the dialog around it
            if (step.kind === 'pick') pick(step.index);
            else setState(step.state);
          }}
        />
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={props.label}
          hidden={!shown}
          className={pinned ? 'options' : 'options options-floating'}
        >
          {props.options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys reach an option through the input (aria-activedescendant)
            <div
              key={option.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              className="option"
              aria-selected={index === active}
              onPointerDown={(event) => event.preventDefault()} // keeps focus in the text
              onClick={() => pick(index)}
            >
              {option.label}
              <span className="option-note">{option.note}</span>
            </div>
          ))}
        </div>
      </div>
      <FieldNotes id={id} hint={props.hint} error={props.error} />
    </div>
  );
}
