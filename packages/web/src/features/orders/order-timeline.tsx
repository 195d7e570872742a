// The events of an order, newest first: what, when, by whom, and why where a reason was given.
import type { ShownEvent } from '@cool/contract/orders';
import { Icon } from '#ui/icon.tsx';
import { moment } from '#ui/moments.ts';
import { commandWords, proofWords, reasonWords } from './command-words.ts';
import { stateWords } from './state-words.ts';

export function OrderTimeline({ events }: { readonly events: readonly ShownEvent[] }) {
  return (
    <ol className="timeline">
      {[...events].reverse().map((event) => (
        <li key={event.eventId} className={`tone-${stateWords[event.to].tone}`}>
          <span className="timeline-mark">
            <Icon name={commandWords[event.command].icon} />
          </span>
          <div>
            <strong>{commandWords[event.command].done}</strong>
            {event.reason !== undefined && <span>: {reasonWords[event.reason].label.toLowerCase()}</span>}
            {event.proof !== undefined && <span>: {proofWords[event.proof.kind]}</span>}
            {event.note !== undefined && <p>“{event.note}”</p>}
            <div className="soft small">
              <time dateTime={event.at}>{moment(event.at)}</time> · {event.actorRole}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
