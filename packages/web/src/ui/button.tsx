// A button that says what it does and shows when it is busy. While busy it stays focusable and ignores presses,
// so keyboard focus is never lost under the person.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'danger' | 'plain';
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly wide?: boolean;
  /** Longer name for assistive technology; must begin with the visible words (WCAG 2.5.3). */
  readonly label?: string;
  readonly className?: string;
  readonly onPress?: () => void;
}

export function Button(props: ButtonProps) {
  const { busy = false, type = 'button' } = props;
  const classes = ['button'];
  if (props.kind !== undefined) classes.push(`button-${props.kind}`);
  if (props.wide === true) classes.push('button-wide');
  if (props.className !== undefined) classes.push(props.className);
  return (
    <button
      type={type}
      className={classes.join(' ')}
      aria-label={props.label}
      aria-disabled={busy ? 'true' : undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onPress?.();
      }}
    >
      {busy ? (
        <span className="busy-ring" aria-hidden="true" />
      ) : (
        props.icon !== undefined && <Icon name={props.icon} />
      )}
      {props.children}
    </button>
  );
}

/** A square button that shows only an icon; `label` is its name. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className="button button-plain button-icon"
      aria-label={props.label}
      title={props.label}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </button>
  );
}
