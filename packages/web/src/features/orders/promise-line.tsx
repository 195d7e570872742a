// One line about when: what is promised, what is expected, and a badge where somebody should look.
import type { OrderRow } from '@cool/contract/orders';
import { Badge } from '#ui/note.tsx';
import { latenessWords, type PromiseWords, promiseWords } from './promise-words.ts';

export function PromiseLine(props: {
  readonly row: Pick<OrderRow, 'state' | 'stateSince' | 'window'>;
  readonly eta: Date | null;
  readonly now: Date;
}) {
  return <PromiseNote {...promiseWords(props.row, props.eta, props.now)} />;
}

export function PromiseNote({ text, lateness }: PromiseWords) {
  const badge = lateness === 'late' || lateness === 'at_risk' ? latenessWords[lateness] : null;
  if (text === null && badge === null) return null;
  return (
    <span className="promise-line small">
      {badge !== null && (
        <Badge tone={badge.tone} icon={badge.icon}>
          {badge.word}
        </Badge>
      )}
      {text !== null && <span>{text}</span>}
    </span>
  );
}
