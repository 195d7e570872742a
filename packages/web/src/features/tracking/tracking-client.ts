// The live view of one delivery. The link's secret travels in the body, so the stream is read from an answer to POST, which
// EventSource cannot ask for. The server sends the whole view each time, so nothing has to be merged; a stream that ended,
// broke or was refused is asked for again, ever more slowly, until the link is said to have ended.
import { streamTimes } from '@cool/contract/live';
import type { TrackingView } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import { makeEventReader } from './event-reader.ts';

const longestWaitMs = 60_000;

export interface Follower {
  readonly onView: (view: TrackingView) => void;
  /** No answer came; it is asked again. */
  readonly onAway: () => void;
  /** There is no delivery behind this link, or not any more: nothing more will come. */
  readonly onEnded: () => void;
}

export async function followDelivery(token: string, follower: Follower): Promise<void> {
  let waitMs: number = streamTimes.retryMs;
  const onView = (view: TrackingView) => {
    waitMs = streamTimes.retryMs;
    follower.onView(view);
  };
  for (;;) {
    const outcome = await readUntilCut(token, onView);
    if (outcome === 'no-delivery') return follower.onEnded();
    if (outcome === 'unreachable') follower.onAway();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}

async function readUntilCut(
  token: string,
  onView: (view: TrackingView) => void,
): Promise<'no-delivery' | 'unreachable' | 'cut'> {
  try {
    const response = await fetch(urls.trackingLive(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
    if (response.status === 404 || response.status === 400) return 'no-delivery'; // unknown, or cut on its way to us
    if (!response.ok || response.body === null) return 'unreachable';
    const read = makeEventReader(({ event, data }) => {
      if (event === 'view') onView(JSON.parse(data) as TrackingView);
    });
    const reader = response.body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) read(chunk.value);
    return 'cut'; // the server ends each stream after a while
  } catch {
    return 'unreachable'; // the connection, on its way or before it began
  }
}
