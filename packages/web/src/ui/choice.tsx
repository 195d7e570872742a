// One of a few, by native radio buttons: arrow keys move, every choice says what it means.
import { useId } from 'preact/hooks';

export interface ChoiceOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly note?: string;
}

export function Choice<Value extends string>(props: {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly ChoiceOption<Value>[];
  readonly onValue: (value: Value) => void;
}) {
  const id = useId();
  return (
    <fieldset className="choice">
      <legend className="field-label">{props.legend}</legend>
      <div className="choice-options">
        {props.options.map(({ value, label, note }) => (
          <label key={value} className="choice-option">
            <input
              type="radio"
              name={props.name}
              value={value}
              checked={value === props.value}
              aria-describedby={note === undefined ? undefined : `${id}-${value}`}
              onChange={() => props.onValue(value)}
            />
            <span>
              {label}
              {note !== undefined && (
                <span id={`${id}-${value}`} className="field-hint">
                  {note}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
