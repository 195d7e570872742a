// The live stream. The browser reconnects by itself and resumes with Last-Event-ID; a stream the server refused
// (drained, too many, signed out) is opened anew here, and the owner is told to read everything again.
import { type LiveGone, type LiveOrder, streamTimes } from '@cool/contract/live';
import { urls } from '@cool/contract/urls';
import type { LiveMessage } from './merge-orders.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting';

export interface LiveListener {
  readonly onMessages: (messages: readonly LiveMessage[]) => void;
  readonly onConnection: (connection: Connection) => void;
  /** A stream begins at "now": everything before it must be read. Called once per stream, when it is open. */
  readonly onFreshStream: () => void;
  /** The server closed the stream for good; the owner finds out why (a session may have ended). */
  readonly onRefused: () => void;
}

const batchMs = 80; // one render for a burst of messages
const longestWaitMs = 30_000;

/** Listens until the returned function is called. */
export function listenToOrders(listener: LiveListener): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  let waitMs: number = streamTimes.retryMs;
  let waiting: LiveMessage[] = [];

  const deliver = () => {
    flush = undefined;
    const messages = waiting;
    waiting = [];
    listener.onMessages(messages);
  };

  const take = (message: LiveMessage) => {
    waiting.push(message);
    flush ??= setTimeout(deliver, batchMs);
  };

  const open = () => {
    const stream = new EventSource(urls.live());
    let fresh = true;
    source = stream;
    stream.addEventListener('open', () => {
      waitMs = streamTimes.retryMs;
      listener.onConnection('live');
      if (fresh) listener.onFreshStream();
      fresh = false;
    });
    stream.addEventListener('order', (event: MessageEvent<string>) => {
      take({ kind: 'order', ...(JSON.parse(event.data) as LiveOrder) });
    });
    stream.addEventListener('gone', (event: MessageEvent<string>) => {
      take({ kind: 'gone', ...(JSON.parse(event.data) as LiveGone) });
    });
    stream.addEventListener('error', () => {
      listener.onConnection('reconnecting');
      if (stream.readyState !== EventSource.CLOSED) return;
      listener.onRefused();
      retry = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    });
  };

  listener.onConnection('connecting');
  open();
  return () => {
    source?.close();
    clearTimeout(retry);
    clearTimeout(flush);
  };
}
