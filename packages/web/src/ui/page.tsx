// The frame of a page: one h1, the document's title, and focus on the heading after a navigation, so that a
// screen reader hears where it arrived. The very first page leaves focus to the browser.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let pagesShown = 0;

export function Page(props: {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly width?: 'narrow' | 'medium' | 'full';
  readonly className?: string;
  readonly children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Cool Delivery`;
  }, [props.title]);
  useEffect(() => {
    pagesShown += 1;
    if (pagesShown > 1) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={['page', `page-${props.width ?? 'medium'}`, props.className ?? ''].join(' ')}>
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead !== undefined && <p className="soft">{props.lead}</p>}
        </div>
        {props.actions !== undefined && <div className="button-row">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}
