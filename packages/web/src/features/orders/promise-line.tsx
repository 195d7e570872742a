// One line about when: what is promised, what is expected, and a badge where somebody should look.
import type { OrderRow } from '@cool/contract/orders';
import { Badge } from '#ui/note.tsx';
import { latenessWords, promiseWords } from './promise-words.ts';

export function PromiseLine(props: {
  readonly row: Pick<OrderRow, 'state' | 'stateSince' | 'window'>;
  readonly eta: Date | null;
  readonly now: Date;
}) {
  const { text, lateness } = promiseWords(props.row, props.eta, props.now);
  if (text === null && lateness !== 'late' && lateness !== 'at_risk') return null;
  const badge = lateness === 'late' || lateness === 'at_risk' ? latenessWords[lateness] : null;
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
