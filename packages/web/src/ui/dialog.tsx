// A native modal dialog: the browser keeps focus inside, Escape asks to close, focus goes back where it was.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';

export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly drawer?: boolean;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('.dialog-body input:not([type=checkbox])')?.focus(); // not the close button
    return () => dialog?.close(); // before it leaves the document: this is what gives focus back
  }, []);
  return (
    <dialog
      ref={element}
      className={props.drawer === true ? 'dialog dialog-drawer' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault(); // the owner decides: closing is a change of state or of URL
        props.onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) props.onClose(); // the backdrop belongs to the dialog element
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{props.title}</h2>
        <IconButton icon="close" label="Close" onPress={props.onClose} />
      </div>
      <div className="dialog-body">{props.children}</div>
    </dialog>
  );
}
