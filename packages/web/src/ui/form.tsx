// A form as all of ours are: what was typed is judged by us in words of ours, not by the browser, and nothing that is on
// its way is sent a second time.

import type { ComponentChildren, Ref } from 'preact';

interface FormProps {
  /** The answer is awaited: until then nothing more is sent. */
  readonly busy: boolean;
  readonly onSubmit: () => unknown;
  /** Stands on a card of its own, or holds several. */
  readonly shape?: 'plain' | 'card' | 'cards';
  readonly formRef?: Ref<HTMLFormElement>;
  readonly children: ComponentChildren;
}

const classes = { plain: 'stack', card: 'card stack', cards: 'stack stack-wide' } as const;

export function Form({ busy, onSubmit, shape = 'plain', formRef, children }: FormProps) {
  return (
    <form
      ref={formRef}
      className={classes[shape]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void onSubmit();
      }}
    >
      {children}
    </form>
  );
}
