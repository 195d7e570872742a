// A message that stays where it matters; the tone is never told by colour alone.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'neutral' | 'info' | 'brand' | 'good' | 'warn' | 'bad';

const icons: Readonly<Record<Tone, IconName>> = {
  neutral: 'info',
  info: 'info',
  brand: 'info',
  good: 'check',
  warn: 'alert',
  bad: 'alert',
};

export function Note(props: {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ComponentChildren;
  /** `alert` interrupts a screen reader; only for what needs an answer now. */
  readonly urgent?: boolean;
}) {
  return (
    <div className={`note tone-${props.tone}`} role={props.urgent === true ? 'alert' : 'status'}>
      <Icon name={icons[props.tone]} />
      <div>
        <strong>{props.title}</strong>
        {props.children}
      </div>
    </div>
  );
}

export function Badge(props: { readonly tone: Tone; readonly icon: IconName; readonly children: string }) {
  return (
    <span className={`badge tone-${props.tone}`}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  );
}
