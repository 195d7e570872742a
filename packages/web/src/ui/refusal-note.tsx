// Shows why something was refused, what to do, and the request id with which support can find it.
import type { Refusal } from '#http/http-client.ts';
import { Button } from './button.tsx';
import { Countdown } from './countdown.tsx';
import { Note } from './note.tsx';
import { fieldSentence, refusalTitle } from './refusal-words.ts';

export function RefusalNote(props: {
  readonly refusal: Refusal;
  readonly onRetry?: (() => void) | undefined;
}) {
  const { refusal } = props;
  return (
    <Note tone="bad" title={refusalTitle(refusal)} urgent>
      {refusal.detail !== null && <span>{refusal.detail}</span>}
      {refusal.retryAfterSeconds !== null && (
        <span>
          Try again in <Countdown key={refusal.requestId} seconds={refusal.retryAfterSeconds} />.
        </span>
      )}
      {refusal.errors.length > 0 && (
        <ul>
          {refusal.errors.map((error) => (
            <li key={`${error.field} ${error.allowed}`}>{fieldSentence(error)}</li>
          ))}
        </ul>
      )}
      {refusal.requestId !== null && <span className="request-id">Request {refusal.requestId}</span>}
      {props.onRetry !== undefined && (
        <div>
          <Button icon="redo" onPress={props.onRetry}>
            Try again
          </Button>
        </div>
      )}
    </Note>
  );
}
